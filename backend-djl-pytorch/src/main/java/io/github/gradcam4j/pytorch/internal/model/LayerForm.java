package io.github.gradcam4j.pytorch.internal.model;

import io.github.gradcam4j.spi.CamKernel;
import io.github.gradcam4j.spi.LayerInfo;
import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Tensor;
import io.github.gradcam4j.tensor.TokenGrid;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Tells the program's own sum of a map what the axes of a layer are. */
final class LayerForm {
    private LayerForm() {}

    /**
     * Returns int64 numbers, with axes counted behind one for the targets: 1 if a gradient weights its own element, 0 if the
     * mean of its channel does; the axis of channels; that of items; that of tokens, how many to leave out, and how many to
     * take, or -1, 0 and 0; the axes of positions.
     */
    static Tensor of(LayerInfo layer, CamKernel.Weighting weighting) {
        Layout layout = layer.layout();
        Optional<TokenGrid> grid = layout.grid();
        List<Integer> positions = layout.positions();
        long[] numbers = LongStream.concat(
                        LongStream.of(
                                weighting == CamKernel.Weighting.ELEMENTWISE ? 1 : 0,
                                layout.indexOf(Axis.CHANNEL) + 1,
                                layout.indexOf(Axis.BATCH) + 1,
                                grid.isPresent() ? layout.indexOf(Axis.TOKEN) + 1 : -1,
                                grid.map(TokenGrid::prefix).orElse(0),
                                grid.map(tokens -> tokens.height() * tokens.width())
                                        .orElse(0)),
                        positions.stream().mapToLong(axis -> axis + 1))
                .toArray();
        return Tensor.of(numbers, numbers.length);
    }
}
