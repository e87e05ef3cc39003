package io.github.gradcam4j.pytorch.internal.axes;

import io.github.gradcam4j.pytorch.internal.pickle.Pickled;
import io.github.gradcam4j.pytorch.internal.pickle.TensorValues;
import io.github.gradcam4j.pytorch.internal.program.ModuleNode;
import io.github.gradcam4j.pytorch.internal.program.Program;
import io.github.gradcam4j.pytorch.internal.syntax.Expression;
import io.github.gradcam4j.pytorch.internal.syntax.Type;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The attributes of modules, from the archive's objects. */
final class Modules {
    private static final int MOST_FRACTIONS = 16;

    private final Program program;
    private final List<@Nullable Object> constants;
    private final TensorValues values;
    private final Trace trace;
    private final IdentityHashMap<Object, Object> made = new IdentityHashMap<>();

    Modules(Program program, List<@Nullable Object> constants, TensorValues values, Trace trace) {
        this.program = program;
        this.constants = constants;
        this.values = values;
        this.trace = trace;
    }

    Program program() {
        return program;
    }

    /** Returns one of the tensors and objects that code names {@code CONSTANTS.c3}. */
    Object constant(String number) {
        int index = Integer.parseInt(number);
        return index < constants.size() ? value(constants.get(index)) : Unknown.VALUE;
    }

    Object attribute(Object of, String name) {
        if (of instanceof ModuleValue object) {
            Object known = object.attributes().get(name);
            if (known == null) {
                known = read(object, name);
                object.attributes().put(name, known);
            }
            return known;
        }
        if (of instanceof Listing tuple && tuple.names().contains(name)) {
            return tuple.elements().get(tuple.names().indexOf(name));
        }
        return of instanceof FunctionValue function
                ? new FunctionValue(function.name() + "." + name)
                : Unknown.of(Contents.tensors(of));
    }

    private Object read(ModuleValue object, String name) {
        if (name.equals("training")) {
            return false; // whatever it was when it was saved, a model that is explained is not trained
        }
        Map<Object, @Nullable Object> attributes =
                object.instance().map(Pickled.Instance::attributes).orElse(Map.of());
        Optional<ModuleNode> child = object.node()
                .flatMap(node -> Optional.ofNullable(node.children().get(name)));
        if (child.isPresent()) {
            return new ModuleValue(
                    child,
                    child.get().type(),
                    attributes.get(name) instanceof Pickled.Instance instance
                            ? Optional.of(instance)
                            : Optional.empty());
        }
        if (attributes.containsKey(name)) {
            return value(attributes.get(name));
        }
        Expression constant = object.type().constants().get(name);
        return constant == null ? Unknown.VALUE : literal(constant);
    }

    private Object literal(Expression constant) {
        if (constant instanceof Expression.Literal literal) {
            return literal.value() == null ? None.NONE : literal.value();
        }
        if (constant instanceof Expression.ListDisplay list) {
            return trace.list(list.elements().stream().map(this::literal).toList());
        }
        return constant instanceof Expression.TupleDisplay tuple
                ? trace.list(tuple.elements().stream().map(this::literal).toList())
                : Unknown.VALUE;
    }

    /** Returns what code sees of an object in the archive: the same for the same object. */
    private Object value(@Nullable Object pickled) {
        if (pickled == null) {
            return None.NONE;
        }
        Object value = made.get(pickled);
        if (value == null) {
            value = make(pickled);
            made.put(pickled, value);
        }
        return value;
    }

    private Object make(Object pickled) {
        if (pickled instanceof Pickled.Tensor tensor) {
            boolean whole = tensor.dtype().filter(type -> !type.isFloating()).isPresent();
            boolean few = whole || tensor.size() <= MOST_FRACTIONS;
            Tensor constant = trace.constant(
                    tensor.dtype().orElse(null),
                    tensor.shape(),
                    few ? values.elements(tensor).orElse(null) : null);
            if (tensor.requiresGrad()) {
                trace.trained().add(constant.node());
            }
            return constant;
        }
        if (pickled instanceof Pickled.Sequence list) {
            return trace.list(list.elements().stream().map(this::value).toList());
        }
        if (pickled instanceof Pickled.Tuple tuple) {
            return trace.list(tuple.elements().stream().map(this::value).toList());
        }
        if (pickled instanceof Pickled.Dict dict) {
            Dictionary dictionary = new Dictionary();
            dict.entries().forEach((key, value) -> dictionary.entries().put(key, value(value)));
            return dictionary;
        }
        if (pickled instanceof Pickled.Instance instance) {
            Optional<Type> type = program.type(instance.typeName());
            return type.isPresent()
                    ? new ModuleValue(Optional.empty(), type.get(), Optional.of(instance))
                    : Unknown.VALUE;
        }
        return pickled instanceof Pickled.Made call ? member(call) : pickled;
    }

    /** Returns the member of an enumeration that has a value, as code names it. */
    private Object member(Pickled.Made call) {
        Optional<Type> type =
                program.type(call.function()).filter(found -> found.base().equals("Enum"));
        return type.stream()
                .flatMap(found -> found.constants().entrySet().stream())
                .filter(member -> call.arguments().equals(List.of(literal(member.getValue()))))
                .<Object>map(member -> new FunctionValue(call.function() + "." + member.getKey()))
                .findFirst()
                .orElse(Unknown.VALUE);
    }
}
