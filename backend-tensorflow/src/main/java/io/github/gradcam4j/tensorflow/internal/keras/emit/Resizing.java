package io.github.gradcam4j.tensorflow.internal.keras.emit;

import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tensorflow.proto.DataType;

/** Operators that make pictures larger or smaller; channels are last. */
public interface Resizing extends Reductions {
    /** Resizes to a height and a width, with the centres of pixels at halves, as {@code tf.image.resize} does. */
    default Signal resize(Signal x, Size height, Size width, String interpolation) {
        Shape shape = Shape.of(x.dim(0), height.known(), width.known(), x.dim(3));
        Signal size = vector(List.of(height, width));
        Map<String, org.tensorflow.proto.AttrValue> centred = Map.of("half_pixel_centers", Attributes.of(true));
        return switch (interpolation.toLowerCase(Locale.ROOT)) {
            case "nearest" -> emit("ResizeNearestNeighbor", shape, centred, List.of(x, size));
            case "bilinear" -> emit("ResizeBilinear", shape, centred, List.of(x, size));
            case "bicubic" -> emit("ResizeBicubic", shape, centred, List.of(x, size));
            case "lanczos3", "lanczos5", "gaussian", "mitchellcubic" ->
                scaled(x, shape, size, interpolation.toLowerCase(Locale.ROOT));
            default ->
                throw new Unsupported("its interpolation '" + interpolation
                        + "' has no derivative in TensorFlow; those of nearest, bilinear, bicubic, lanczos3, lanczos5,"
                        + " gaussian and mitchellcubic are known");
        };
    }

    private Signal scaled(Signal x, Shape shape, Signal size, String kernel) {
        Signal whole = emit("Shape", Shape.of(4), x);
        Signal before = slice(whole, List.of(Indexing.Range.of(1L, 3L)));
        Signal scale = divide(cast(size, DataType.DT_FLOAT), cast(before, DataType.DT_FLOAT));
        Signal origin = constant(Constants.numbers(DataType.DT_FLOAT, Shape.of(2), 0, 0), Shape.of(2));
        return emit(
                "ScaleAndTranslate",
                shape,
                Map.of("kernel_type", Attributes.of(kernel), "antialias", Attributes.of(false)),
                List.of(x, size, scale, origin));
    }
}
