package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Is the value that targets ask about: an output of the model, or what the model feeds to its final activation.
 *
 * @param output output of the model
 * @param value value whose gradient is taken; equals {@code output} where no activation was recognised
 * @param activation activation between {@code value} and {@code output}
 */
public record Score(String output, String value, Activation activation) {
    private static final Set<String> RESHAPING = Set.of("Flatten", "Reshape", "Squeeze", "Unsqueeze");
    private static final Set<String> TRANSPARENT = Set.of(
            "Identity",
            "Cast",
            "Dropout",
            "Flatten",
            "Reshape",
            "Squeeze",
            "Unsqueeze",
            "QuantizeLinear",
            "DequantizeLinear");

    /** Lists the final activations that are recognised. */
    public enum Activation {
        /** The output is the score. */
        NONE,
        /** The output is the softmax of the score over the classes. */
        SOFTMAX,
        /** The output is the logarithm of the softmax of the score over the classes. */
        LOG_SOFTMAX,
        /** The output is the sigmoid of the score. */
        SIGMOID
    }

    /**
     * Takes an output as it is.
     *
     * @param output output of the model
     * @return the score without any activation
     */
    public static Score asOutput(String output) {
        return new Score(output, output, Activation.NONE);
    }

    /**
     * Looks for a final activation, behind casts, identities and changes of shape.
     *
     * @param graph the model's graph
     * @param output output of the model
     * @param rank rank of the output where it is known
     * @return the value before the activation, or the output itself if none was recognised
     */
    public static Score find(GraphIndex graph, String output, OptionalInt rank) {
        String value = output;
        OptionalInt here = rank;
        while (true) {
            Optional<NodeProto> maker =
                    graph.producer(value).filter(node -> node.domain().isEmpty());
            if (maker.isEmpty() || maker.get().inputs().isEmpty()) {
                return asOutput(output);
            }
            NodeProto node = maker.get();
            String input = node.inputs().get(0);
            Activation activation = activation(node, here, graph);
            if (activation != Activation.NONE) {
                return new Score(output, input, activation);
            }
            Optional<Score> turned = betweenTranspositions(node, output, graph);
            if (turned.isPresent()) {
                return turned.get();
            }
            if (!TRANSPARENT.contains(node.opType())) {
                return asOutput(output);
            }
            if (RESHAPING.contains(node.opType())) {
                here = OptionalInt.empty();
            }
            value = input;
        }
    }

    /** Recognises what exporters write for a softmax over axis 1 where operators only know the last one. */
    private static Optional<Score> betweenTranspositions(NodeProto back, String output, GraphIndex graph) {
        Optional<NodeProto> softmax = maker(back, "Transpose", graph)
                .filter(node -> Set.of("Softmax", "LogSoftmax").contains(node.opType()));
        Optional<NodeProto> turn = softmax.flatMap(
                        node -> graph.producer(node.inputs().get(0)))
                .filter(node -> node.opType().equals("Transpose"));
        if (softmax.isEmpty()
                || turn.isEmpty()
                || !(back.attributes().get("perm") instanceof AttributeValue.Ints there)
                || !(turn.get().attributes().get("perm") instanceof AttributeValue.Ints here)) {
            return Optional.empty();
        }
        int rank = there.values().size();
        for (int i = 0; i < rank; i++) {
            if (here.values().get(there.values().get(i).intValue()) != i) {
                return Optional.empty();
            }
        }
        long absent = graph.model().opsets().getOrDefault("", 1L) < 13 ? 1 : -1;
        long given = softmax.get().attributes().get("axis") instanceof AttributeValue.Int axis ? axis.value() : absent;
        boolean last = given == -1 || given == rank - 1;
        if (!last || there.values().get(1) != rank - 1) {
            return Optional.empty();
        }
        Activation activation = softmax.get().opType().equals("Softmax") ? Activation.SOFTMAX : Activation.LOG_SOFTMAX;
        return Optional.of(new Score(output, turn.get().inputs().get(0), activation));
    }

    private static Optional<NodeProto> maker(NodeProto node, String type, GraphIndex graph) {
        return node.opType().equals(type) ? graph.producer(node.inputs().get(0)) : Optional.empty();
    }

    private static Activation activation(NodeProto node, OptionalInt rank, GraphIndex graph) {
        return switch (node.opType()) {
            case "Softmax" -> classAxis(node, rank, graph) ? Activation.SOFTMAX : Activation.NONE;
            case "LogSoftmax" -> classAxis(node, rank, graph) ? Activation.LOG_SOFTMAX : Activation.NONE;
            case "Sigmoid" -> Activation.SIGMOID;
            default -> Activation.NONE;
        };
    }

    private static boolean classAxis(NodeProto node, OptionalInt rank, GraphIndex graph) {
        long absent = graph.model().opsets().getOrDefault("", 1L) < 13 ? 1 : -1;
        long axis = node.attributes().get("axis") instanceof AttributeValue.Int given ? given.value() : absent;
        return axis == 1 || (rank.isEmpty() ? axis == -1 : axis + rank.getAsInt() == 1);
    }
}
