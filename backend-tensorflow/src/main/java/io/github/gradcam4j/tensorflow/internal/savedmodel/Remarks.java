package io.github.gradcam4j.tensorflow.internal.savedmodel;

import io.github.gradcam4j.tensorflow.internal.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.tensorflow.proto.AttrValue;

/** Finds what a model does that its user may not expect. */
final class Remarks {
    private static final Pattern RANDOM = Pattern.compile(
            "(Stateless|Stateful)?(Parameterized)?"
                    + "(Random(Uniform|Standard|Normal|Gamma|Poisson|Binomial|Shuffle).*|TruncatedNormal.*|Uniform.*|StandardNormal.*|Multinomial)");

    private Remarks() {}

    /** Returns remarks about the nodes that the outputs need. */
    static List<String> of(List<Node> nodes) {
        List<String> remarks = new ArrayList<>();
        Optional<Node> random = nodes.stream()
                .filter(node -> RANDOM.matcher(node.operator()).matches())
                .findFirst();
        random.ifPresent(node -> remarks.add("the model draws random numbers ('" + node.name()
                + "'): it was exported in training mode, and every run gives another result"));
        Optional<Node> statistics = nodes.stream()
                .filter(node -> node.operator().startsWith("FusedBatchNorm")
                        && node.attribute("is_training").map(AttrValue::getB).orElse(true))
                .findFirst();
        statistics.ifPresent(node -> remarks.add("the model normalises by the statistics of the batch ('" + node.name()
                + "'): it was exported in training mode, and the items of a batch change each other's results"));
        return remarks;
    }
}
