package io.github.gradcam4j.onnx;

import com.fasterxml.jackson.jr.ob.JSON;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A recorded case: a model file with inputs, scores, activations and gradients that torch computed in float64. */
record Fixture(Path folder, Map<String, Object> json) {
    private static final Pattern SHAPE = Pattern.compile("'shape': *\\(([^)]*)\\)");

    static Path root() {
        return Path.of(System.getProperty("fixtures.dir"), "onnx");
    }

    static List<Fixture> all() {
        return below(".");
    }

    static List<Fixture> below(String path) {
        try (Stream<Path> folders = Files.list(root().resolve(path))) {
            return folders.filter(folder -> Files.exists(folder.resolve("case.json")))
                    .sorted()
                    .map(Fixture::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Fixture named(String name) {
        return read(root().resolve(name));
    }

    private static Fixture read(Path folder) {
        try {
            return new Fixture(folder, JSON.std.mapFrom(Files.readString(folder.resolve("case.json"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return folder.getFileName().toString();
    }

    Path model() {
        return folder.resolve("model.onnx");
    }

    String inputName() {
        return (String) object(json, "input").get("name");
    }

    Tensor input() {
        return npy(object(json, "input").get("file"));
    }

    /** Returns all inputs of a case that has several. */
    Map<String, Tensor> inputs() {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (Object input : list(json, "inputs")) {
            inputs.put((String) cast(input).get("name"), npy(cast(input).get("file")));
        }
        return inputs;
    }

    /** Returns the layer that an automatic choice takes. */
    String automatic() {
        return (String) json.get("automatic");
    }

    boolean dynamicBatch() {
        return Boolean.TRUE.equals(object(json, "input").get("dynamicBatch"));
    }

    Tensor scores() {
        return npy(object(json, "scores").get("file"));
    }

    String activation() {
        return (String) object(json, "scores").get("activation");
    }

    /** Returns the classes, by item and target. */
    List<List<Integer>> classes() {
        List<List<Integer>> classes = new ArrayList<>();
        for (Object item : (List<?>) list(json, "classes")) {
            classes.add(((List<?>) item).stream().map(c -> (Integer) c).toList());
        }
        return classes;
    }

    /** Returns the layers that exist in the file. */
    List<Layer> layers() {
        return list(json, "layers").stream()
                .map(layer -> new Layer(this, cast(layer)))
                .filter(layer -> layer.json.get("value") != null)
                .toList();
    }

    record Layer(Fixture fixture, Map<String, Object> json) {
        String module() {
            return (String) json.get("module");
        }

        String value() {
            return (String) json.get("value");
        }

        String layout() {
            return (String) json.get("layout");
        }

        Tensor activations() {
            return fixture.npy(json.get("activations"));
        }

        Tensor gradients() {
            return fixture.npy(json.get("gradients"));
        }

        boolean hasGradientsOfOutput() {
            return json.containsKey("gradientsOfOutput");
        }

        Tensor gradientsOfOutput() {
            return fixture.npy(json.get("gradientsOfOutput"));
        }
    }

    private Tensor npy(Object file) {
        try {
            byte[] bytes = Files.readAllBytes(folder.resolve((String) file));
            ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            int header = buffer.getShort(8);
            String text = new String(bytes, 10, header, StandardCharsets.ISO_8859_1);
            Matcher shape = SHAPE.matcher(text);
            boolean integers = text.contains("'<i8'");
            if (!(integers || text.contains("'<f4'")) || !text.contains("False") || !shape.find()) {
                throw new IllegalStateException("unexpected header of " + file + ": " + text);
            }
            long[] dims = Arrays.stream(shape.group(1).split(","))
                    .map(String::strip)
                    .filter(part -> !part.isEmpty())
                    .mapToLong(Long::parseLong)
                    .toArray();
            if (integers) {
                ByteBuffer elements =
                        Tensor.allocate(DType.INT64, Shape.of(dims).size());
                return Tensor.over(
                        DType.INT64,
                        Shape.of(dims),
                        elements.put(buffer.position(10 + header)).flip());
            }
            float[] values = new float[(bytes.length - 10 - header) / 4];
            buffer.position(10 + header)
                    .slice()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(values);
            return Tensor.of(values, dims);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> object(Map<String, Object> json, String field) {
        return cast(json.get(field));
    }

    private static List<?> list(Map<String, Object> json, String field) {
        return (List<?>) json.get(field);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> cast(Object value) {
        return (Map<String, Object>) value;
    }

    @Override
    public String toString() {
        return name();
    }
}
