package io.github.gradcam4j.benchmarks;

import com.fasterxml.jackson.jr.ob.JSON;
import io.github.gradcam4j.inputs.Npy;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Is one of the TorchScript files that {@code benchmarks/torch/make_networks.py} writes.
 *
 * @param name what results call it
 * @param file the file, traced
 * @param first the path of its first activation
 * @param middle the path of a layer in its middle
 * @param last the path of the layer that is chosen automatically, the last with positions that matter
 * @param top the class with the highest score for the picture
 * @param picture the picture of noise, in direct memory as preprocessing hands it over
 */
record TorchNetwork(String name, Path file, String first, String middle, String last, int top, Tensor picture) {
    /** Returns the networks of a folder; the message of what is missing says how to make it. */
    static List<TorchNetwork> in(Path folder) throws IOException {
        Path description = folder.resolve("networks.json");
        if (!Files.isRegularFile(description)) {
            throw new IllegalArgumentException(
                    "there are no networks in '" + folder + "'. Make them: python3.11 -m venv"
                            + " ../venv && ../venv/bin/pip install -r benchmarks/torch/requirements.txt && ../venv/bin/python"
                            + " benchmarks/torch/make_networks.py " + folder);
        }
        Tensor picture = direct(Npy.read(folder.resolve("noise.npy")));
        List<?> rows = (List<?>) field(JSON.std.mapFrom(Files.readString(description)), "networks");
        return rows.stream().map(row -> of(folder, (Map<?, ?>) row, picture)).toList();
    }

    /** Returns small networks that the repository holds: few channels, in pictures of the usual size. */
    static List<TorchNetwork> small() {
        return List.of(
                small("resnet-basic", "relu", "layer2", "layer4"),
                small("efficientnet", "features.0", "features.2", "features.4"));
    }

    private static TorchNetwork small(String name, String first, String middle, String last) {
        Path file = Fixtures.path("torchscript").resolve(name + ".traced").resolve("model.pt");
        return new TorchNetwork(name, file, first, middle, last, 0, Network.picture(224, 224));
    }

    /** Returns one of the networks of a folder. */
    static TorchNetwork named(String name, Path folder) throws IOException {
        return named(name, in(folder));
    }

    /** Returns one of these networks. */
    static TorchNetwork named(String name, List<TorchNetwork> networks) {
        return networks.stream()
                .filter(network -> network.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no network '" + name + "'. There are "
                        + networks.stream().map(TorchNetwork::name).toList()));
    }

    private static TorchNetwork of(Path folder, Map<?, ?> row, Tensor picture) {
        String name = (String) field(row, "name");
        return new TorchNetwork(
                name,
                folder.resolve(name + ".pt"),
                (String) field(row, "first"),
                (String) field(row, "middle"),
                (String) field(row, "last"),
                (Integer) ((List<?>) field(row, "top")).get(0),
                picture);
    }

    private static Object field(Map<?, ?> row, String name) {
        return Objects.requireNonNull(row.get(name), () -> "networks.json has no '" + name + "'");
    }

    private static Tensor direct(Tensor tensor) {
        return Tensor.over(
                tensor.dtype(),
                tensor.shape(),
                Tensor.allocate(tensor.dtype(), tensor.shape().size())
                        .put(tensor.bytes())
                        .flip());
    }

    ModelSource source() {
        return ModelSource.of(file);
    }
}
