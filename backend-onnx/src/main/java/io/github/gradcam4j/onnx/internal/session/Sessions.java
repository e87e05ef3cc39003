package io.github.gradcam4j.onnx.internal.session;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.gradcam4j.BackendUnavailableException;
import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.spi.Device;
import io.github.gradcam4j.spi.ModelOptions;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Creates sessions of one model. Thread-safe. */
final class Sessions {
    private final String name;
    private final ModelFile file;
    private final ModelOptions options;
    private WeakReference<ByteBuffer> memory = new WeakReference<>(null);

    Sessions(String name, ModelFile file, ModelOptions options) {
        this.name = name;
        this.file = file;
        this.options = options;
    }

    /** Returns sessions of another form of the model. */
    Sessions of(ModelFile other) {
        return new Sessions(name, other, options);
    }

    ModelFile file() {
        return file;
    }

    /** Creates a session of the model with a patch, at full optimisation. */
    OrtSession create(byte[] patch) {
        return create(patch, Map.of());
    }

    /** Creates a session, at full optimisation, in which named dimensions have these sizes. */
    OrtSession create(byte[] patch, Map<String, Long> symbols) {
        return create(patch, symbols, OrtSession.SessionOptions.OptLevel.ALL_OPT);
    }

    /** Creates a session that keeps every value, to be measured. */
    OrtSession createForMeasuring(byte[] patch) {
        return create(patch, Map.of(), OrtSession.SessionOptions.OptLevel.NO_OPT);
    }

    /** The runtime copies what it reads, so that all sessions of a model share the memory of its bytes. */
    private synchronized OrtSession create(
            byte[] patch, Map<String, Long> symbols, OrtSession.SessionOptions.OptLevel level) {
        try (OrtSession.SessionOptions session = new OrtSession.SessionOptions()) {
            session.setOptimizationLevel(level);
            if (level == OrtSession.SessionOptions.OptLevel.NO_OPT) {
                // A run or two are not worth a second copy of the weights in the order that kernels like best.
                session.addConfigEntry("session.disable_prepacking", "1");
            }
            session.setInterOpNumThreads(1);
            if (options.threads().isPresent()) {
                session.setIntraOpNumThreads(options.threads().getAsInt());
            }
            // Idle threads that spin take the cores of whoever else runs on the machine.
            session.addConfigEntry("session.intra_op.allow_spinning", "0");
            if (file.folder().isPresent()) {
                Path folder = file.folder().get();
                session.addConfigEntry("session.model_external_initializers_file_folder_path", folder.toString());
            }
            for (Map.Entry<String, Long> symbol : symbols.entrySet()) {
                session.setSymbolicDimensionValue(symbol.getKey(), symbol.getValue());
            }
            useDevice(session);
            ByteBuffer whole = file.with(patch, Optional.ofNullable(memory.get()));
            memory = new WeakReference<>(whole);
            return OnnxRuntime.environment().createSession(whole, session);
        } catch (OrtException e) {
            throw new UnsupportedModelException(
                    "ONNX Runtime refuses the model '" + name + "': " + message(e)
                            + ". Check the file with onnx.checker, or export it again",
                    e);
        }
    }

    private void useDevice(OrtSession.SessionOptions session) {
        if (options.device().kind() == Device.Kind.CPU) {
            return;
        }
        try {
            session.addCUDA(options.device().index());
        } catch (OrtException e) {
            throw new BackendUnavailableException(
                    "device '" + options.device() + "' cannot be used by ONNX Runtime: " + message(e)
                            + ". Replace com.microsoft.onnxruntime:onnxruntime by onnxruntime_gpu and install CUDA, or take"
                            + " --device cpu",
                    e);
        }
    }

    /** Returns the runtime's message in one line, without its source locations. */
    static String message(Exception e) {
        String text = String.valueOf(e.getMessage()).strip();
        int end = text.indexOf('\n');
        String line = end < 0 ? text : text.substring(0, end);
        return line.replaceAll("Error code - \\S+ - message: ", "")
                .replaceAll("\\S*/onnxruntime/\\S+ \\S+ ", "")
                .replaceAll("onnxruntime::[\\w:]+\\([^)]*\\) ", "")
                .replaceAll("\\.+$", "");
    }
}
