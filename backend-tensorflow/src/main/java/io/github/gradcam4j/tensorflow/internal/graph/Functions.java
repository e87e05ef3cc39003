package io.github.gradcam4j.tensorflow.internal.graph;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.FunctionDefLibrary;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/** Writes the bodies of loops and branches as the functions that TensorFlow wants. */
public final class Functions {
    /** Stands between the name of an attribute that has several functions, and the number of one. */
    public static final String NUMBER = "#";

    private final Operators operators;
    private final FunctionDefLibrary.Builder library = FunctionDefLibrary.newBuilder();
    private final Map<Body, String> names = new HashMap<>();

    /** Creates an empty library. */
    public Functions(Operators operators) {
        this.operators = operators;
    }

    /** Returns all functions that were named. */
    public FunctionDefLibrary library() {
        return library.build();
    }

    /** Returns the attribute that stands for a body, writing its function if it is new. */
    public AttrValue attribute(Body body) {
        String known = names.get(body);
        if (known == null) {
            known = "body_" + names.size();
            names.put(body, known);
            library.addFunction(write(known, body));
        }
        return AttrValue.newBuilder()
                .setFunc(NameAttrList.newBuilder().setName(known))
                .build();
    }

    private FunctionDef write(String name, Body body) {
        OpDef.Builder signature = OpDef.newBuilder().setName(name);
        FunctionDef.Builder function = FunctionDef.newBuilder();
        Map<Node, String> known = new HashMap<>();
        for (int i = 0; i < body.parameters().size(); i++) {
            Node parameter = body.parameters().get(i);
            known.put(parameter, "parameter_" + i);
            signature.addInputArg(OpDef.ArgDef.newBuilder()
                    .setName("parameter_" + i)
                    .setType(parameter.types().get(0)));
        }
        Set<String> taken = new HashSet<>(known.values());
        for (Node node : Order.of(body.results())) {
            if (!known.containsKey(node)) {
                String unique = unique(plain(node.name()), taken);
                known.put(node, unique);
                function.addNodeDef(write(unique, node.runnable(), known));
            }
        }
        for (int i = 0; i < body.results().size(); i++) {
            Value result = body.results().get(i);
            signature.addOutputArg(
                    OpDef.ArgDef.newBuilder().setName("result_" + i).setType(result.type()));
            function.putRet("result_" + i, reference(result, known));
        }
        return function.setSignature(signature).build();
    }

    private NodeDef write(String name, Node node, Map<Node, String> known) {
        NodeDef.Builder written = NodeDef.newBuilder().setName(name).setOp(node.operator());
        node.inputs().forEach(input -> written.addInput(reference(input, known)));
        written.putAllAttr(node.attributes());
        written.putAllAttr(functions(node));
        return written.build();
    }

    private String reference(Value value, Map<Node, String> known) {
        Node node = value.node();
        String name = java.util.Objects.requireNonNull(known.get(node), () -> "outside of the function: " + node);
        Node run = node.runnable();
        return run.is(Body.PARAMETER)
                ? name
                : name + ":" + operators.outputName(run.operator(), run.attributes(), value.output());
    }

    /** Nodes of functions have names without scopes. */
    private static String plain(String name) {
        String letters = name.replaceAll("[^A-Za-z0-9_]", "_");
        return Character.isLetter(letters.charAt(0)) ? letters : "n" + letters;
    }

    private static String unique(String name, Set<String> taken) {
        String unique = name;
        for (int i = 1; !taken.add(unique); i++) {
            unique = name + "_" + i;
        }
        return unique;
    }

    /** Returns the attributes of a node with those for its bodies. */
    public Map<String, AttrValue> attributes(Node node) {
        Map<String, AttrValue> all = new HashMap<>(node.attributes());
        all.putAll(functions(node));
        return all;
    }

    private Map<String, AttrValue> functions(Node node) {
        Map<String, AttrValue> functions = new TreeMap<>();
        Map<String, AttrValue.ListValue.Builder> lists = new TreeMap<>();
        for (String attribute : new TreeSet<>(node.bodies().keySet())) {
            AttrValue function = attribute(node.body(attribute));
            int number = attribute.indexOf(NUMBER);
            if (number < 0) {
                functions.put(attribute, function);
            } else {
                lists.computeIfAbsent(attribute.substring(0, number), any -> AttrValue.ListValue.newBuilder())
                        .addFunc(function.getFunc());
            }
        }
        lists.forEach((attribute, list) ->
                functions.put(attribute, AttrValue.newBuilder().setList(list).build()));
        return functions;
    }
}
