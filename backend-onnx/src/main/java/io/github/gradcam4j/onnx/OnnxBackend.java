package io.github.gradcam4j.onnx;

import com.google.auto.service.AutoService;
import io.github.gradcam4j.GradCamException;
import io.github.gradcam4j.onnx.internal.session.ModelFile;
import io.github.gradcam4j.onnx.internal.session.OnnxModel;
import io.github.gradcam4j.onnx.internal.session.OnnxRuntime;
import io.github.gradcam4j.spi.Availability;
import io.github.gradcam4j.spi.GradientBackend;
import io.github.gradcam4j.spi.GradientModel;
import io.github.gradcam4j.spi.ModelOptions;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.spi.Recognition;
import java.nio.file.Files;
import java.util.Locale;

/**
 * Opens ONNX files with ONNX Runtime, and differentiates them by appending the gradient's operators to the graph.
 *
 * <p>Exact or refused: a layer behind which an operator has no exact rule is refused by the operator's name. Stateless and
 * thread-safe.
 */
@SuppressWarnings("exports") // the annotation is not there at run time, and consumers need not have it
@AutoService(GradientBackend.class)
public final class OnnxBackend implements GradientBackend {
    private static final int CERTAIN = 100;

    /** Creates the backend; no native code is touched. */
    public OnnxBackend() {}

    @Override
    public String id() {
        return "onnx";
    }

    @Override
    public Availability availability() {
        try {
            return new Availability.Available(OnnxRuntime.environment().getVersion(), OnnxRuntime.devices());
        } catch (GradCamException e) {
            return new Availability.Unavailable(
                    String.valueOf(e.getMessage()),
                    "ONNX Runtime's jar has libraries for Linux (x86-64, aarch64), macOS (aarch64) and Windows (x86-64)");
        }
    }

    @Override
    public Recognition recognise(ModelSource source) {
        if (source.path().filter(Files::isDirectory).isPresent()) {
            return new Recognition.NotMine();
        }
        try {
            ModelFile.parse(source);
            return new Recognition.Mine(CERTAIN);
        } catch (GradCamException e) {
            return source.name().toLowerCase(Locale.ROOT).endsWith(".onnx")
                    ? new Recognition.Refused(
                            String.valueOf(e.getMessage()), "Check how the file was written, or export it again")
                    : new Recognition.NotMine();
        }
    }

    @Override
    public GradientModel open(ModelSource source, ModelOptions options) {
        return OnnxModel.open(source, options);
    }
}
