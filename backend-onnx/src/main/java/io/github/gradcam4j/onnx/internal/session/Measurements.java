package io.github.gradcam4j.onnx.internal.session;

import io.github.gradcam4j.onnx.internal.autodiff.ValueTable;
import io.github.gradcam4j.spi.LayerInfo;
import io.github.gradcam4j.spi.ModelSignature;
import io.github.gradcam4j.spi.ScoreInfo;
import io.github.gradcam4j.spi.ScoreKind;
import io.github.gradcam4j.spi.TensorSpec;
import io.github.gradcam4j.tensor.Shape;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known about one geometry of the inputs. The first batch size is measured alone, which is all that a single picture
 * needs; the second one makes the batch dimension free, and serves every further size but that of one item, for which there
 * are faster graphs.
 */
final class Measurements {
    private final Probe probe;
    private final Geometry geometry;
    private final long firstItems;
    private final Measured first;
    private @Nullable Measured one;
    private @Nullable Measured free;
    private @Nullable ValueTable other;
    private long otherItems;

    Measurements(Probe probe, ModelSignature signature, String output, Geometry geometry, long items) {
        this.geometry = geometry;
        this.firstItems = items;
        this.probe = probe;
        List<String> inputs = signature.inputs().stream().map(TensorSpec::name).toList();
        this.first = Measured.of(probe.sessions(), probe.measure(geometry.withItems(items)), output, inputs);
    }

    /** Returns what gradients for a number of items are built from. */
    synchronized Measured forItems(long items) {
        if (items == firstItems || !geometry.batchIsFree()) {
            return first;
        }
        if (items == 1) {
            one = one == null ? first.remeasured(probe.measure(geometry.withItems(1))) : one;
            return one;
        }
        return free(items);
    }

    /** Returns what is known for any number of items, measured with some that are not the first ones. */
    synchronized Measured free(long items) {
        if (free == null) {
            otherItems = items == firstItems ? items + 1 : items;
            other = probe.measure(geometry.withItems(otherItems));
            free = first.merge(other);
        }
        return free;
    }

    /** Tells whether a number of items is served by what was measured for any. */
    boolean isFree(long items) {
        return items != firstItems && items != 1 && geometry.batchIsFree();
    }

    /** Returns the layers with the shapes that they have for a number of items. */
    List<LayerInfo> layers(long items) {
        if (!isFree(items)) {
            return forItems(items).layers();
        }
        return first.layers().stream()
                .map(layer -> layer.withShape(shape(layer.ref().name(), layer.shape(), items)))
                .toList();
    }

    /** Returns the tensor that questions are asked about, with its shape for a number of items. */
    ScoreInfo score(ScoreKind kind, long items) {
        if (!isFree(items)) {
            return forItems(items).score(kind);
        }
        ScoreInfo info = first.score(kind);
        Shape shape = shape(info.tensor(), info.shape(), items);
        return new ScoreInfo(info.tensor(), info.kind(), info.activation(), info.probabilities(), shape);
    }

    /** Sizes that follow the batch do so in proportion: a line through two measurements gives the others. */
    private synchronized Shape shape(String value, Shape measured, long items) {
        free(items);
        Optional<Shape> second =
                Optional.ofNullable(other).flatMap(table -> table.find(value)).map(Probe::shape);
        Shape shape = measured;
        for (int axis = 0; second.isPresent() && axis < shape.rank(); axis++) {
            long slope = second.get().dim(axis) - measured.dim(axis);
            long size = measured.dim(axis) + slope * (items - firstItems) / (otherItems - firstItems);
            shape = shape.with(axis, size);
        }
        return shape;
    }
}
