package io.github.gradcam4j.benchmarks;

import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.tensor.Tensor;

/**
 * Is a network of one backend, with all that is measured of it in one thread.
 *
 * @param source the network
 * @param input the picture of noise
 * @param middle the name of a layer in its middle
 * @param forward opens the plain forward pass
 */
record Subject(ModelSource source, Tensor input, String middle, Opening forward) {
    /** Opens a plain forward pass. */
    @FunctionalInterface
    interface Opening {
        Forward open() throws Exception;
    }

    /** Returns the network that results call {@code backend/network}. */
    static Subject named(String name) {
        String network = name.substring(name.indexOf('/') + 1);
        return switch (name.substring(0, Math.max(0, name.indexOf('/')))) {
            case "onnx" -> onnx(Network.named(network));
            case "djl-pytorch" -> torch(TorchNetwork.named(network, TorchNetwork.small()));
            case "tensorflow" -> tensorFlow(TensorFlowNetwork.named(network, TensorFlowNetwork.small()));
            default ->
                throw new IllegalArgumentException("'" + name + "' is no network to measure. Name one as"
                        + " onnx/resnet50, djl-pytorch/resnet-basic or tensorflow/mobilenet-v2");
        };
    }

    private static Subject onnx(Network network) {
        Tensor picture = network.picture();
        return new Subject(network.source(), picture, network.middle(), () -> new PlainForward(network, picture, 1));
    }

    private static Subject torch(TorchNetwork network) {
        return new Subject(
                network.source(),
                network.picture(),
                network.middle(),
                () -> new TorchForward(network.file(), network.picture(), 1));
    }

    private static Subject tensorFlow(TensorFlowNetwork network) {
        return new Subject(network.source(), network.input(), network.middle(), () -> new TensorFlowForward(network));
    }

    /** Returns the name of the layer that is meant by {@code last} or {@code middle}. */
    String layer(String where) {
        return where.equals("middle") ? middle : "auto";
    }
}
