package io.github.gradcam4j.onnx.internal.compile;

import io.github.gradcam4j.onnx.internal.autodiff.ValueTable;
import io.github.gradcam4j.onnx.internal.proto.DataType;
import io.github.gradcam4j.onnx.internal.proto.ModelPatch;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.onnx.internal.proto.TensorProto;
import io.github.gradcam4j.onnx.internal.proto.ValueInfoProto;
import io.github.gradcam4j.onnx.internal.proto.ValueInfoProto.Dimension;
import io.github.gradcam4j.spi.CamKernel.Weighting;
import io.github.gradcam4j.spi.LayerInfo;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** A model whose maps have a formula: its layer is x, its scores are W (x * x), so that the gradient at x is 2 W x. */
final class Squares {
    static final int ITEMS = 3;
    static final int CLASSES = 4;

    final Layout layout;
    final long[] dims;
    final float[] x;
    private final int size;
    private final float[] weights;

    /** Makes a model of a layer of these sizes, without the batch. */
    Squares(Layout layout, long... dims) {
        this.layout = layout;
        this.dims = dims;
        this.size = (int) Arrays.stream(dims).reduce(1, (a, b) -> a * b);
        SplittableRandom random = new SplittableRandom(11);
        this.weights = floats(random, size * CLASSES);
        this.x = floats(random, size * ITEMS);
    }

    private static float[] floats(SplittableRandom random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }

    Shape shape(long items) {
        long[] all = new long[dims.length + 1];
        all[0] = items;
        System.arraycopy(dims, 0, all, 1, dims.length);
        return Shape.of(all);
    }

    byte[] file(long irVersion, long opset) {
        List<Dimension> declared = new ArrayList<>(List.of(new Dimension(-1, "batch")));
        Arrays.stream(dims).forEach(size -> declared.add(new Dimension(size, "")));
        return new ModelPatch(
                        List.of(
                                node("Identity", "layer", "x"),
                                node("Mul", "square", "layer", "layer"),
                                node("Flatten", "flat", "square"),
                                node("MatMul", "scores", "flat", "w")),
                        List.of(TensorProto.ofFloats("w", List.of((long) size, (long) CLASSES), weights)),
                        List.of(new ValueInfoProto("x", DataType.FLOAT, Optional.of(declared))),
                        List.of(ValueInfoProto.tensor("scores", DataType.FLOAT, List.of(-1L, (long) CLASSES))))
                .toModel(irVersion, Map.of("", opset));
    }

    private static NodeProto node(String type, String output, String... inputs) {
        return new NodeProto(output + ".node", "", type, List.of(inputs), List.of(output), Map.of(), Map.of());
    }

    /** Returns what a probe would measure; {@code batch} may be free. */
    ValueTable values(long batch) {
        List<Long> layer = Arrays.stream(shape(batch).dims()).boxed().toList();
        return new ValueTable(Map.of(
                "x", entry(layer),
                "layer", entry(layer),
                "square", entry(layer),
                "flat", entry(List.of(batch, (long) size)),
                "scores", entry(List.of(batch, (long) CLASSES))));
    }

    private static ValueTable.Entry entry(List<Long> shape) {
        return new ValueTable.Entry(DataType.FLOAT, shape, Optional.empty());
    }

    LayerInfo layer() {
        return new LayerInfo(
                LayerRef.of("layer"), List.of(), "Identity", DType.FLOAT32, shape(1), layout, true, Optional.empty());
    }

    /** Returns the signed map of an item and class by the papers' formulas, row-major. */
    double[] map(int item, int target, Weighting weighting) {
        int channels = (int) dims[layout.indexOf(Axis.CHANNEL) - 1];
        int prefix = layout.grid().map(grid -> grid.prefix()).orElse(0);
        int positions = size / channels - prefix;
        double[] means = new double[channels];
        for (int e = 0; e < size; e++) {
            if (position(e) >= prefix) {
                means[channel(e)] += gradient(item, target, e) / positions;
            }
        }
        double[] map = new double[positions];
        for (int e = 0; e < size; e++) {
            if (position(e) >= prefix) {
                double weight = weighting == Weighting.CHANNEL_MEAN ? means[channel(e)] : gradient(item, target, e);
                map[position(e) - prefix] += weight * x[item * size + e];
            }
        }
        return map;
    }

    private double gradient(int item, int target, int element) {
        return 2.0 * weights[element * CLASSES + target] * x[item * size + element];
    }

    private int channel(int element) {
        return coordinate(element, layout.indexOf(Axis.CHANNEL));
    }

    private int position(int element) {
        int position = 0;
        for (int axis : layout.positions()) {
            position = position * (int) dims[axis - 1] + coordinate(element, axis);
        }
        return position;
    }

    private int coordinate(int element, int axis) {
        int stride = 1;
        for (int i = axis; i < dims.length; i++) {
            stride *= (int) dims[i];
        }
        return element / stride % (int) dims[axis - 1];
    }

    /** Returns the classes of an item by falling score. */
    long[] ranking(int item) {
        double[] scores = new double[CLASSES];
        for (int e = 0; e < size; e++) {
            for (int k = 0; k < CLASSES; k++) {
                scores[k] += gradient(item, k, e) * x[item * size + e] / 2;
            }
        }
        return java.util.stream.IntStream.range(0, CLASSES)
                .boxed()
                .sorted((a, b) -> Double.compare(scores[b], scores[a]))
                .mapToLong(Integer::longValue)
                .toArray();
    }
}
