package io.github.gradcam4j.benchmarks;

import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import io.github.gradcam4j.onnx.internal.proto.DataType;
import io.github.gradcam4j.onnx.internal.proto.ModelPatch;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.onnx.internal.proto.TensorProto;
import io.github.gradcam4j.onnx.internal.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Writes a network with random weights: the cost of a network does not depend on what it learned, and 100 MB of weights belong
 * in no repository. Batch normalisation is folded, as exporters do it.
 */
final class NetworkWriter {
    static final String INPUT = "input";

    private final List<NodeProto> nodes = new ArrayList<>();
    private final List<TensorProto> weights = new ArrayList<>();
    private final SplittableRandom random;

    NetworkWriter(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Returns the file: input N x 3 x 224 x 224, output 1000 logits. */
    byte[] file(String output) {
        return file(output, 224);
    }

    /** Returns the file: input N x 3 x size x size, -1 for any height and width, output 1000 logits. */
    byte[] file(String output, long size) {
        ModelPatch graph =
                new ModelPatch(nodes, weights, List.of(batches(INPUT, 3, size, size)), List.of(batches(output, 1000)));
        return graph.toModel(8, Map.of("", 17L));
    }

    /** Declares a value whose first dimension is free and has a name, as exporters write it. */
    private static ValueInfoProto batches(String name, long... sizes) {
        List<ValueInfoProto.Dimension> dims = new ArrayList<>(List.of(new ValueInfoProto.Dimension(-1, "N")));
        Arrays.stream(sizes).forEach(size -> dims.add(new ValueInfoProto.Dimension(size, "")));
        return new ValueInfoProto(name, DataType.FLOAT, Optional.of(dims));
    }

    String conv(String name, String x, int in, int out, int kernel, int stride, int groups, double gain) {
        String weight = weight(name + ".weight", gain, out, in / groups, kernel, kernel);
        String bias = weight(name + ".bias", 0.1, out);
        return node(
                name,
                "Conv",
                List.of(x, weight, bias),
                Map.of(
                        "kernel_shape",
                        ints(kernel, kernel),
                        "strides",
                        ints(stride, stride),
                        "group",
                        new AttributeValue.Int(groups),
                        "pads",
                        pads(kernel / 2)));
    }

    String relu(String x) {
        return node(x + ".relu", "Relu", List.of(x), Map.of());
    }

    /** {@code x sigmoid(x)}, in two operators, as exporters write it. */
    String silu(String x) {
        String gate = node(x + ".sigmoid", "Sigmoid", List.of(x), Map.of());
        return node(x + ".silu", "Mul", List.of(x, gate), Map.of());
    }

    /** Global average pooling and a linear layer. */
    String classifier(String x, int channels) {
        x = node("avgpool", "GlobalAveragePool", List.of(x), Map.of());
        x = node("flatten", "Flatten", List.of(x), Map.of());
        return linear("logits", x, channels, 1000);
    }

    /** A linear layer of a matrix. */
    String linear(String name, String x, int in, int out) {
        String weight = weight(name + ".weight", 1, out, in);
        String bias = weight(name + ".bias", 1, out);
        return node(name, "Gemm", List.of(x, weight, bias), Map.of("transB", new AttributeValue.Int(1)));
    }

    String node(String name, String type, List<String> inputs, Map<String, AttributeValue> attributes) {
        nodes.add(new NodeProto(name, "", type, inputs, List.of(name + ":0"), attributes, Map.of()));
        return name + ":0";
    }

    String longs(String name, long... values) {
        weights.add(TensorProto.ofLongs(name, List.of((long) values.length), values));
        return name;
    }

    String number(String name, double value) {
        weights.add(TensorProto.ofFloats(name, List.of(), (float) value));
        return name;
    }

    /** Uniform values with the variance that keeps a ReLU network's activations in range (He et al., arXiv 1502.01852). */
    String weight(String name, double gain, long... dims) {
        int size = Math.toIntExact(Arrays.stream(dims).reduce(1, Math::multiplyExact));
        double bound = gain * Math.sqrt(6.0 * dims[0] / size);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextDouble(-bound, bound);
        }
        weights.add(TensorProto.ofFloats(name, Arrays.stream(dims).boxed().toList(), values));
        return name;
    }

    static AttributeValue ints(long... values) {
        return new AttributeValue.Ints(Arrays.stream(values).boxed().toList());
    }

    static AttributeValue pads(long pad) {
        return ints(pad, pad, pad, pad);
    }
}
