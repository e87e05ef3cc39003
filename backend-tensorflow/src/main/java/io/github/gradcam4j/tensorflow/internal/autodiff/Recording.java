package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import io.github.gradcam4j.tensorflow.internal.graph.Body;
import io.github.gradcam4j.tensorflow.internal.graph.Copying;
import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;

/**
 * Is a loop that counts its steps and keeps the variables that change, as they were when each step began.
 *
 * @param loop the loop, whose first outputs are those of the original one
 * @param recorded the variables that are kept
 * @param original how many outputs the original one has
 */
record Recording(Node loop, List<Integer> recorded, int original) {
    static Recording of(Node node, LoopVariables variables, Emitter emit) {
        Body body = node.body("body");
        int count = body.parameters().size();
        // Lists that a loop fills are not read again in the step that is differentiated.
        List<Integer> recorded = variables.changing().stream()
                .filter(variable -> body.parameters().get(variable).types().get(0) != DataType.DT_VARIANT)
                .toList();
        List<Value> start = new ArrayList<>(node.inputs());
        start.add(emit.whole(0));
        Lists outside = new Lists(emit);
        recorded.forEach(variable ->
                start.add(outside.empty(body.parameters().get(variable).types().get(0))));

        List<Node> parameters = parameters(start, emit);
        Copying copy = copy(body, parameters);
        List<Value> results = new ArrayList<>(copy.values(body.results()));
        Lists lists = new Lists(emit);
        results.add(emit.add(parameters.get(count).output(), emit.whole(1)));
        for (int i = 0; i < recorded.size(); i++) {
            Value kept = parameters.get(count + 1 + i).output();
            results.add(lists.appended(kept, parameters.get(recorded.get(i)).output()));
        }

        Body condition = node.body("cond");
        List<Node> asked = parameters(start, emit);
        List<Value> truth = copy(condition, asked).values(condition.results());
        Map<String, AttrValue> attributes = new HashMap<>(node.attributes());
        attributes.put("T", Attributes.types(start.stream().map(Value::type).toList()));
        attributes.remove("output_shapes");
        Node loop = emit.node(
                node.operator(),
                start,
                attributes,
                Map.of("body", new Body(parameters, results), "cond", new Body(asked, truth)));
        return new Recording(loop, recorded, count);
    }

    /** Returns parameters for values. */
    static List<Node> parameters(List<Value> start, Emitter emit) {
        return start.stream()
                .map(value -> emit.node(Body.PARAMETER, List.of(), Map.of(), Map.of(), List.of(value.type())))
                .toList();
    }

    /** Returns a copy of a body with other parameters, of which there may be more. */
    static Copying copy(Body body, List<Node> parameters) {
        Map<Value, Value> replaced = new HashMap<>();
        for (int i = 0; i < body.parameters().size(); i++) {
            replaced.put(body.parameters().get(i).output(), parameters.get(i).output());
        }
        return new Copying(replaced).of(body.results());
    }

    /** Returns the number of steps, int32. */
    Value steps() {
        return loop.output(original);
    }

    /** Returns the lists of what recorded variables were. */
    List<Value> kept() {
        List<Value> kept = new ArrayList<>();
        for (int i = 0; i < recorded.size(); i++) {
            kept.add(loop.output(original + 1 + i));
        }
        return kept;
    }

    /** Returns an output of the original loop. */
    Value output(int variable) {
        return loop.output(variable);
    }
}
