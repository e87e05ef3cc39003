package io.github.gradcam4j.benchmarks;

import java.util.List;
import java.util.Map;

/** Writes a ResNet-50 (He et al., arXiv 1512.03385; stride in the 3 x 3) with random weights. */
final class ResNet50 {
    private static final int[] BLOCKS = {3, 4, 6, 3};

    private ResNet50() {}

    static byte[] file() {
        NetworkWriter net = new NetworkWriter(50);
        String x = net.relu(net.conv("conv1", NetworkWriter.INPUT, 3, 64, 7, 2, 1, 1));
        x = net.node(
                "maxpool",
                "MaxPool",
                List.of(x),
                Map.of(
                        "kernel_shape",
                        NetworkWriter.ints(3, 3),
                        "strides",
                        NetworkWriter.ints(2, 2),
                        "pads",
                        NetworkWriter.pads(1)));
        int channels = 64;
        for (int stage = 0; stage < BLOCKS.length; stage++) {
            int width = 64 << stage;
            for (int block = 0; block < BLOCKS[stage]; block++) {
                int stride = block == 0 && stage > 0 ? 2 : 1;
                String name = "layer" + (stage + 1) + "." + block;
                String y = net.relu(net.conv(name + ".conv1", x, channels, width, 1, 1, 1, 1));
                y = net.relu(net.conv(name + ".conv2", y, width, width, 3, stride, 1, 1));
                // A small last gain keeps the sums of 16 residual blocks in range.
                y = net.conv(name + ".conv3", y, width, 4 * width, 1, 1, 1, 0.2);
                String skip = block == 0 ? net.conv(name + ".downsample", x, channels, 4 * width, 1, stride, 1, 1) : x;
                x = net.relu(net.node(name + ".add", "Add", List.of(y, skip), Map.of()));
                channels = 4 * width;
            }
        }
        return net.file(net.classifier(x, channels));
    }
}
