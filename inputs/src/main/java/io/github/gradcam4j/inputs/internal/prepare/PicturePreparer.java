package io.github.gradcam4j.inputs.internal.prepare;

import com.google.auto.service.AutoService;
import io.github.gradcam4j.InputException;
import io.github.gradcam4j.ModelProfile;
import io.github.gradcam4j.input.Input;
import io.github.gradcam4j.input.Picture;
import io.github.gradcam4j.input.PicturePreprocessing;
import io.github.gradcam4j.spi.InputPreparer;
import io.github.gradcam4j.spi.ModelSignature;
import io.github.gradcam4j.spi.PreparedInput;
import io.github.gradcam4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Resizes pictures and normalises their values. */
@AutoService(InputPreparer.class)
public final class PicturePreparer implements InputPreparer {
    private static final long MAX_NETWORK_PIXELS = 64_000_000;

    /** Creates the preparer, for {@link java.util.ServiceLoader}. */
    public PicturePreparer() {}

    @Override
    public String id() {
        return "picture";
    }

    @Override
    public boolean accepts(Input input) {
        return input instanceof Picture;
    }

    @Override
    public PreparedInput prepare(Input input, ModelSignature signature, ModelProfile profile) {
        Picture picture = (Picture) input;
        PictureInput wanted = PictureInput.find(signature, profile);
        List<String> warnings = new ArrayList<>();
        if (wanted.ambiguous()) {
            warnings.add("the layout of input '" + wanted.name() + "' " + wanted.shape() + " is not known: "
                    + wanted.layout() + " is assumed. Tell it in the sidecar");
        }
        PicturePreprocessing how = profile.preprocessing().orElseGet(() -> {
            Assumption assumption = Assumption.of(wanted);
            warnings.add("the preprocessing of the model is not known: '" + assumption.name() + "' is assumed ("
                    + assumption.preprocessing().describe() + "). Tell it with --preprocess NAME|FILE.json"
                    + " (Java: ExplainerOptions.withPreprocessing) or in the sidecar");
            return assumption.preprocessing();
        });
        requireFit(wanted, how);
        int width = wanted.width();
        int height = wanted.height();
        Fit fit = fit(how, picture, width, height);
        int[][] planes = Resampler.resize(picture, how, fit, width, height);
        Tensor tensor = Normalizer.tensor(planes, how, wanted);
        return new PreparedInput(
                Map.of(wanted.name(), tensor),
                Optional.of(fit.geometry(picture.width(), picture.height(), width, height)),
                how.describe() + ", " + wanted.layout() + " " + tensor.shape(),
                warnings);
    }

    private static Fit fit(PicturePreprocessing how, Picture picture, int width, int height) {
        try {
            return Fit.of(how, picture.width(), picture.height(), width, height);
        } catch (ArithmeticException e) {
            throw new InputException(
                    picture
                            + " is too elongated to be cropped: its longer edge would be resized to more than two billion"
                            + " pixels. Use letterbox or stretch, or crop it yourself",
                    e);
        }
    }

    private static void requireFit(PictureInput wanted, PicturePreprocessing how) {
        if (wanted.width() < 1 || wanted.height() < 1) {
            throw wanted.sizeUnknown();
        }
        if ((long) wanted.width() * wanted.height() > MAX_NETWORK_PIXELS) {
            throw new InputException("input '" + wanted.name() + "' of shape " + wanted.shape()
                    + " has more than 64 million pixels. Check --shape and the sidecar");
        }
        if (wanted.batch() > 1) {
            throw new InputException("input '" + wanted.name() + "' of shape " + wanted.shape() + " takes batches of "
                    + wanted.batch() + " items only, but a picture is one. Export the model with a free or single batch"
                    + " axis, or feed a .npy array");
        }
        int channels = how.order().channels();
        if (wanted.channels() >= 0 && wanted.channels() != channels) {
            throw new InputException("the preprocessing makes " + channels + " channels (" + how.order()
                    + "), but input '"
                    + wanted.name() + "' of shape " + wanted.shape() + " and layout " + wanted.layout() + " takes "
                    + wanted.channels() + ". Correct the channel order (RGB, BGR, GRAY) or the layout in the sidecar");
        }
    }
}
