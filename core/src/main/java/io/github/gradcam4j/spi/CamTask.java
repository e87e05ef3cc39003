package io.github.gradcam4j.spi;

import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Describes a weighted sum over strided arrays, without copies.
 *
 * @param activations N x layer, read-only
 * @param activationsAt where the activation of an item, channel and position lies
 * @param gradients K x N x layer, read-only
 * @param gradientsAt where the first target's gradient of an item, channel and position lies; its position stride is 0
 *     where a channel's gradient is the same in every position
 * @param targetStride elements between targets in the gradients
 * @param targets K
 * @param items N
 * @param channels the number of channels
 * @param positions the number of positions of a map
 * @param weighting how a gradient weights an activation
 * @param negate whether gradients are negated
 * @param relu whether negative sums become 0
 */
public record CamTask(
        FloatBuffer activations,
        Strides activationsAt,
        FloatBuffer gradients,
        Strides gradientsAt,
        int targetStride,
        int targets,
        int items,
        int channels,
        int positions,
        CamKernel.Weighting weighting,
        boolean negate,
        boolean relu) {

    /**
     * Says where element (n, c, p) of an array lies: at {@code offset + n * item + c * channel + p * position}.
     *
     * @param offset where the first element lies: behind prefix tokens
     * @param item elements between items
     * @param channel elements between channels
     * @param position elements between positions
     */
    public record Strides(int offset, int item, int channel, int position) {}

    /**
     * Describes the sum for a layer.
     *
     * @param activations float32 of the layer's shape; its layout names batch, channel and position axes
     * @param gradients float32 of shape K x (the layer's shape); {@linkplain Tensor#repeated Repeated} elements are not
     *     made where a whole channel has one gradient
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
        int batch = layout.indexOf(Axis.BATCH);
        if (!layout.hasMaps()) {
            throw new IllegalArgumentException("a layer with layout " + layout + " and shape " + shape
                    + " has no map: one axis of items, one of channels and adjacent position axes are needed, rows before"
                    + " columns");
        }
        Tensor stored = inEveryPosition(gradients, positions) ? gradients.stored() : gradients;
        return new CamTask(
                activations.floats(),
                strides(shape, 0, layout, positions, false),
                stored.floats(),
                strides(stored.shape(), 1, layout, positions, stored != gradients),
                stride(stored.shape(), 0),
                (int) full.dim(0),
                (int) shape.dim(batch),
                (int) shape.dim(channel),
                Math.toIntExact(mapShape(shape, layout).size()),
                weighting,
                negate,
                relu);
    }

    /** Tells whether gradients are in memory once for all positions, and completely otherwise. */
    private static boolean inEveryPosition(Tensor gradients, List<Integer> positions) {
        Shape stored = gradients.stored().shape();
        for (int axis = 0; axis < stored.rank(); axis++) {
            boolean once = stored.dim(axis) == 1;
            if (positions.contains(axis - 1)
                    ? !once
                    : stored.dim(axis) != gradients.shape().dim(axis)) {
                return false;
            }
        }
        return true;
    }

    private static Strides strides(Shape shape, int first, Layout layout, List<Integer> positions, boolean once) {
        int position = once ? 0 : stride(shape, first + positions.get(positions.size() - 1));
        int prefix = layout.grid().map(grid -> grid.prefix()).orElse(0);
        return new Strides(
                prefix * position,
                stride(shape, first + layout.indexOf(Axis.BATCH)),
                stride(shape, first + layout.indexOf(Axis.CHANNEL)),
                position);
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
        List<Integer> positions = layout.positions();
        long[] dims = new long[positions.size()];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = shape.dim(positions.get(i));
        }
        return Shape.of(dims);
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
