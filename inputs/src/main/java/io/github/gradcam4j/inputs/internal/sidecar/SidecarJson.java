package io.github.gradcam4j.inputs.internal.sidecar;

import io.github.gradcam4j.InputProfile;
import io.github.gradcam4j.Labels;
import io.github.gradcam4j.ModelProfile;
import io.github.gradcam4j.spi.Activation;
import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The content of a sidecar file. An {@link IllegalArgumentException} says what does not fit, and where. */
final class SidecarJson {
    static final Set<String> FIELDS =
            new TreeSet<>(Set.of("$schema", "inputs", "preprocessing", "output", "labels", "layer", "tokenizer"));
    static final Set<String> INPUT_FIELDS = new TreeSet<>(Set.of("name", "shape", "layout", "kind"));
    static final Set<String> OUTPUT_FIELDS = new TreeSet<>(Set.of("name", "activation"));
    static final Map<String, Layout> LAYOUTS = new TreeMap<>(Map.of(
            "NCHW", Layout.NCHW,
            "NHWC", Layout.NHWC,
            "NCDHW", Layout.NCDHW,
            "NCT", Layout.NCT,
            "NTC", Layout.NTC,
            "NC", Layout.NC,
            "NT", Layout.of(Axis.BATCH, Axis.TIME)));

    private SidecarJson() {}

    /**
     * Reads a sidecar.
     *
     * @param siblings reads a labels file beside the model, by name
     */
    static ModelProfile parse(byte[] bytes, Function<String, Optional<byte[]>> siblings) {
        JsonObject json = JsonObject.of(JsonTree.parse(bytes), "", FIELDS);
        json.text("$schema");
        List<InputProfile> inputs = json.list("inputs", SidecarJson::input).orElse(List.of());
        Optional<PreprocessingJson> preprocessing =
                json.value("preprocessing").map(value -> PreprocessingJson.of(value, "preprocessing"));
        Optional<JsonObject> output = json.value("output").map(value -> JsonObject.of(value, "output", OUTPUT_FIELDS));
        return new ModelProfile(
                inputs,
                preprocessing.map(PreprocessingJson::preprocessing),
                preprocessing.flatMap(PreprocessingJson::size),
                output.flatMap(o -> o.text("name")),
                output.flatMap(o -> o.choice("activation", Activation.values())),
                labels(json, siblings),
                json.text("layer"),
                json.value("tokenizer").map(value -> TokenizerJson.of(value, "tokenizer", siblings)));
    }

    private static InputProfile input(String path, Object value) {
        JsonObject json = JsonObject.of(value, path, INPUT_FIELDS);
        Optional<Shape> shape = json.integers("shape", -1, Integer.MAX_VALUE).map(dims -> {
            if (dims.contains(0)) {
                throw JsonObject.wrong(json.path("shape"), dims, "dimensions of at least 1, or -1 where free");
            }
            return Shape.of(dims.stream().mapToLong(Integer::longValue).toArray());
        });
        Optional<Layout> layout = json.text("layout").map(name -> {
            Layout known = LAYOUTS.get(name);
            if (known == null) {
                throw JsonObject.wrong(json.path("layout"), name, "one of " + LAYOUTS.keySet());
            }
            return known;
        });
        if (shape.isPresent()
                && layout.isPresent()
                && shape.get().rank() != layout.get().rank()) {
            throw JsonObject.wrong(
                    json.path("shape"),
                    shape.get(),
                    "of the " + layout.get().rank() + " dimensions of its layout " + layout.get());
        }
        return new InputProfile(
                json.text("name").orElse(""), shape, layout, json.choice("kind", InputProfile.Kind.values()));
    }

    private static Labels labels(JsonObject json, Function<String, Optional<byte[]>> siblings) {
        Optional<Object> value = json.value("labels");
        if (value.isEmpty()) {
            return Labels.unknown();
        }
        if (value.get() instanceof String file) {
            return labelsFile(file, siblings);
        }
        return json.list("labels", (path, name) -> {
                    if (name instanceof String text) {
                        return LabelsText.name(text.strip(), "'" + path + "'");
                    }
                    throw JsonObject.wrong(path, name, "the name of a class");
                })
                .map(Labels::new)
                .orElseThrow();
    }

    private static Labels labelsFile(String file, Function<String, Optional<byte[]>> siblings) {
        byte[] bytes = sibling(
                "labels", file, siblings, "a list of names, or the name of a file beside the model, without folders");
        try {
            return LabelsText.parse(bytes);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the labels file '" + file + "' cannot be used: " + e.getMessage(), e);
        }
    }

    /** Reads a file beside the model. */
    static byte[] sibling(String path, String file, Function<String, Optional<byte[]>> siblings, String expected) {
        if (file.isBlank() || file.contains("/") || file.contains("\\") || file.equals("..") || file.equals(".")) {
            throw JsonObject.wrong(path, file, expected);
        }
        return siblings.apply(file)
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + path + "' names the file '" + file + "', which is not beside it. Put it there"));
    }
}
