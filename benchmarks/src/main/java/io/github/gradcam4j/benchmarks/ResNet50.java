package io.github.gradcam4j.benchmarks;

import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import io.github.gradcam4j.onnx.internal.proto.DataType;
import io.github.gradcam4j.onnx.internal.proto.ModelPatch;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.onnx.internal.proto.TensorProto;
import io.github.gradcam4j.onnx.internal.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Writes a ResNet-50 with random weights (He et al., arXiv 1512.03385; batch normalisation folded, stride in the 3 x 3): the
 * cost of a network does not depend on what it learned, and 100 MB of weights belong in no repository.
 */
final class ResNet50 {
    static final String INPUT = "input";

    private static final int[] BLOCKS = {3, 4, 6, 3};

    private final List<NodeProto> nodes = new ArrayList<>();
    private final List<TensorProto> weights = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(50);

    private ResNet50() {}

    /** Returns the file: input N x 3 x 224 x 224, output 1000 logits. */
    static byte[] file() {
        ResNet50 net = new ResNet50();
        String output = net.build();
        ModelPatch graph = new ModelPatch(
                net.nodes,
                net.weights,
                List.of(ValueInfoProto.tensor(INPUT, DataType.FLOAT, List.of(-1L, 3L, 224L, 224L))),
                List.of(ValueInfoProto.tensor(output, DataType.FLOAT, List.of(-1L, 1000L))));
        return graph.toModel(8, Map.of("", 17L));
    }

    private String build() {
        String x = relu(conv("conv1", INPUT, 3, 64, 7, 2, 1));
        x = node(
                "maxpool",
                "MaxPool",
                List.of(x),
                Map.of("kernel_shape", ints(3, 3), "strides", ints(2, 2), "pads", pads(1)));
        int channels = 64;
        for (int stage = 0; stage < BLOCKS.length; stage++) {
            int width = 64 << stage;
            for (int block = 0; block < BLOCKS[stage]; block++) {
                int stride = block == 0 && stage > 0 ? 2 : 1;
                String name = "layer" + (stage + 1) + "." + block;
                String y = relu(conv(name + ".conv1", x, channels, width, 1, 1, 1));
                y = relu(conv(name + ".conv2", y, width, width, 3, stride, 1));
                // A small last gain keeps the sums of 16 residual blocks in range.
                y = conv(name + ".conv3", y, width, 4 * width, 1, 1, 0.2);
                String skip = block == 0 ? conv(name + ".downsample", x, channels, 4 * width, 1, stride, 1) : x;
                x = relu(node(name + ".add", "Add", List.of(y, skip), Map.of()));
                channels = 4 * width;
            }
        }
        x = node("avgpool", "GlobalAveragePool", List.of(x), Map.of());
        x = node("flatten", "Flatten", List.of(x), Map.of());
        String weight = weight("fc.weight", 1, 1000, channels);
        String bias = weight("fc.bias", 1, 1000);
        return node("logits", "Gemm", List.of(x, weight, bias), Map.of("transB", new AttributeValue.Int(1)));
    }

    private String conv(String name, String x, int in, int out, int kernel, int stride, double gain) {
        String weight = weight(name + ".weight", gain, out, in, kernel, kernel);
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
                        "pads",
                        pads(kernel / 2)));
    }

    private String relu(String x) {
        return node(x + ".relu", "Relu", List.of(x), Map.of());
    }

    private String node(String name, String type, List<String> inputs, Map<String, AttributeValue> attributes) {
        nodes.add(new NodeProto(name, "", type, inputs, List.of(name + ":0"), attributes, Map.of()));
        return name + ":0";
    }

    /** Uniform values with the variance that keeps a ReLU network's activations in range (He et al., arXiv 1502.01852). */
    private String weight(String name, double gain, long... dims) {
        int size = 1;
        for (long dim : dims) {
            size = Math.multiplyExact(size, Math.toIntExact(dim));
        }
        double bound = gain * Math.sqrt(6.0 * dims[0] / size);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextDouble(-bound, bound);
        }
        weights.add(
                TensorProto.ofFloats(name, java.util.Arrays.stream(dims).boxed().toList(), values));
        return name;
    }

    private static AttributeValue ints(long... values) {
        return new AttributeValue.Ints(java.util.Arrays.stream(values).boxed().toList());
    }

    private static AttributeValue pads(long pad) {
        return ints(pad, pad, pad, pad);
    }
}
