package io.github.gradcam4j.tensorflow;

import com.google.auto.service.AutoService;
import io.github.gradcam4j.GradCamException;
import io.github.gradcam4j.ModelLoadException;
import io.github.gradcam4j.spi.Availability;
import io.github.gradcam4j.spi.GradientBackend;
import io.github.gradcam4j.spi.GradientModel;
import io.github.gradcam4j.spi.ModelOptions;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.spi.NativeJar;
import io.github.gradcam4j.spi.NativeParts;
import io.github.gradcam4j.spi.Recognition;
import io.github.gradcam4j.tensorflow.internal.engine.Natives;
import io.github.gradcam4j.tensorflow.internal.engine.TensorFlowEngine;
import io.github.gradcam4j.tensorflow.internal.files.ModelFiles;
import io.github.gradcam4j.tensorflow.internal.graph.Network;
import io.github.gradcam4j.tensorflow.internal.graph.Operators;
import io.github.gradcam4j.tensorflow.internal.keras.KerasFile;
import io.github.gradcam4j.tensorflow.internal.model.TensorFlowModel;
import io.github.gradcam4j.tensorflow.internal.savedmodel.SavedModelFolder;
import io.github.gradcam4j.tensorflow.internal.savedmodel.SavedModelReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Opens SavedModels and Keras files with TensorFlow, and differentiates them with rules of its own.
 *
 * <p>A SavedModel is a program: one whose operators do more than compute is refused. Stateless and thread-safe.
 */
@SuppressWarnings("exports") // the annotation is not there at run time, and consumers need not have it
@AutoService(GradientBackend.class)
public final class TensorFlowBackend implements GradientBackend, NativeParts {
    /** Creates the backend; no native code is touched. */
    public TensorFlowBackend() {}

    @Override
    public String id() {
        return "tensorflow";
    }

    @Override
    public Availability availability() {
        Optional<Availability.Unavailable> missing = new Natives().obstacle();
        if (missing.isPresent()) {
            return missing.get();
        }
        try {
            return new Availability.Available(TensorFlowEngine.version(), List.of("cpu"));
        } catch (GradCamException e) {
            return new Availability.Unavailable(
                    String.valueOf(e.getMessage()), "Check the class path; gradcam4j doctor says what is used");
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
        return ModelFiles.recognise(source);
    }

    @Override
    public GradientModel open(ModelSource source, ModelOptions options) {
        if (ModelFiles.recognise(source) instanceof Recognition.Refused refused) {
            throw new ModelLoadException("the model '" + source.name() + "' cannot be opened: " + refused.reason()
                    + ". " + refused.remedy());
        }
        TensorFlowModel.check(options.device());
        return new TensorFlowModel(network(source, options), options);
    }

    private static Network network(ModelSource source, ModelOptions options) {
        Operators operators = TensorFlowEngine.operators();
        Optional<Path> folder = source.path().filter(Files::isDirectory);
        if (folder.isEmpty()) {
            return KerasFile.open(source, operators);
        }
        SavedModelFolder model = SavedModelFolder.read(source.name(), folder.get());
        return new SavedModelReader(model, operators).read(options.output(), options.threads());
    }
}
