package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.tensorflow.internal.engine.ScratchGradient;
import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Operators;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;

/**
 * The derivatives that TensorFlow itself knows. It only adds them to graphs of its own, so each is asked for once, in a graph
 * with that one operator, and what it added there is taken over.
 */
final class RuntimeGradients implements GradientRule {
    private final Operators operators;
    private final Map<Key, Optional<ScratchGradient>> known = new ConcurrentHashMap<>();

    private record Key(
            String operator,
            Map<String, AttrValue> attributes,
            List<DataType> inputs,
            Set<Integer> cotangents,
            Set<Integer> wanted) {}

    RuntimeGradients(Operators operators) {
        this.operators = operators;
    }

    /** Tells whether TensorFlow has a derivative for an operator with respect to some inputs. */
    boolean has(Node node, Set<Integer> outputs, Set<Integer> wanted) {
        return find(node, outputs, wanted).isPresent();
    }

    private Optional<ScratchGradient> find(Node node, Set<Integer> outputs, Set<Integer> wanted) {
        List<DataType> inputs = node.inputs().stream().map(Value::type).toList();
        Key key = new Key(node.operator(), node.attributes(), inputs, Set.copyOf(outputs), Set.copyOf(wanted));
        return known.computeIfAbsent(key, any -> ScratchGradient.of(operators, node, key.cotangents(), key.wanted()));
    }

    @Override
    public void apply(Node node, Pullback pullback, Emitter emit) {
        Map<Integer, Value> cotangents = pullback.cotangents();
        ScratchGradient gradient = find(node, cotangents.keySet(), pullback.wanted())
                .orElseThrow(() -> new UnsupportedModelException("TensorFlow has no derivative for " + node));
        Map<String, Node> taken = new HashMap<>();
        for (ScratchGradient.Step step : gradient.steps()) {
            List<Value> inputs = step.inputs().stream()
                    .map(input -> resolve(input, node, cotangents, taken))
                    .toList();
            taken.put(step.name(), emit.node(step.operator(), inputs, step.attributes(), Map.of()));
        }
        gradient.results().forEach((input, source) -> pullback.give(input, resolve(source, node, cotangents, taken)));
    }

    private static Value resolve(
            ScratchGradient.Source source, Node node, Map<Integer, Value> cotangents, Map<String, Node> taken) {
        return switch (source.kind()) {
            case INPUT -> node.input(source.number());
            case OUTPUT -> node.output(source.number());
            case COTANGENT -> java.util.Objects.requireNonNull(cotangents.get(source.number()));
            case STEP ->
                java.util.Objects.requireNonNull(taken.get(source.step())).output(source.number());
        };
    }
}
