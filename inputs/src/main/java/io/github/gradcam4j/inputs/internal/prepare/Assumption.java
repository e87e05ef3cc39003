package io.github.gradcam4j.inputs.internal.prepare;

import io.github.gradcam4j.input.PicturePreprocessing;
import io.github.gradcam4j.input.PicturePreprocessing.ChannelOrder;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Layout;
import java.util.List;

/**
 * The preprocessing that is assumed where nobody tells: mean and scale cannot be inferred from a file.
 *
 * @param name what it is called
 * @param preprocessing the preprocessing
 */
public record Assumption(String name, PicturePreprocessing preprocessing) {
    /** Chooses by what usually goes with such an input. */
    public static Assumption of(PictureInput input) {
        if (input.dtype() == DType.UINT8) {
            return named("raw", input);
        }
        if (input.channels() == 1) {
            return named("unit", input);
        }
        return named(input.layout().equals(Layout.NHWC) ? "tf" : "torch", input);
    }

    private static Assumption named(String name, PictureInput input) {
        PicturePreprocessing preset = PicturePreprocessing.named(name);
        if (input.channels() != 1) {
            return new Assumption(name, preset);
        }
        return new Assumption(
                name + " in grey",
                new PicturePreprocessing(
                        preset.resize(),
                        preset.cropFraction(),
                        preset.filter(),
                        ChannelOrder.GRAY,
                        preset.scale(),
                        List.of(0.0),
                        List.of(1.0),
                        preset.fill()));
    }
}
