package io.github.gradcam4j.tensorflow.internal.savedmodel;

import io.github.gradcam4j.tensorflow.internal.graph.Body;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/**
 * Finds the derivatives that models bring along ({@code tf.custom_gradient}): of straight-through estimators, say. Where one
 * stands, an {@code IdentityN} hands on the function's results, and then its arguments. Its derivative takes the cotangents of
 * both, and tensors of the function, whose names are all that tells which they are.
 */
final class CustomGradients {
    private static final String MARK = "_gradient_op_type";

    private final Inliner inliner;
    private final Map<String, String> functions = new HashMap<>();

    CustomGradients(Inliner inliner) {
        this.inliner = inliner;
        inliner.model()
                .graph()
                .getGraphDef()
                .getLibrary()
                .getRegisteredGradientsList()
                .forEach(one -> functions.put(one.getRegisteredOpType(), one.getGradientFunc()));
    }

    /** Returns the node with its derivative; empty if it has none of its own, or its tensors cannot be told. */
    Optional<Node> of(NodeDef definition, List<Value> inputs, String path, Scope scope) {
        String function = functions.get(definition
                .getAttrOrDefault(MARK, AttrValue.getDefaultInstance())
                .getS()
                .toStringUtf8());
        if (function == null || !inliner.isFunction(function)) {
            return Optional.empty();
        }
        FunctionDef gradient = inliner.model().function(function);
        List<OpDef.ArgDef> arguments = gradient.getSignature().getInputArgList();
        List<Value> all = new ArrayList<>(inputs);
        for (OpDef.ArgDef argument : arguments.subList(Math.min(inputs.size(), arguments.size()), arguments.size())) {
            Optional<Value> captured = captured(argument.getName(), scope);
            if (captured.isEmpty() || captured.get().type() != argument.getType()) {
                return Optional.empty();
            }
            all.add(captured.get());
        }
        if (all.size() != arguments.size()) {
            return Optional.empty();
        }
        List<DataType> types = all.stream().map(Value::type).toList();
        Body body = inliner.body(function, types, path + "/gradient");
        List<DataType> made = inputs.stream().map(Value::type).toList();
        return Optional.of(inliner.node(path, Node.CUSTOM_GRADIENT, all, Map.of(), Map.of("gradient", body), made));
    }

    /** The argument's name ends in that of the tensor's node, in small letters. */
    private static Optional<Value> captured(String argument, Scope scope) {
        return scope.names().stream()
                .filter(name -> ("_" + argument).endsWith("_" + plain(name)))
                .max(Comparator.comparingInt(String::length))
                .map(name -> scope.values(List.of(name)).get(0));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_");
    }
}
