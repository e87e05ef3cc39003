package io.github.gradcam4j.benchmarks;

import java.util.List;
import java.util.Map;

/** Writes an EfficientNet-B0 (Tan and Le, arXiv 1905.11946), with its SiLU and squeeze-and-excitation, with random weights. */
final class EfficientNetB0 {
    /** Expansion, kernel, stride of the first block, channels, blocks. */
    private static final int[][] STAGES = {
        {1, 3, 1, 16, 1},
        {6, 3, 2, 24, 2},
        {6, 5, 2, 40, 2},
        {6, 3, 2, 80, 3},
        {6, 5, 1, 112, 3},
        {6, 5, 2, 192, 4},
        {6, 3, 1, 320, 1}
    };

    private EfficientNetB0() {}

    static byte[] file() {
        return file(224);
    }

    /** Returns the network for pictures of a height and width, or of any if that is -1. */
    static byte[] file(long size) {
        NetworkWriter net = new NetworkWriter(60);
        String x = net.silu(net.conv("stem", NetworkWriter.INPUT, 3, 32, 3, 2, 1, 1));
        int channels = 32;
        for (int stage = 0; stage < STAGES.length; stage++) {
            int[] s = STAGES[stage];
            for (int block = 0; block < s[4]; block++) {
                x = block(net, "blocks." + stage + "." + block, x, channels, s, block == 0 ? s[2] : 1);
                channels = s[3];
            }
        }
        x = net.silu(net.conv("head", x, channels, 1280, 1, 1, 1, 1));
        return net.file(net.classifier(x, 1280), size);
    }

    private static String block(NetworkWriter net, String name, String x, int in, int[] stage, int stride) {
        int wide = in * stage[0];
        int out = stage[3];
        String y = stage[0] == 1 ? x : net.silu(net.conv(name + ".expand", x, in, wide, 1, 1, 1, 1));
        y = net.silu(net.conv(name + ".depthwise", y, wide, wide, stage[1], stride, wide, 1));
        String squeezed = net.node(name + ".squeeze", "GlobalAveragePool", List.of(y), Map.of());
        int narrow = Math.max(1, in / 4);
        String gate = net.silu(net.conv(name + ".reduce", squeezed, wide, narrow, 1, 1, 1, 1));
        gate = net.conv(name + ".excite", gate, narrow, wide, 1, 1, 1, 1);
        gate = net.node(name + ".gate", "Sigmoid", List.of(gate), Map.of());
        y = net.node(name + ".scale", "Mul", List.of(y, gate), Map.of());
        y = net.conv(name + ".project", y, wide, out, 1, 1, 1, 0.7);
        return stride == 1 && in == out ? net.node(name + ".add", "Add", List.of(y, x), Map.of()) : y;
    }
}
