package io.github.gradcam4j.formatters.internal;

import io.github.gradcam4j.ClassScore;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.Heatmap;
import io.github.gradcam4j.Provenance;
import io.github.gradcam4j.Status;
import io.github.gradcam4j.TargetExplanation;
import io.github.gradcam4j.input.Arrays;
import io.github.gradcam4j.input.Input;
import io.github.gradcam4j.input.Picture;
import io.github.gradcam4j.input.PictureGeometry;
import io.github.gradcam4j.input.Source;
import io.github.gradcam4j.spi.Activation;
import io.github.gradcam4j.spi.LayerInfo;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.ScoreInfo;
import io.github.gradcam4j.spi.ScoreKind;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Builds explanations by hand. */
public final class Sample {
    private Input input = Arrays.of("tensor", Tensor.of(new float[1], 1));
    private Shape inputShape = Shape.of(1, 3, 224, 224);
    private Optional<PictureGeometry> geometry = Optional.empty();
    private boolean relu = true;
    private int item;
    private int items = 1;
    private String label = "Egyptian cat";
    private Status status = Status.OK;
    private List<String> warnings = List.of();
    private List<Heatmap> maps;

    private Sample(Heatmap... maps) {
        this.maps = List.of(maps);
    }

    public static Sample of(Heatmap... maps) {
        return new Sample(maps);
    }

    /** A map of zeros but for one cell. */
    public static Heatmap hot(int rows, int columns, int row, int column, float value) {
        float[] values = new float[rows * columns];
        values[row * columns + column] = value;
        return new Heatmap(Shape.of(rows, columns), values);
    }

    public static Picture plain(int width, int height, int argb) {
        int[] pixels = new int[width * height];
        java.util.Arrays.fill(pixels, argb);
        return new Picture(Source.named("plain.png"), width, height, pixels);
    }

    public Sample over(Picture picture, PictureGeometry way) {
        input = picture;
        geometry = Optional.of(way);
        return this;
    }

    public Sample signed() {
        relu = false;
        return this;
    }

    public Sample item(int which, int of) {
        item = which;
        items = of;
        return this;
    }

    public Sample input(Input other, Shape shape) {
        input = other;
        inputShape = shape;
        return this;
    }

    public Sample label(String text) {
        label = text;
        return this;
    }

    public Sample status(Status other, String warning) {
        status = other;
        warnings = List.of(warning);
        return this;
    }

    public Explanation build() {
        List<TargetExplanation> targets = java.util.stream.IntStream.range(0, maps.size())
                .mapToObj(i -> new TargetExplanation(
                        "class:" + (285 + i),
                        OptionalInt.of(285 + i),
                        Optional.of(label),
                        10.625 - i,
                        OptionalDouble.of(0.75),
                        status,
                        maps.get(i)))
                .toList();
        LayerInfo layer = new LayerInfo(
                LayerRef.of("/head/act"),
                List.of(),
                "Clip",
                DType.FLOAT32,
                Shape.of(1, 1280, maps.get(0).height(), maps.get(0).width()),
                Layout.NCHW,
                true,
                Optional.empty());
        Provenance provenance = new Provenance(
                "0.1.0",
                "net.onnx",
                Optional.of("ab".repeat(32)),
                "onnx",
                "1.29.0",
                "cpu",
                "cpu",
                "grad-cam",
                relu,
                false,
                new ScoreInfo("logits", ScoreKind.LOGITS, Activation.SOFTMAX, false, Shape.of(1, 1000)),
                "letterbox, bilinear, RGB",
                new Provenance.Timing(1.5, 20.25, 0.125));
        List<ClassScore> ranking = List.of(
                new ClassScore(285, Optional.of(label), 10.625, OptionalDouble.of(0.75)),
                new ClassScore(281, Optional.of("tabby"), 8.5, OptionalDouble.of(0.09375)));
        return new Explanation(
                input,
                item,
                items,
                inputShape,
                layer,
                targets,
                ranking,
                geometry,
                Optional.empty(),
                warnings,
                provenance,
                Optional.empty());
    }
}
