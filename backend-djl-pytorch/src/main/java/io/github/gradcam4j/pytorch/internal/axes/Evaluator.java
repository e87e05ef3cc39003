package io.github.gradcam4j.pytorch.internal.axes;

import io.github.gradcam4j.internal.axes.Node;
import io.github.gradcam4j.pytorch.internal.syntax.Expression;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the values of expressions. */
final class Evaluator {
    private static final int MOST_PARTS = 4096;

    private final Trace trace;
    private final Modules modules;
    private final Calls calls;

    Evaluator(Trace trace, Modules modules, CallLog log) {
        this.trace = trace;
        this.modules = modules;
        this.calls = new Calls(trace, modules, log, new Interpreter(trace, this));
    }

    Calls calls() {
        return calls;
    }

    Object evaluate(Expression expression, Scope scope) {
        trace.budget().enter();
        Object value = find(expression, scope);
        trace.budget().leave();
        return value;
    }

    private Object find(Expression expression, Scope scope) {
        if (expression instanceof Expression.Literal literal) {
            return literal.value() == null ? None.NONE : literal.value();
        }
        if (expression instanceof Expression.Call call) {
            return call(call, scope);
        }
        if (expression instanceof Expression.ListDisplay list) {
            return all(list.elements(), scope);
        }
        if (expression instanceof Expression.TupleDisplay tuple) {
            return all(tuple.elements(), scope);
        }
        if (expression instanceof Expression.DictDisplay dictionary) {
            Dictionary made = new Dictionary();
            for (int i = 0; i < dictionary.keys().size(); i++) {
                made.entries()
                        .put(
                                evaluate(dictionary.keys().get(i), scope),
                                evaluate(dictionary.values().get(i), scope));
            }
            return made;
        }
        if (expression instanceof Expression.Subscript subscript) {
            return element(evaluate(subscript.of(), scope), evaluate(subscript.index(), scope));
        }
        if (expression instanceof Expression.Attribute attribute) {
            return attribute(attribute, scope);
        }
        Object variable = scope.find(((Expression.Name) expression).id());
        return variable == null ? new FunctionValue(((Expression.Name) expression).id()) : variable;
    }

    private Listing all(List<Expression> elements, Scope scope) {
        return trace.list(
                elements.stream().map(element -> evaluate(element, scope)).toList());
    }

    private Object attribute(Expression.Attribute attribute, Scope scope) {
        Optional<String> name = global(attribute, scope);
        if (name.isPresent()) {
            return name.get().startsWith("CONSTANTS.c")
                    ? modules.constant(name.get().substring("CONSTANTS.c".length()))
                    : new FunctionValue(name.get());
        }
        return modules.attribute(evaluate(attribute.of(), scope), attribute.name());
    }

    /** Returns the qualified name of what is no part of a variable. */
    private static Optional<String> global(Expression expression, Scope scope) {
        return Expression.qualified(expression)
                .filter(name -> scope.find(name.contains(".") ? name.substring(0, name.indexOf('.')) : name) == null);
    }

    private Object call(Expression.Call call, Scope scope) {
        Optional<String> name = global(call.function(), scope);
        if (name.isPresent() && (name.get().equals("annotate") || name.get().equals("unchecked_cast"))) {
            return evaluate(call.arguments().get(1), scope);
        }
        if (name.isPresent() && name.get().equals("uninitialized")) {
            return Unknown.VALUE;
        }
        List<Object> arguments = new ArrayList<>();
        if (name.isEmpty() && call.function() instanceof Expression.Attribute method) {
            Object object = evaluate(method.of(), scope);
            for (Expression argument : call.arguments()) {
                arguments.add(evaluate(argument, scope));
            }
            return calls.method(object, method.name(), arguments, keywords(call, scope));
        }
        for (Expression argument : call.arguments()) {
            arguments.add(evaluate(argument, scope));
        }
        Map<String, Object> keywords = keywords(call, scope);
        if (name.isPresent()) {
            return calls.function(name.get(), arguments, keywords);
        }
        return evaluate(call.function(), scope) instanceof FunctionValue function
                ? calls.function(function.name(), arguments, keywords)
                : Unknown.of(Contents.tensors(trace.list(arguments)));
    }

    private Map<String, Object> keywords(Expression.Call call, Scope scope) {
        Map<String, Object> keywords = new HashMap<>();
        call.keywords().forEach((name, value) -> keywords.put(name, evaluate(value, scope)));
        return keywords;
    }

    /** Returns an element of a list or dictionary. */
    private static Object element(Object of, Object index) {
        if (of instanceof Listing list && !list.isLost() && index instanceof Long at) {
            long front = at < 0 ? at + list.elements().size() : at;
            if (front >= 0 && front < list.elements().size()) {
                return list.elements().get((int) front);
            }
            throw new Unsure.Raised();
        }
        if (of instanceof Dictionary dictionary && dictionary.entries().containsKey(index)) {
            return dictionary.entries().get(index);
        }
        return Unknown.of(Contents.tensors(of));
    }

    /** Returns a number of parts of a list or tuple. */
    List<Object> parts(Object value, int count) {
        List<Object> elements = elements(value);
        if (elements != null && elements.size() == count) {
            return elements;
        }
        if (elements != null) {
            throw new Unsure.Raised();
        }
        List<Object> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(Unknown.of(Contents.tensors(value)));
        }
        if (value instanceof Unknown unknown && unknown.sizesOf().isPresent()) {
            Node node = unknown.sizesOf().get().node();
            if (node.shape() == null) {
                node.refine(Collections.nCopies(count, -1L)); // so many sizes are taken from it
            }
        }
        return parts;
    }

    /** Returns the elements of a list or tuple, null if they are not known. */
    @Nullable
    List<Object> elements(Object value) {
        if (value instanceof Listing list && !list.isLost()) {
            return new ArrayList<>(list.elements());
        }
        if (value instanceof Tensor tensor
                && tensor.shape() != null
                && !tensor.shape().isEmpty()
                && tensor.shape().get(0) >= 0
                && tensor.shape().get(0) < MOST_PARTS) {
            Object rows = calls.function("torch.unbind", List.of(value, 0L), Map.of());
            return rows instanceof Listing list ? list.elements() : null;
        }
        return null;
    }
}
