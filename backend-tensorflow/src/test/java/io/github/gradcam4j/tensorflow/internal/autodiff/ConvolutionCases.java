package io.github.gradcam4j.tensorflow.internal.autodiff;

import static io.github.gradcam4j.tensorflow.internal.autodiff.OperatorCase.of;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.proto.AttrValue;

/** Convolutions. */
final class ConvolutionCases {
    private ConvolutionCases() {}

    static List<OperatorCase> all() {
        List<OperatorCase> all = new ArrayList<>();
        for (String padding : List.of("SAME", "VALID")) {
            all.add(planes(of("Conv2D").real(2, 5, 6, 3).real(3, 2, 3, 4), padding, 1, 1, 1, 1));
            all.add(planes(of("Conv2D").real(2, 7, 6, 3).real(3, 3, 3, 4), padding, 2, 3, 1, 1));
            all.add(planes(of("Conv2D").real(2, 7, 8, 2).fixed(3, 2, 2, 3), padding, 1, 1, 2, 3));
            all.add(planes(of("Conv2D").real(1, 7, 8, 2).fixed(3, 2, 2, 3), padding, 2, 2, 2, 1));
            all.add(planes(of("Conv2D").real(2, 5, 6, 4).fixed(3, 2, 2, 6), padding, 1, 1, 1, 1));
            all.add(planes(of("Conv2D").real(2, 7, 6, 6).fixed(3, 3, 2, 3), padding, 2, 3, 1, 1));
            all.add(planes(of("Conv2D").real(2, 7, 8, 4).fixed(2, 2, 1, 8), padding, 1, 1, 3, 2));
            all.add(planes(of("DepthwiseConv2dNative").real(2, 5, 6, 3).real(3, 2, 3, 2), padding, 1, 1, 1, 1));
            all.add(planes(of("DepthwiseConv2dNative").real(2, 7, 6, 3).real(3, 3, 3, 1), padding, 2, 2, 1, 1));
            all.add(planes(
                    of("Conv2DBackpropInput")
                            .whole(2, 5, 6, 3)
                            .real(3, 2, 3, 4)
                            .real(2, padding.equals("SAME") ? 5 : 3, padding.equals("SAME") ? 6 : 5, 4),
                    padding,
                    1,
                    1,
                    1,
                    1));
            all.add(planes(
                    of("Conv2DBackpropInput").whole(2, 7, 6, 3).real(3, 3, 3, 4).real(2, 3, 2, 4),
                    padding,
                    padding.equals("SAME") ? 3 : 2,
                    3,
                    1,
                    1));
            all.add(volumes(of("Conv3D").real(2, 3, 4, 5, 2).real(2, 3, 2, 2, 3), padding, 1, 1, 1));
            all.add(volumes(of("Conv3D").real(1, 4, 5, 6, 2).real(2, 3, 2, 2, 3), padding, 2, 3, 1));
            all.add(volumes(
                    of("Conv3DBackpropInputV2")
                            .whole(1, 4, 6, 5, 2)
                            .real(2, 3, 2, 2, 3)
                            .real(1, 2, 2, padding.equals("SAME") ? 5 : 4, 3),
                    padding,
                    2,
                    3,
                    1));
            all.add(of("Dilation2D")
                    .real(2, 5, 6, 3)
                    .real(2, 3, 3)
                    .with("padding", padding)
                    .with("strides", List.of(1L, 2L, 1L, 1L))
                    .with("rates", List.of(1L, 1L, 2L, 1L)));
            all.addAll(pools(padding));
            all.addAll(patches(padding));
        }
        all.add(explicit(planes(of("Conv2D").real(2, 5, 6, 3).real(3, 2, 3, 4), "EXPLICIT", 1, 1, 1, 1), 1, 0, 2, 1));
        all.add(explicit(planes(of("Conv2D").real(2, 5, 6, 3).real(3, 2, 3, 4), "EXPLICIT", 2, 3, 1, 1), 1, 0, 2, 1));
        all.add(explicit(planes(of("Conv2D").real(2, 5, 6, 3).fixed(3, 2, 3, 4), "EXPLICIT", 1, 2, 2, 1), 4, 5, 2, 3));
        all.add(explicit(planes(of("Conv2D").real(2, 5, 6, 4).fixed(3, 2, 2, 4), "EXPLICIT", 2, 2, 1, 1), 1, 5, 4, 1));
        all.add(explicit(
                planes(of("DepthwiseConv2dNative").real(2, 5, 6, 3).real(3, 2, 3, 2), "EXPLICIT", 2, 2, 1, 1),
                1,
                0,
                2,
                1));
        all.add(explicit(
                        of("MaxPool")
                                .real(2, 5, 6, 3)
                                .with("ksize", List.of(1L, 3L, 2L, 1L))
                                .with("strides", List.of(1L, 2L, 1L, 1L))
                                .with("padding", "EXPLICIT"),
                        1,
                        0,
                        1,
                        1)
                .single());
        for (boolean overlapping : List.of(false, true)) {
            for (String kind : List.of("Avg", "Max")) {
                all.add(of("Fractional" + kind + "Pool")
                        .real(2, 7, 8, 2)
                        .with("overlapping", overlapping)
                        .with("deterministic", true)
                        .with("seed", 3)
                        .with("seed2", 4)
                        .with("pooling_ratio", ratios(1, 1.5f, 1.4f, 1)));
            }
        }
        return all;
    }

