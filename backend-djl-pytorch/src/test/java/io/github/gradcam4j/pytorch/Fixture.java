package io.github.gradcam4j.pytorch;

import com.fasterxml.jackson.jr.ob.JSON;
import io.github.gradcam4j.inputs.Npy;
import io.github.gradcam4j.spi.GradientModel;
import io.github.gradcam4j.spi.ModelOptions;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** A recorded case: a TorchScript file, inputs, and what autograd found in float64. See fixtures/torchscript/README.md. */
record Fixture(Path folder, Map<String, Object> json) {
    private static final Path ROOT = Path.of(System.getProperty("fixtures.dir"), "torchscript");

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
        return new DjlPyTorchBackend().open(ModelSource.of(folder.resolve("model.pt")), options());
    }

    private ModelOptions options() {
        ModelOptions defaults = ModelOptions.defaults();
        return new ModelOptions(defaults.device(), OptionalInt.of(1), defaults.shapes(), Optional.ofNullable((String)
                object("output").get("name")));
    }

    /** Returns the inputs by the names that the file has for them: the tracer's, in order. */
    Map<String, Tensor> inputs(GradientModel model) {
        List<?> all = json.containsKey("inputs") ? (List<?>) json.get("inputs") : List.of(json.get("input"));
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (int i = 0; i < all.size(); i++) {
            String name = model.signature().inputs().get(i).name();
            inputs.put(name, npy(cast(all.get(i)).get("file")));
        }
        return inputs;
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

    /** Returns the classes, by target and item. */
    List<List<Integer>> classes() {
        List<List<Integer>> rows = new ArrayList<>();
        for (Object item : (List<?>) json.get("classes")) {
            List<?> classes = (List<?>) item;
            for (int k = 0; k < classes.size(); k++) {
                if (rows.size() <= k) {
                    rows.add(new ArrayList<>());
                }
                rows.get(k).add((Integer) classes.get(k));
            }
        }
        return rows;
    }

    List<Layer> layers() {
        return ((List<?>) json.get("layers"))
                .stream().map(layer -> new Layer(this, cast(layer))).toList();
    }

    /** A layer's recorded values. */
    record Layer(Fixture fixture, Map<String, Object> json) {
        io.github.gradcam4j.spi.LayerRef ref() {
            return new io.github.gradcam4j.spi.LayerRef((String) json.get("module"), number("call"), number("output"));
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

        Tensor gradients() {
            return fixture.npy(json.get("gradients"));
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
