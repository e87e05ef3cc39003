package io.github.gradcam4j.onnx.internal.session;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.gradcam4j.UnsupportedModelException;
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
    private final DeviceChoice choice;
    private WeakReference<ByteBuffer> memory = new WeakReference<>(null);

    Sessions(String name, ModelFile file, ModelOptions options) {
        this(name, file, options, DeviceChoice.of(options.device()));
    }

    private Sessions(String name, ModelFile file, ModelOptions options, DeviceChoice choice) {
        this.name = name;
        this.file = file;
        this.options = options;
        this.choice = choice;
    }

    /** Returns sessions of another form of the model. */
    Sessions of(ModelFile other) {
        return new Sessions(name, other, options, choice);
    }

    ModelFile file() {
        return file;
    }

    /** Creates a session of the model with a patch, at full optimisation. */
    DeviceSession create(byte[] patch) {
        return create(patch, Map.of());
    }

    /** Creates a session, at full optimisation, in which named dimensions have these sizes. */
    DeviceSession create(byte[] patch, Map<String, Long> symbols) {
        Optional<Accelerator> accelerator = choice.accelerator();
        try {
            return accelerator.isPresent()
                    ? createOnDevice(accelerator.get(), patch, symbols)
                    : new DeviceSession(createOnProcessor(patch, symbols), Optional.empty());
        } catch (OrtException e) {
            throw refused(e);
        }
    }

    /**
     * Without VNNI, sums of 8 bit products are cut off at 16 bit, and what a layer gives depends on what is joined with it. The
     * runtime can take weights without a sign instead, but fails where several nodes share a weight; then 8 bit numbers are
     * computed with as float32.
     */
    private OrtSession createOnProcessor(byte[] patch, Map<String, Long> symbols) throws OrtException {
        try (OrtSession.SessionOptions session = optimised(symbols)) {
            session.addConfigEntry("session.x64quantprecision", "1");
            return create(patch, session);
        } catch (OrtException e) {
            if (!String.valueOf(e.getMessage()).contains("existing tensor")) {
                throw e;
            }
            try (OrtSession.SessionOptions session = optimised(symbols)) {
                session.addConfigEntry("session.disable_quant_qdq", "1");
                return create(patch, session);
            }
        }
    }

    private DeviceSession createOnDevice(Accelerator accelerator, byte[] patch, Map<String, Long> symbols)
            throws OrtException {
        try (OrtSession.SessionOptions session = optimised(symbols)) {
            choice.addTo(session);
            FirstRun profile = FirstRun.profile(session, accelerator.provider());
            Trial trial = new Trial(choice, name, profile, () -> createOnProcessor(patch, symbols));
            try {
                return new DeviceSession(create(patch, session), Optional.of(trial));
            } catch (OrtException e) {
                trial.close();
                throw choice.refuses(name, e);
            }
        }
    }

    private static OrtSession.SessionOptions optimised(Map<String, Long> symbols) throws OrtException {
        OrtSession.SessionOptions session = new OrtSession.SessionOptions();
        session.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        for (Map.Entry<String, Long> symbol : symbols.entrySet()) {
            session.setSymbolicDimensionValue(symbol.getKey(), symbol.getValue());
        }
        return session;
    }

    /** Creates a session that keeps every value, to be measured: on the processor, for shapes are the same everywhere. */
    OrtSession createForMeasuring(byte[] patch) {
        try (OrtSession.SessionOptions session = new OrtSession.SessionOptions()) {
            session.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
            // A run or two are not worth a second copy of the weights in the order that kernels like best.
            session.addConfigEntry("session.disable_prepacking", "1");
            return create(patch, session);
        } catch (OrtException e) {
            throw refused(e);
        }
    }

    /** The runtime copies what it reads, so that all sessions of a model share the memory of its bytes. */
    private synchronized OrtSession create(byte[] patch, OrtSession.SessionOptions session) throws OrtException {
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
        ByteBuffer whole = file.with(patch, Optional.ofNullable(memory.get()));
        memory = new WeakReference<>(whole);
        return OnnxRuntime.environment().createSession(whole, session);
    }

    private UnsupportedModelException refused(OrtException e) {
        return new UnsupportedModelException(
                "ONNX Runtime refuses the model '" + name + "': " + message(e)
                        + ". Check the file with onnx.checker, or export it again",
                e);
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
