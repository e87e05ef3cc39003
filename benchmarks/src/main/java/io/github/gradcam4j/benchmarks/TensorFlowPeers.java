package io.github.gradcam4j.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How does an explanation of a SavedModel compare with those of Python's packages and of a {@code tf.function} written by hand?
 *
 * <p>Arguments: the file of results, the number of turns, the number of rounds in a turn, the folder of networks, the Python.
 */
public final class TensorFlowPeers {
    private TensorFlowPeers() {}

    /** Measures all networks. */
    public static void main(String[] args) throws Exception {
        String rounds = args[2];
        String folder = args[3];
        String peers = Path.of("benchmarks", "tensorflow", "peers.py").toString();
        List<Peers.Subject> subjects = TensorFlowNetwork.in(Path.of(folder)).stream()
                .filter(TensorFlowNetwork::peers)
                .map(network -> new Peers.Subject(network.name(), network.last()))
                .toList();
        Peers.measure(
                        "tensorflow-peers",
                        Map.of("tensorflow", TensorFlowForward.version()),
                        subjects,
                        Integer.parseInt(args[1]),
                        network -> Child.java(TensorFlowTurn.class, folder, network, rounds),
                        network -> Child.run(List.of(args[4], peers, folder, network, rounds)))
                .write(Path.of(args[0]));
    }
}
