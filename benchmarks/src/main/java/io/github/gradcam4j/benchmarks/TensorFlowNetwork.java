package io.github.gradcam4j.benchmarks;

import com.fasterxml.jackson.jr.ob.JSON;
import io.github.gradcam4j.inputs.Npy;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Is one of the SavedModels that {@code benchmarks/tensorflow/make_networks.py} writes.
 *
 * @param name what results call it
 * @param folder the SavedModel
 * @param middle the name of a layer in its middle, or empty
 * @param last the layer before global pooling, or the embedding
 * @param top the class with the highest score for the picture
 * @param input the picture of noise, or the numbers of tokens
 * @param peers whether packages of Python explain such networks
 */
record TensorFlowNetwork(String name, Path folder, String middle, String last, int top, Tensor input, boolean peers) {
    /** Returns the networks of a folder; the message of what is missing says how to make it. */
    static List<TensorFlowNetwork> in(Path folder) throws IOException {
        Path description = folder.resolve("networks.json");
        if (!Files.isRegularFile(description)) {
            throw new IllegalArgumentException(
                    "there are no networks in '" + folder + "'. Make them: python3.11 -m venv"
                            + " ../venv && ../venv/bin/pip install -r benchmarks/tensorflow/requirements.txt &&"
                            + " ../venv/bin/python benchmarks/tensorflow/make_networks.py " + folder);
        }
        List<?> rows = (List<?>) field(JSON.std.mapFrom(Files.readString(description)), "networks");
        return rows.stream().map(row -> of(folder, (Map<?, ?>) row)).toList();
    }

    /** Returns small networks that the repository holds. */
    static List<TensorFlowNetwork> small() {
        return List.of(
                small("mobilenet-v2", "applications/mobilenet-v2.savedmodel2", "block_2_add", "out_relu", 33, 45),
                small("residual", "residual.savedmodel3", "block_add", "top_activation", 31, 23));
    }

    private static TensorFlowNetwork small(
            String name, String folder, String middle, String last, int height, int width) {
        Path model = Fixtures.path("tensorflow").resolve(folder).resolve("model");
        Tensor picture = Network.noise(Shape.of(1, height, width, 3));
        return new TensorFlowNetwork(name, model, middle, last, 0, picture, true);
    }

    /** Returns one of the networks of a folder. */
    static TensorFlowNetwork named(String name, Path folder) throws IOException {
        return named(name, in(folder));
    }

    /** Returns one of these networks. */
    static TensorFlowNetwork named(String name, List<TensorFlowNetwork> networks) {
        return networks.stream()
                .filter(network -> network.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no network '" + name + "'. There are "
                        + networks.stream().map(TensorFlowNetwork::name).toList()));
    }

    ModelSource source() {
        return ModelSource.of(folder);
    }

    private static TensorFlowNetwork of(Path folder, Map<?, ?> row) {
        String name = (String) field(row, "name");
        return new TensorFlowNetwork(
                name,
                folder.resolve(name),
                row.get("middle") instanceof String middle ? middle : "",
                (String) field(row, "last"),
                (Integer) field(row, "top"),
                Npy.read(folder.resolve((String) field(row, "input"))),
                (Boolean) field(row, "peers"));
    }

    private static Object field(Map<?, ?> row, String name) {
        return Objects.requireNonNull(row.get(name), () -> "networks.json has no '" + name + "'");
    }
}
