package io.github.gradcam4j.tensorflow.internal.graph;

import io.github.gradcam4j.UnsupportedModelException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.OpDef;

/** Knows what operators take and make, as TensorFlow declares them. */
public final class Operators {
    private final Map<String, OpDef> definitions = new HashMap<>();

    /** Takes definitions; later ones of a name replace earlier ones. */
    public Operators(List<OpDef> definitions) {
        definitions.forEach(one -> this.definitions.put(one.getName(), one));
    }

    /** Tells whether an operator is declared. */
    public boolean knows(String operator) {
        return definitions.containsKey(operator);
    }

    /** Returns the declaration of an operator. */
    public OpDef definition(String operator) {
        OpDef found = definitions.get(operator);
        if (found == null) {
            throw new UnsupportedModelException(
                    "the operator '" + operator + "' is unknown to this TensorFlow: it is a custom"
                            + " one, or the model was written by a newer version. Export the model without it");
        }
        return found;
    }

    /** Returns the names of an operator's attributes. */
    Set<String> attributes(String operator) {
        return definition(operator).getAttrList().stream()
                .map(OpDef.AttrDef::getName)
                .collect(Collectors.toSet());
    }

    /** Returns the element types of all outputs of a node. */
    public List<DataType> outputTypes(String operator, Map<String, AttrValue> attributes) {
        OpDef definition = definition(operator);
        List<DataType> types = new ArrayList<>();
        definition.getOutputArgList().forEach(argument -> types.addAll(types(definition, argument, attributes)));
        return types;
    }

    /** Returns the number of the first output that a named argument of the declaration stands for. */
    public int outputNumber(String operator, Map<String, AttrValue> attributes, String argument) {
        OpDef definition = definition(operator);
        int number = 0;
        for (OpDef.ArgDef output : definition.getOutputArgList()) {
            if (output.getName().equals(argument)) {
                return number;
            }
            number += types(definition, output, attributes).size();
        }
        throw new UnsupportedModelException("the operator '" + operator + "' has no output '" + argument
                + "': the model was written by another version of TensorFlow, or is damaged. Export it again");
    }

    /** Returns the name of an output within functions: the argument, and its number among those of the argument. */
    public String outputName(String operator, Map<String, AttrValue> attributes, int number) {
        OpDef definition = definition(operator);
        int first = 0;
        for (OpDef.ArgDef output : definition.getOutputArgList()) {
            int count = types(definition, output, attributes).size();
            if (number < first + count) {
                return output.getName() + ":" + (number - first);
            }
            first += count;
        }
        throw new IllegalArgumentException("the operator '" + operator + "' has no output " + number);
    }

    private static List<DataType> types(OpDef definition, OpDef.ArgDef argument, Map<String, AttrValue> attributes) {
        if (!argument.getTypeListAttr().isEmpty()) {
            return attribute(definition, attributes, argument.getTypeListAttr())
                    .map(value -> value.getList().getTypeList())
                    .orElse(List.of());
        }
        DataType type = argument.getTypeAttr().isEmpty()
                ? argument.getType()
                : attribute(definition, attributes, argument.getTypeAttr())
                        .map(AttrValue::getType)
                        .orElse(DataType.DT_INVALID);
        int count = argument.getNumberAttr().isEmpty()
                ? 1
                : attribute(definition, attributes, argument.getNumberAttr())
                        .map(value -> Math.toIntExact(value.getI()))
                        .orElse(0);
        return Collections.nCopies(count, type);
    }

    /**
     * Returns attributes with those that the inputs tell: their types, and how many a list has. Of several lists, all but one
     * need their attributes given.
     */
    public Map<String, AttrValue> completed(String operator, List<DataType> inputs, Map<String, AttrValue> attributes) {
        OpDef definition = definition(operator);
        Map<String, AttrValue> all = new HashMap<>(attributes);
        int arguments = definition.getInputArgCount();
        int next = 0;
        for (int i = 0; i < arguments; i++) {
            OpDef.ArgDef argument = definition.getInputArg(i);
            String number = argument.getNumberAttr();
            String types = argument.getTypeListAttr();
            int rest = Math.max(0, inputs.size() - next - (arguments - i - 1));
            int count = 1;
            if (!number.isEmpty()) {
                count = Math.toIntExact(all.computeIfAbsent(number, any -> Attributes.of((long) rest))
                        .getI());
            } else if (!types.isEmpty()) {
                List<DataType> given = inputs.subList(next, next + rest);
                count = all.computeIfAbsent(types, any -> Attributes.types(given))
                        .getList()
                        .getTypeCount();
            }
            if (!argument.getTypeAttr().isEmpty() && next < inputs.size() && count > 0) {
                all.putIfAbsent(argument.getTypeAttr(), Attributes.of(inputs.get(next)));
            }
            next += count;
        }
        return all;
    }

    /** Returns an attribute of a node, or its default. */
    public Optional<AttrValue> attribute(Node node, String attribute) {
        return attribute(definition(node.operator()), node.attributes(), attribute);
    }

    private static Optional<AttrValue> attribute(OpDef definition, Map<String, AttrValue> attributes, String name) {
        AttrValue given = attributes.get(name);
        return given != null
                ? Optional.of(given)
                : definition.getAttrList().stream()
                        .filter(declared -> declared.getName().equals(name) && declared.hasDefaultValue())
                        .map(OpDef.AttrDef::getDefaultValue)
                        .findFirst();
    }
}
