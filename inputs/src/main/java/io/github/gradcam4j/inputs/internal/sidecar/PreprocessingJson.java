package io.github.gradcam4j.inputs.internal.sidecar;

import io.github.gradcam4j.input.PicturePreprocessing;
import io.github.gradcam4j.input.PicturePreprocessing.ChannelOrder;
import io.github.gradcam4j.input.PicturePreprocessing.Filter;
import io.github.gradcam4j.input.PicturePreprocessing.Resize;
import io.github.gradcam4j.tensor.Shape;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The object {@code preprocessing} of a sidecar.
 *
 * @param preprocessing how pixels become numbers
 * @param size rows and columns of the network's picture, where it is stated
 */
public record PreprocessingJson(PicturePreprocessing preprocessing, Optional<Shape> size) {
    static final Set<String> FIELDS = new TreeSet<>(
            Set.of("resize", "cropFraction", "size", "filter", "channelOrder", "scale", "mean", "std", "fill"));
    static final int LARGEST_EDGE = 1 << 16;

    /** Parses a file that holds nothing but such an object. */
    public static PreprocessingJson parse(byte[] json) {
        return of(JsonTree.parse(json), "");
    }

    /** Reads an object, or the name of a common preprocessing. */
    static PreprocessingJson of(Object value, String path) {
        if (value instanceof String name) {
            return new PreprocessingJson(PicturePreprocessing.named(name), Optional.empty());
        }
        JsonObject json = JsonObject.of(value, path, FIELDS);
        Resize resize = json.require("resize", json.choice("resize", Resize.values()));
        if (resize != Resize.CROP && json.has("cropFraction")) {
            throw JsonObject.wrong(
                    json.path("cropFraction"),
                    json.value("cropFraction").orElseThrow(),
                    "left out unless 'resize' is 'crop'");
        }
        PicturePreprocessing preprocessing = new PicturePreprocessing(
                resize,
                json.number("cropFraction").orElse(1.0),
                json.choice("filter", Filter.values()).orElse(Filter.BILINEAR),
                json.require("channelOrder", json.choice("channelOrder", ChannelOrder.values())),
                json.require("scale", json.number("scale")),
                json.require("mean", json.numbers("mean")),
                json.require("std", json.numbers("std")),
                json.integers("fill", 0, 255).orElse(List.of(127, 127, 127)));
        return new PreprocessingJson(preprocessing, size(json));
    }

    private static Optional<Shape> size(JsonObject json) {
        return json.integers("size", 1, LARGEST_EDGE).map(size -> {
            if (size.size() != 2) {
                throw JsonObject.wrong(json.path("size"), size, "[rows, columns], such as [224, 224]");
            }
            return Shape.of(size.get(0), size.get(1));
        });
    }
}
