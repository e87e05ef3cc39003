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
    private static final Set<String> TRANSPARENT =
            Set.of("Identity", "Cast", "Dropout", "Flatten", "Reshape", "Squeeze", "Unsqueeze");

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
            if (!TRANSPARENT.contains(node.opType())) {
                return asOutput(output);
            }
            if (RESHAPING.contains(node.opType())) {
                here = OptionalInt.empty();
            }
            value = input;
        }
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
