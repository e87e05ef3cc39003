package io.github.gradcam4j.spi;

import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Describes a weighted sum over strided arrays, without copies: element (n, c, p) of the activations lies at
 * {@code offset + n * itemStride + c * channelStride + p * positionStride}, and the gradient of target k at the same place
 * plus {@code k * targetStride}.
 *
 * @param activations N x layer, read-only
 * @param gradients K x N x layer, read-only
 * @param targets K
 * @param items N
 * @param channels the number of channels
 * @param positions the number of positions of a map
 * @param offset where the first element lies: behind prefix tokens
 * @param targetStride elements between targets in the gradients
 * @param itemStride elements between items
 * @param channelStride elements between channels
 * @param positionStride elements between positions
 * @param weighting how a gradient weights an activation
 * @param negate whether gradients are negated
 * @param relu whether negative sums become 0
 */
public record CamTask(
        FloatBuffer activations,
        FloatBuffer gradients,
        int targets,
        int items,
        int channels,
        int positions,
        int offset,
        int targetStride,
        int itemStride,
        int channelStride,
        int positionStride,
        CamKernel.Weighting weighting,
        boolean negate,
        boolean relu) {

    /**
     * Describes the sum for a layer.
     *
     * @param activations float32 of the layer's shape; its layout names batch, channel and position axes
     * @param gradients float32 of shape K x (the layer's shape)
     * @param weighting how a gradient weights an activation
     * @param negate whether gradients are negated
     * @param relu whether negative sums become 0
     * @return the task
     * @throws IllegalArgumentException if the shapes differ, or the layout has no channels or no positions side by side
     */
    public static CamTask of(
            Tensor activations, Tensor gradients, CamKernel.Weighting weighting, boolean negate, boolean relu) {
        Shape shape = activations.shape();
        Layout layout = activations.layout();
        Shape full = gradients.shape();
        if (full.rank() != shape.rank() + 1 || !tail(full).equals(shape)) {
            throw new IllegalArgumentException(
                    "gradients of shape " + full + " do not belong to activations of shape " + shape);
        }
        int channel = layout.indexOf(Axis.CHANNEL);
        List<Integer> positions = layout.positions();
        if (layout.indexOf(Axis.BATCH) != 0
                || channel < 0
                || positions.isEmpty()
                || positions.size() != shape.rank() - 2
                || positions.get(positions.size() - 1) - positions.get(0) != positions.size() - 1) {
            throw new IllegalArgumentException("a layer with layout " + layout + " and shape " + shape
                    + " has no map: batch first, one channel axis and adjacent position axes are needed");
        }
        int last = positions.get(positions.size() - 1);
        int positionStride = stride(shape, last);
        int prefix = layout.grid().map(grid -> grid.prefix()).orElse(0);
        return new CamTask(
                activations.floats(),
                gradients.floats(),
                (int) full.dim(0),
                (int) shape.dim(0),
                (int) shape.dim(channel),
                Math.toIntExact(mapShape(shape, layout).size()),
                prefix * positionStride,
                Math.toIntExact(shape.size()),
                stride(shape, 0),
                stride(shape, channel),
                positionStride,
                weighting,
                negate,
                relu);
    }

    /**
     * Returns the shape of a layer's map.
     *
     * @param shape the layer's shape
     * @param layout its layout
     * @return the dimensions of the position axes; rows and columns of the grid for tokens
     * @throws IllegalArgumentException if a token grid does not fit the number of tokens
     */
    public static Shape mapShape(Shape shape, Layout layout) {
        if (layout.grid().isPresent()) {
            var grid = layout.grid().get();
            long tokens = shape.dim(layout.indexOf(Axis.TOKEN));
            if (grid.prefix() + (long) grid.height() * grid.width() != tokens) {
                throw new IllegalArgumentException(grid + " does not cover " + tokens + " tokens");
            }
            return Shape.of(grid.height(), grid.width());
        }
        return Shape.of(layout.positions().stream().mapToLong(shape::dim).toArray());
    }

    private static Shape tail(Shape shape) {
        return Shape.of(java.util.Arrays.copyOfRange(shape.dims(), 1, shape.rank()));
    }

    private static int stride(Shape shape, int axis) {
        long stride = 1;
        for (int i = axis + 1; i < shape.rank(); i++) {
            stride *= shape.dim(i);
        }
        return Math.toIntExact(stride);
    }
}
