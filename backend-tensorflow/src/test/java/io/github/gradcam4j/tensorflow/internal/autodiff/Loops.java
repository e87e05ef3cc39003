package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import io.github.gradcam4j.tensorflow.internal.graph.Body;
import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Functions;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;

/** Makes loops and branches. */
final class Loops {
    private final Emitter emit;

    Loops(Emitter emit) {
        this.emit = emit;
    }

    /** Makes a loop whose first variable counts up from 0 to an end. */
    Node count(Value end, List<Value> start, Function<List<Value>, List<Value>> body) {
        List<Value> all = new ArrayList<>(List.of(emit.whole(0), end));
        all.addAll(start);
        return loop(all, values -> emit.of("Less", values.get(0), values.get(1)), values -> {
            List<Value> next = new ArrayList<>(List.of(emit.add(values.get(0), emit.whole(1)), values.get(1)));
            List<Value> own = new ArrayList<>(List.of(values.get(0)));
            own.addAll(values.subList(2, values.size()));
            next.addAll(body.apply(own));
            return next;
        });
    }

    Node loop(List<Value> start, Function<List<Value>, Value> condition, Function<List<Value>, List<Value>> body) {
        Map<String, Body> bodies = Map.of(
                "cond", body(start, values -> List.of(condition.apply(values))),
                "body", body(start, body));
        return emit.node("While", start, Map.of(), bodies);
    }

    Node choice(Value condition, List<Value> inputs, List<Function<List<Value>, List<Value>>> branches) {
        Body first = body(inputs, branches.get(0));
        Map<String, Body> bodies = Map.of("then_branch", first, "else_branch", body(inputs, branches.get(1)));
        Map<String, AttrValue> types = new HashMap<>();
        types.put(
                "Tout",
                Attributes.types(first.results().stream().map(Value::type).toList()));
        List<Value> all = new ArrayList<>(List.of(condition));
        all.addAll(inputs);
        return emit.node("If", all, types, bodies);
    }

    /** Makes a choice of as many branches as there are. */
    Node choices(Value number, List<Value> inputs, List<Function<List<Value>, List<Value>>> branches) {
        Map<String, Body> bodies = new HashMap<>();
        Map<String, AttrValue> types = new HashMap<>();
        for (int i = 0; i < branches.size(); i++) {
            Body body = body(inputs, branches.get(i));
            bodies.put("branches" + Functions.NUMBER + "000" + i, body);
            types.put(
                    "Tout",
                    Attributes.types(body.results().stream().map(Value::type).toList()));
        }
        List<Value> all = new ArrayList<>(List.of(number));
        all.addAll(inputs);
        return emit.node("Case", all, types, bodies);
    }

    private Body body(List<Value> start, Function<List<Value>, List<Value>> made) {
        List<Node> parameters = Recording.parameters(start, emit);
        // Constants are made anew: a body has no others than its own.
        return new Body(
                parameters, made.apply(parameters.stream().map(Node::output).toList()));
    }

    /** Returns a list of unset items. */
    Value reserve(Value count, DataType type) {
        return emit.value(
                "TensorListReserve", List.of(emit.whole(-1), count), Map.of("element_dtype", Attributes.of(type)));
    }
}
