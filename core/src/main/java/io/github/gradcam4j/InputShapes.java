package io.github.gradcam4j;

import io.github.gradcam4j.spi.ModelSignature;
import io.github.gradcam4j.spi.TensorSpec;
import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Fills the free dimensions of an input from what is known about the model: profile, picture size, a batch of one. */
final class InputShapes {
    private InputShapes() {}

    /**
     * Returns shapes without free dimensions for all inputs.
     *
     * @throws InputException if one is not known
     */
    static Map<String, Shape> all(ModelSignature signature, ModelProfile profile) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (TensorSpec spec : signature.inputs()) {
            Shape shape = resolve(spec, profile);
            if (!shape.isFixed() || shape.rank() == 0) {
                throw new InputException("the shape " + (shape.rank() == 0 ? "" : shape + " ") + "of input '"
                        + spec.name() + "' is not known. Give it with --shape " + spec.name() + "="
                        + example(shape)
                        + " (Java: ExplainerOptions.withShape) or in the sidecar");
            }
            shapes.put(spec.name(), shape);
        }
        return shapes;
    }

    static Shape resolve(TensorSpec spec, ModelProfile profile) {
        Shape shape = spec.shape();
        Optional<InputProfile> known = profile.input(spec.name());
        Optional<Shape> told = known.flatMap(InputProfile::shape)
                .filter(other -> shape(spec)
                        .map(declared -> declared.rank() == other.rank())
                        .orElse(true));
        if (told.isPresent()) {
            shape = shape(spec).isPresent() ? fill(shape, told.get()) : told.get();
        }
        if (shape.rank() == 4 && profile.size().isPresent()) {
            Layout layout = known.flatMap(InputProfile::layout).orElse(shape.dim(3) == 3 ? Layout.NHWC : Layout.NCHW);
            int height = layout.indexOf(Axis.HEIGHT);
            int width = layout.indexOf(Axis.WIDTH);
            if (height >= 0 && width >= 0) {
                Shape size = Shape.of(-1, -1, -1, -1)
                        .with(height, profile.size().get().dim(0))
                        .with(width, profile.size().get().dim(1));
                shape = fill(shape, size);
            }
        }
        return shape.rank() > 0 && shape.dim(0) < 0 ? shape.with(0, 1) : shape;
    }

    private static Optional<Shape> shape(TensorSpec spec) {
        return Optional.of(spec.shape()).filter(declared -> declared.rank() > 0);
    }

    /** Writes a shape as the command line reads it, with sizes as they often are in place of those that are not known. */
    static String example(Shape shape) {
        if (shape.rank() == 0) {
            return "1x3x224x224";
        }
        long size = shape.rank() == 4 ? 224 : 16;
        return Arrays.stream(shape.dims())
                .mapToObj(dim -> Long.toString(dim < 0 ? size : dim))
                .collect(Collectors.joining("x"));
    }

    private static Shape fill(Shape shape, Shape other) {
        Shape filled = shape;
        for (int axis = 0; axis < shape.rank(); axis++) {
            if (shape.dim(axis) < 0 && other.dim(axis) >= 0) {
                filled = filled.with(axis, other.dim(axis));
            }
        }
        return filled;
    }
}
