package io.github.gradcam4j.tensorflow;

import com.fasterxml.jackson.jr.ob.JSON;
import io.github.gradcam4j.inputs.Npy;
import io.github.gradcam4j.spi.Cotangent;
import io.github.gradcam4j.spi.GradientModel;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.ModelOptions;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.spi.TensorSpec;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** A recorded case: a TensorFlow or Keras file, inputs, and what GradientTape found in float64. See fixtures/tensorflow/README.md. */
record Fixture(Path folder, Map<String, Object> json) {
    private static final Path ROOT = Path.of(System.getProperty("fixtures.dir"), "tensorflow");

    static List<Fixture> below(String path) {
        try (Stream<Path> folders = Files.list(ROOT.resolve(path))) {
            return folders.filter(folder -> Files.exists(folder.resolve("case.json")))
                    .sorted()
                    .map(Fixture::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Fixture named(String name) {
        return read(ROOT.resolve(name));
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

    GradientModel open() {
        return new TensorFlowBackend().open(source(), options());
    }

    ModelSource source() {
        return ModelSource.of(folder.resolve((String) json.get("model")));
    }

    boolean isSavedModel() {
        return json.get("model").equals("model");
    }

    ModelOptions options() {
        ModelOptions defaults = ModelOptions.defaults();
        String signature = json.containsKey("signature") ? json.get("signature") + ":" : "";
        boolean isOnly = !isSavedModel() && ((List<?>) object("output").get("path")).isEmpty();
        Optional<String> output = isOnly
                ? Optional.empty()
                : Optional.of(signature + object("output").get("name"));
        return new ModelOptions(defaults.device(), OptionalInt.of(1), defaults.shapes(), output);
    }

    /** Returns the inputs by the names that the file has for them. */
    Map<String, Tensor> inputs(GradientModel model) {
        List<?> all = json.containsKey("inputs") ? (List<?>) json.get("inputs") : List.of(json.get("input"));
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (Object one : all) {
            TensorSpec spec = model.signature().input((String) cast(one).get("name"));
            inputs.put(
                    spec.name(),
                    cast(one).get("strings") instanceof List<?> texts
                            ? texts(texts, (List<?>) cast(one).get("shape"))
                            : as(spec.dtype(), npy(cast(one).get("file"))));
        }
        return inputs;
    }

    private static Tensor texts(List<?> texts, List<?> shape) {
        byte[][] all = texts.stream()
                .map(text -> ((String) text).getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        int length = Stream.of(all).mapToInt(bytes -> bytes.length).max().orElse(0);
        ByteBuffer memory = Tensor.allocate(DType.UINT8, (long) all.length * length);
        for (int i = 0; i < all.length; i++) {
            memory.position(i * length).put(all[i]);
        }
        long[] dims = Stream.concat(shape.stream(), Stream.of(length))
                .mapToLong(size -> (Integer) size)
                .toArray();
        return Tensor.over(DType.UINT8, Shape.of(dims), memory.position(0));
    }

    /** Files hold float32; every value is one of half and brain floats, too, where a model takes these. */
    private static Tensor as(DType dtype, Tensor tensor) {
        if (!tensor.dtype().isFloating() || tensor.dtype() == dtype) {
            return tensor;
        }
        float[] values = tensor.toFloatArray();
        ByteBuffer memory = Tensor.allocate(dtype, values.length);
        for (float value : values) {
            switch (dtype) {
                case FLOAT64 -> memory.putDouble(value);
                case BFLOAT16 -> memory.putShort((short) (Float.floatToIntBits(value) >> 16));
                case FLOAT16 -> memory.putShort(half(value));
                default -> throw new IllegalArgumentException(dtype.toString());
            }
        }
        return Tensor.over(dtype, tensor.shape(), memory.flip());
    }

    /** A normal number that a half float has exactly. */
    private static short half(float value) {
        int bits = Float.floatToIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        int exponent = (bits >>> 23 & 0xff) - 127 + 15;
        return (short) (value == 0 ? sign : sign | exponent << 10 | bits >>> 13 & 0x3ff);
    }

    Tensor scores() {
        return npy(object("scores").get("file"));
    }

    String activation() {
        return (String) object("scores").get("activation");
    }

    double tolerance() {
        return json.get("tolerance") instanceof Number given ? given.doubleValue() : 1e-4;
    }

    /** Returns what the recorded gradients are of: for each target and item one class, at all positions where there are some. */
    List<List<Cotangent>> cotangents() {
        Shape shape = scores().shape();
        int axis = object("scores").get("axis") instanceof Integer given ? given : 1;
        List<List<Cotangent>> rows = new ArrayList<>();
        for (Object item : (List<?>) json.get("classes")) {
            List<?> classes = (List<?>) item;
            for (int k = 0; k < classes.size(); k++) {
                if (rows.size() <= k) {
                    rows.add(new ArrayList<>());
                }
                rows.get(k).add(cotangent(shape, axis, (Integer) classes.get(k)));
            }
        }
        return rows;
    }

    private static Cotangent cotangent(Shape shape, int axis, int index) {
        if (shape.rank() == 2) {
            return new Cotangent.OneHot(index);
        }
        float[] values = new float[Math.toIntExact(shape.with(0, 1).size())];
        int inner = 1;
        for (int later = axis + 1; later < shape.rank(); later++) {
            inner *= (int) shape.dim(later);
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = i / inner % shape.dim(axis) == index ? 1 : 0;
        }
        return new Cotangent.Dense(Tensor.of(values, shape.with(0, 1).dims()));
    }

    /** Returns the layers that the file has. */
    List<Layer> layers() {
        return ((List<?>) json.get("layers"))
                .stream()
                        .map(layer -> new Layer(this, cast(layer)))
                        .filter(layer -> !layer.json.containsKey("returned") || layer.json.get("returned") != null)
                        .toList();
    }

    /** A layer's recorded values. */
    record Layer(Fixture fixture, Map<String, Object> json) {
        LayerRef ref() {
            return json.get("calledAs") instanceof String other
                    ? LayerRef.of(other)
                    : new LayerRef(
                            (String) json.get("module"),
                            number("call"),
                            json.containsKey("returned") ? number("returned") : number("output"));
        }

        private int number(String field) {
            return json.get(field) instanceof Integer given ? given : 0;
        }

        Optional<String> layout() {
            return Optional.ofNullable((String) json.get("layout"));
        }

        Tensor activations() {
            return fixture.npy(json.get("activations"));
        }

        /** Returns the gradients; none if nothing leads from the layer to the scores. */
        Optional<Tensor> gradients() {
            return Optional.ofNullable(json.get("gradients")).map(fixture::npy);
        }

        Optional<Tensor> gradientsOfOutput() {
            return Optional.ofNullable(json.get("gradientsOfOutput")).map(fixture::npy);
        }
    }

    private Tensor npy(Object file) {
        return Npy.read(folder.resolve((String) file));
    }

    private Map<String, Object> object(String field) {
        return cast(json.get(field));
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
