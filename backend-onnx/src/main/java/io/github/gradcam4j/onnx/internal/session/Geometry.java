package io.github.gradcam4j.onnx.internal.session;

import io.github.gradcam4j.spi.ModelSignature;
import io.github.gradcam4j.spi.TensorSpec;
import io.github.gradcam4j.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Is the shape of all inputs, apart from the batch where that is free.
 *
 * @param shapes the shapes by input; -1 for a free batch dimension
 */
record Geometry(Map<String, Shape> shapes) {
    Geometry {
        shapes = Map.copyOf(shapes);
    }

    /** Returns the geometry of given shapes. The batch is free if every input declares its first dimension free. */
    static Geometry of(Map<String, Shape> shapes, ModelSignature signature) {
        boolean free = hasFreeBatch(signature);
        Map<String, Shape> canonical = new LinkedHashMap<>();
        shapes.forEach((name, shape) -> canonical.put(name, free ? shape.with(0, -1) : shape));
        return new Geometry(canonical);
    }

    private static boolean hasFreeBatch(ModelSignature signature) {
        for (TensorSpec spec : signature.inputs()) {
            if (spec.shape().rank() == 0 || spec.shape().dim(0) >= 0) {
                return false;
            }
        }
        return true;
    }

    /** Is for sessions that serve all shapes of the inputs. */
    static final Geometry ANY = new Geometry(Map.of());

    boolean batchIsFree() {
        return shapes.values().stream().allMatch(shape -> shape.rank() > 0 && shape.dim(0) < 0);
    }

    /** Returns the shapes for a number of items. */
    Map<String, Shape> withItems(long items) {
        Map<String, Shape> concrete = new LinkedHashMap<>();
        shapes.forEach((name, shape) ->
                concrete.put(name, shape.rank() > 0 && shape.dim(0) < 0 ? shape.with(0, items) : shape));
        return concrete;
    }
}
