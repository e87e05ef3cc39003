package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Words the message that lists what stands between a layer and its gradient, and what to do instead. */
final class Refusals {
    private static final int MOST_NAMED = 8;
    private static final int MOST_OFFERED = 3;

    private Refusals() {}

    /**
     * Is one operator that cannot be differentiated.
     *
     * @param node the operator
     * @param why what about it, as the rest of a sentence whose subject is the operator
     */
    record Refusal(NodeProto node, String why) {}

    static UnsupportedModelException of(Tail tail, List<String> layers, List<Refusal> refusals) {
        StringBuilder message = new StringBuilder("Cannot differentiate the score '" + tail.score() + "' at "
                + (layers.size() == 1 ? "layer" : "layers") + " '" + String.join("', '", layers) + "': ");
        List<String> named = new ArrayList<>();
        for (Refusal refusal : refusals.subList(0, Math.min(MOST_NAMED, refusals.size()))) {
            named.add(
                    refusal.node().qualifiedType() + " (node '" + refusal.node().label() + "') " + refusal.why());
        }
        if (refusals.size() > MOST_NAMED) {
            named.add((refusals.size() - MOST_NAMED) + " more like these");
        }
        message.append(String.join("; ", named)).append(". ");
        List<String> later = laterLayers(tail, refusals);
        message.append(
                later.isEmpty()
                        ? "No layer lies behind it: export the model with operators that have exact gradients."
                        : "Choose a later layer, such as '" + String.join("', '", later) + "'.");
        return new UnsupportedModelException(message.toString());
    }

    /** Finds the earliest values of the tail behind which every operator has a rule. */
    private static List<String> laterLayers(Tail tail, List<Refusal> refusals) {
        Set<NodeProto> refused = Collections.newSetFromMap(new IdentityHashMap<>());
        refusals.forEach(refusal -> refused.add(refusal.node()));
        Set<String> blocked = new HashSet<>();
        List<String> clean = new ArrayList<>();
        for (int i = tail.nodes().size() - 1; i >= 0; i--) {
            NodeProto node = tail.nodes().get(i);
            boolean blocks = refused.contains(node) || node.outputs().stream().anyMatch(blocked::contains);
            if (blocks) {
                blocked.addAll(node.inputs());
            }
        }
        for (NodeProto node : tail.nodes()) {
            node.outputs().stream()
                    .filter(name -> tail.isActive(name) && !blocked.contains(name) && !name.equals(tail.score()))
                    .findFirst()
                    .ifPresent(clean::add);
        }
        return clean.subList(0, Math.min(MOST_OFFERED, clean.size()));
    }
}
