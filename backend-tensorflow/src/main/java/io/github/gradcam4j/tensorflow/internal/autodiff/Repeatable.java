package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.tensorflow.internal.graph.Body;
import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Order;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.List;
import java.util.regex.Pattern;

/** Tells what comes out the same when it is computed again, as loops and branches do when they are differentiated. */
final class Repeatable {
    private static final Pattern RANDOM = Pattern.compile("Random|Normal|Uniform|Multinomial|Fractional");

    private Repeatable() {}

    /** Refuses a loop or branch that draws random numbers which its derivative needs. */
    static void require(List<Value> computed, Node node, Emitter emit) {
        for (Node needed : Order.of(computed)) {
            if (isRandom(needed.operator(), emit)) {
                throw new UnsupportedModelException("'" + node.name() + "' draws random numbers ('" + needed.name()
                        + "') again for each step or branch, which has no exact rule. Export the model for inference");
            }
            for (Body body : needed.bodies().values()) {
                require(body.results(), node, emit);
            }
        }
    }

    /** Operators without a state get their seeds from outside; those for fractions of pictures draw them where they run. */
    private static boolean isRandom(String operator, Emitter emit) {
        return RANDOM.matcher(operator).find()
                && (operator.startsWith("Fractional")
                        || emit.operators().definition(operator).getIsStateful());
    }
}