    private static AttrValue ratios(float... ratios) {
        AttrValue.ListValue.Builder list = AttrValue.ListValue.newBuilder();
        for (float ratio : ratios) {
            list.addF(ratio);
        }
        return AttrValue.newBuilder().setList(list).build();
    }

    private static OperatorCase volumes(OperatorCase one, String padding, long depth, long height, long width) {
        return one.with("strides", List.of(1L, depth, height, width, 1L)).with("padding", padding);
    }

    private static List<OperatorCase> pools(String padding) {
        List<Long> window = List.of(1L, 3L, 2L, 1L);
        List<Long> strides = List.of(1L, 2L, 1L, 1L);
        List<Long> volume = List.of(1L, 2L, 3L, 2L, 1L);
        List<Long> apart = List.of(1L, 1L, 2L, 2L, 1L);
        return List.of(
                of("AvgPool")
                        .real(2, 5, 6, 3)
                        .with("ksize", window)
                        .with("strides", strides)
                        .with("padding", padding),
                of("MaxPool")
                        .real(2, 5, 6, 3)
                        .with("ksize", window)
                        .with("strides", strides)
                        .with("padding", padding),
                of("AvgPool3D")
                        .real(2, 3, 4, 5, 2)
                        .with("ksize", volume)
                        .with("strides", apart)
                        .with("padding", padding)
                        .single(),
                of("MaxPool3D")
                        .real(2, 3, 4, 5, 2)
                        .with("ksize", volume)
                        .with("strides", apart)
                        .with("padding", padding)
                        .single(),
                of("MaxPoolV2")
                        .real(2, 5, 6, 3)
                        .whole(1, 3, 2, 1)
                        .whole(1, 2, 1, 1)
                        .with("padding", padding),
                of("MaxPoolWithArgmax")
                        .real(2, 5, 6, 3)
                        .with("ksize", window)
                        .with("strides", strides)
                        .with("padding", padding),
                of("MaxPoolWithArgmax")
                        .real(2, 5, 6, 3)
                        .with("ksize", window)
                        .with("strides", strides)
                        .with("padding", padding)
                        .with("include_batch_in_index", true));
    }

    private static List<OperatorCase> patches(String padding) {
        return List.of(
                of("ExtractImagePatches")
                        .real(2, 5, 6, 3)
                        .with("ksizes", List.of(1L, 2L, 3L, 1L))
                        .with("strides", List.of(1L, 2L, 1L, 1L))
                        .with("rates", List.of(1L, 2L, 1L, 1L))
                        .with("padding", padding),
                of("ExtractVolumePatches")
                        .real(2, 3, 4, 5, 2)
                        .with("ksizes", List.of(1L, 2L, 3L, 2L, 1L))
                        .with("strides", List.of(1L, 1L, 2L, 2L, 1L))
                        .with("padding", padding));
    }

    private static OperatorCase planes(
            OperatorCase one, String padding, long height, long width, long tall, long wide) {
        return one.with("strides", List.of(1L, height, width, 1L))
                .with("padding", padding)
                .with("dilations", List.of(1L, tall, wide, 1L));
    }

    private static OperatorCase explicit(OperatorCase one, long top, long bottom, long left, long right) {
        return one.with("explicit_paddings", List.of(0L, 0L, top, bottom, left, right, 0L, 0L));
    }
}
