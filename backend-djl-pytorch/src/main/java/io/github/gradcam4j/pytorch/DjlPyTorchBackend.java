package io.github.gradcam4j.pytorch;

import com.google.auto.service.AutoService;
import io.github.gradcam4j.GradCamException;
import io.github.gradcam4j.pytorch.internal.archive.OtherFiles;
import io.github.gradcam4j.pytorch.internal.archive.TorchArchive;
import io.github.gradcam4j.pytorch.internal.engine.Natives;
import io.github.gradcam4j.pytorch.internal.engine.TorchEngine;
import io.github.gradcam4j.pytorch.internal.model.PyTorchModel;
import io.github.gradcam4j.spi.Availability;
import io.github.gradcam4j.spi.GradientBackend;
import io.github.gradcam4j.spi.GradientModel;
import io.github.gradcam4j.spi.ModelOptions;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.spi.NativeJar;
import io.github.gradcam4j.spi.NativeParts;
import io.github.gradcam4j.spi.Recognition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Opens TorchScript files, traced or scripted, with libtorch through the Deep Java Library, and differentiates them with
 * PyTorch's own autograd.
 *
 * <p>A TorchScript file is a program: open files only whose origin you trust. Stateless and thread-safe.
 */
@SuppressWarnings("exports") // the annotation is not there at run time, and consumers need not have it
@AutoService(GradientBackend.class)
public final class DjlPyTorchBackend implements GradientBackend, NativeParts {
    private static final int CERTAIN = 100;
    private static final Pattern LAST_SENTENCE = Pattern.compile("(.*)\\. ([A-Z].*)", Pattern.DOTALL);

    /** Creates the backend; no native code is touched. */
    public DjlPyTorchBackend() {}

    @Override
    public String id() {
        return "djl-pytorch";
    }

    @Override
    public Availability availability() {
        Optional<Availability.Unavailable> missing = new Natives().obstacle();
        if (missing.isPresent()) {
            return missing.get();
        }
        try {
            return new Availability.Available(TorchEngine.version(), TorchEngine.devices());
        } catch (GradCamException e) {
            return new Availability.Unavailable(
                    String.valueOf(e.getMessage()),
                    "Check what PYTORCH_LIBRARY_PATH and the class path name; gradcam4j doctor says what is used");
        }
    }

    @Override
    public List<NativeJar> missing() {
        return new Natives().missing();
    }

    @Override
    public void install(NativeJar jar, Path file) {
        new Natives().install(jar, file);
    }

    @Override
    public Recognition recognise(ModelSource source) {
        if (source.path().filter(Files::isDirectory).isPresent()) {
            return new Recognition.NotMine();
        }
        try {
            TorchArchive.open(source).close();
            return new Recognition.Mine(CERTAIN);
        } catch (GradCamException e) {
            return OtherFiles.isUsualName(source.name()) || OtherFiles.isOfPyTorch(source)
                    ? refused(source.name(), String.valueOf(e.getMessage()))
                    : new Recognition.NotMine();
        }
    }

    /** A message names the model, says what is wrong, and ends with the remedy; who asked knows the name. */
    private static Recognition refused(String name, String message) {
        String model = "the model '" + name + "' ";
        String what = message.startsWith(model) ? message.substring(model.length()) : message;
        Matcher parts = LAST_SENTENCE.matcher(what);
        String reason = parts.matches() ? parts.group(1) : what;
        String remedy = parts.matches() ? parts.group(2) : OtherFiles.REMEDY;
        return new Recognition.Refused(
                reason.startsWith(OtherFiles.CANNOT_RUN)
                        ? reason.substring(OtherFiles.CANNOT_RUN.length())
                        : "it " + reason,
                remedy);
    }

    @Override
    public GradientModel open(ModelSource source, ModelOptions options) {
        return PyTorchModel.open(source, options);
    }
}
