package io.github.gradcam4j.tensorflow.internal.autodiff;

import static io.github.gradcam4j.tensorflow.internal.autodiff.OperatorCase.of;

import java.util.ArrayList;
import java.util.List;

/** Operators on pictures, and normalisation. */
final class ImageCases {
    private ImageCases() {}

    static List<OperatorCase> all() {
        List<OperatorCase> all = new ArrayList<>();
        for (List<Integer> size : List.of(List.of(7, 9), List.of(2, 3), List.of(4, 8), List.of(1, 5))) {
            for (String operator : List.of("ResizeBilinear", "ResizeNearestNeighbor", "ResizeBicubic", "ResizeArea")) {
                all.add(resize(operator, size));
                all.add(resize(operator, size).with("align_corners", true));
                if (!operator.equals("ResizeArea")) {
                    all.add(resize(operator, size).with("half_pixel_centers", true));
                }
            }
        }
        for (String kernel : List.of("lanczos3", "triangle", "keyscubic", "gaussian", "box")) {
            for (boolean smooth : List.of(false, true)) {
                all.add(of("ScaleAndTranslate")
                        .real(2, 5, 6, 2)
                        .whole(3, 8)
                        .constant(0.6, 1.3)
                        .constant(0.2, -0.3)
                        .with("kernel_type", kernel)
                        .with("antialias", smooth)
                        .single());
            }
        }
        for (String method : List.of("bilinear", "nearest")) {
            all.add(of("CropAndResize")
                    .real(2, 5, 6, 3)
                    .fixedBetween(3, 4)
                    .whole(1, 0, 1)
                    .whole(3, 4)
                    .with("method", method)
                    .single());
        }
        all.add(of("AdjustContrastv2").real(2, 4, 5, 3).real().single());
        all.add(of("HSVToRGB").between(0.05, 0.95, 3, 4, 3));
        all.addAll(norms());
        return all;
    }

    private static OperatorCase resize(String operator, List<Integer> size) {
        return of(operator).real(2, 4, 5, 3).whole(size.toArray(Integer[]::new)).single();
    }

    private static List<OperatorCase> norms() {
        List<OperatorCase> all = new ArrayList<>(List.of(
                of("LRN").real(2, 3, 2, 7).single(),
                of("LRN")
                        .real(2, 3, 2, 7)
                        .with("depth_radius", 2)
                        .with("bias", 2f)
                        .with("alpha", 0.3f)
                        .with("beta", 0.7f)
                        .single(),
                of("BiasAdd").real(2, 3, 4).real(4),
                of("BiasAdd").real(2, 3, 4, 2).real(3).with("data_format", "NCHW"),
                of("BiasAddV1").real(2, 3, 4).real(4)));
        for (String version : List.of("", "V2", "V3")) {
            String operator = "FusedBatchNorm" + version;
            all.add(of(operator)
                    .real(2, 3, 2, 4)
                    .between(0.5, 2, 4)
                    .real(4)
                    .real(4)
                    .between(0.5, 2, 4)
                    .with("is_training", false)
                    .with("epsilon", 0.1f)
                    .only(0)
                    .single());
            all.add(of(operator)
                    .real(2, 3, 2, 4)
                    .between(0.5, 2, 4)
                    .real(4)
                    .constant()
                    .constant()
                    .with("is_training", true)
                    .with("epsilon", 0.1f)
                    .only(0)
                    .single());
        }
        return all;
    }
}
