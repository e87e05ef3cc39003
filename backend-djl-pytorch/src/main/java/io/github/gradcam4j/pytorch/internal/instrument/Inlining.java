package io.github.gradcam4j.pytorch.internal.instrument;

import io.github.gradcam4j.pytorch.internal.program.ModuleNode;
import io.github.gradcam4j.pytorch.internal.syntax.Expression;
import io.github.gradcam4j.pytorch.internal.syntax.Function;
import io.github.gradcam4j.pytorch.internal.syntax.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes calls of simple methods as what they do, because a call costs libtorch's interpreter as much as a small operation.
 * A method is simple if it is a chain: each step takes the result of the one before and otherwise only attributes and
 * constants, so that one expression does the same in the same order.
 */
final class Inlining {
    private static final String SUFFIX = "__gradcam4j_plain";
    private static final Set<String> GLOBAL = Set.of("CONSTANTS", "__torch__");
    private static final Set<String> PACKAGES = Set.of("torch", "ops", "__torch__");
    private static final Set<String> FUNCTIONS = Set.of("annotate", "unchecked_cast", "int", "float", "bool");
    private static final int DEEPEST = 12;
    private static final int MANY = 2;

    private final UnaryOperator<String> text;
    private final Folding folding;
    private final Map<String, Optional<String>> made = new HashMap<>();
    private final Map<String, List<String>> byType = new LinkedHashMap<>();

    /**
     * Begins.
     *
     * @param text the text of a type's file
     * @param folding what multiplies batch normalisation into weights
     */
    Inlining(UnaryOperator<String> text, Folding folding) {
        this.text = text;
        this.folding = folding;
    }

    /** A method at work: what its variables are, in the text of who called it. */
    private final class Scope {
        final Function method;
        final String source;
        final Receivers receivers;
        final Map<String, String> bound;
        final Set<String> changing;
        final int depth;
        private final Map<String, Optional<Expression>> definitions = new HashMap<>();

        Scope(ModuleNode self, Function method, Map<String, String> bound, Set<String> changing, int depth) {
            this.method = method;
            this.source = text.apply(self.typeName());
            this.receivers = new Receivers(self, method);
            this.bound = bound;
            this.changing = changing;
            this.depth = depth;
        }

        Optional<Expression> definition(String variable) {
            return definitions.computeIfAbsent(variable, name -> Walk.definition(method.body(), name));
        }
    }

    /** Returns the methods that were made, by the qualified name of the type. */
    Map<String, List<String>> byType() {
        return byType;
    }

    /** Returns the name of a method that does the same with fewer calls, which is made now if it is not there. */
    Optional<String> of(ModuleNode self, String name) {
        Function method = self.type().methods().get(name);
        String key = self.typeName() + "." + name;
        if (method == null) {
            return Optional.empty();
        }
        Optional<String> known = made.get(key);
        if (known == null) {
            made.put(key, Optional.empty());
            known = body(self, method).map(body -> {
                String plain = "  def " + name + SUFFIX + signature(method, text.apply(self.typeName())) + body
                        + (body.endsWith("\n") ? "" : "\n");
                byType.computeIfAbsent(self.typeName(), type -> new ArrayList<>())
                        .add(folding.of(self, plain));
                return name + SUFFIX;
            });
            made.put(key, known);
        }
        return known;
    }

    private static String signature(Function method, String source) {
        List<String> parameters = new ArrayList<>(method.parameters().stream()
                .map(parameter -> source.substring(
                        parameter.span().start(), parameter.span().end()))
                .toList());
        parameters.add(1, Folding.WEIGHTS + ": List[Tensor]");
        return "(" + String.join(",\n    ", parameters) + ") -> " + method.returns() + ":\n";
    }

    private Optional<String> body(ModuleNode self, Function method) {
        Set<String> parameters = method.parameters().stream()
                .skip(1)
                .map(Function.Parameter::name)
                .collect(Collectors.toSet());
        Scope scope = new Scope(self, method, Map.of(), parameters, 0);
        Edits edits = new Edits();
        Walk.statements(
                method.body(),
                statement -> expressions(statement).forEach(expression -> {
                    String written = write(expression, scope);
                    if (!written.equals(scope.source.substring(
                            expression.span().start(), expression.span().end()))) {
                        edits.replace(expression.span(), written);
                    }
                }));
        return edits.isEmpty() ? Optional.empty() : Optional.of(edits.applied(scope.source, method.bodySpan()));
    }

    private static List<Expression> expressions(Statement statement) {
        List<Expression> found = new ArrayList<>();
        Walk.own(statement, found::add);
        return found;
    }

    private String write(Expression expression, Scope scope) {
        if (expression instanceof Expression.Name name && scope.bound.containsKey(name.id())) {
            return String.valueOf(scope.bound.get(name.id()));
        }
        if (expression instanceof Expression.Call call) {
            String inlined = inlined(call, scope);
            if (inlined != null) {
                return inlined;
            }
            Optional<String> shorter = scope.receivers
                    .receiver(call)
                    .flatMap(module -> of(module, ((Expression.Attribute) call.function()).name()));
            if (shorter.isPresent()) {
                Expression.Attribute function = (Expression.Attribute) call.function();
                String named = write(function.of(), scope) + "." + shorter.get();
                String written =
                        Parts.written(call, scope.source, part -> part.equals(function) ? named : write(part, scope));
                return named + "(" + Folding.WEIGHTS + ", " + written.substring(named.length() + 1);
            }
        }
        return Parts.written(expression, scope.source, part -> write(part, scope));
    }

    private @Nullable String inlined(Expression.Call call, Scope scope) {
        Optional<ModuleNode> receiver = scope.receivers.receiver(call);
        if (receiver.isEmpty() || scope.depth >= DEEPEST || !call.keywords().isEmpty()) {
            return null;
        }
        Expression.Attribute function = (Expression.Attribute) call.function();
        Function called = receiver.get().type().methods().get(function.name());
        if (called == null || called.parameters().size() != call.arguments().size() + 1) {
            return null;
        }
        Map<String, String> bound = new HashMap<>();
        Set<String> dynamic = new TreeSet<>();
        bound.put(called.parameters().get(0).name(), "(" + write(function.of(), scope) + ")");
        for (int i = 0; i < call.arguments().size(); i++) {
            String parameter = called.parameters().get(i + 1).name();
            bound.put(parameter, write(call.arguments().get(i), scope));
            if (!isFixed(call.arguments().get(i), scope)) {
                dynamic.add(parameter);
            }
        }
        return dynamic.size() > 1 ? null : chain(new Scope(receiver.get(), called, bound, dynamic, scope.depth + 1));
    }

    /** Writes the steps of a method into each other, if they are a chain that begins with the one argument that changes. */
    private @Nullable String chain(Scope scope) {
        Set<String> changing = new TreeSet<>(scope.changing);
        List<Statement> steps = scope.method.body();
        for (Statement step : steps) {
            if (step instanceof Statement.Return end) {
                return end.value()
                        .filter(value -> isLink(value, scope, changing))
                        .map(value -> write(value, scope))
                        .orElse(null);
            }
            if (!(step instanceof Statement.Assign assign)
                    || assign.unpacks()
                    || !(assign.targets().get(0) instanceof Expression.Name target)
                    || scope.bound.containsKey(target.id())) {
                return null;
            }
            boolean fixed = isFixed(assign.value(), scope);
            if (!fixed && !isLink(assign.value(), scope, changing)) {
                return null;
            }
            scope.bound.put(target.id(), write(assign.value(), scope));
            if (!fixed) {
                changing.clear();
                changing.add(target.id());
            }
        }
        return null;
    }

    /** Tells whether an expression reads the one changing value once, and nothing else that changes. */
    private boolean isLink(Expression expression, Scope scope, Set<String> changing) {
        return links(expression, scope, changing) == 1;
    }

    /** Returns how often an expression reads the changing value; many for one that is no link. */
    private int links(Expression expression, Scope scope, Set<String> changing) {
        if (expression instanceof Expression.Name name && changing.contains(name.id())) {
            return 1;
        }
        if (isFixed(expression, scope)) {
            return 0;
        }
        if (expression instanceof Expression.Name) {
            return MANY;
        }
        List<Expression> parts = Parts.of(expression);
        if (expression instanceof Expression.Call call) {
            if (!isPlainFunction(call.function(), scope)) {
                return MANY;
            }
            parts = parts.subList(1, parts.size());
        }
        int links = 0;
        int calls = 0;
        for (Expression part : parts) {
            links += links(part, scope, changing);
            calls += part instanceof Expression.Call && !isFixed(part, scope) ? 1 : 0;
        }
        return calls > 1 ? MANY : links;
    }

    /** Tells whether what is called is a function, or a method of a module: no object that may change. */
    private boolean isPlainFunction(Expression function, Scope scope) {
        if (function instanceof Expression.Attribute attribute && isFixed(attribute.of(), scope)) {
            return true;
        }
        String name = Expression.qualified(function).orElse("");
        String first = name.substring(0, Math.max(0, name.indexOf('.')));
        return FUNCTIONS.contains(name) || PACKAGES.contains(first) || isFixed(function, scope);
    }

    /** Tells whether an expression is an attribute or a constant, or made of such: reading it does nothing. */
    private boolean isFixed(Expression expression, Scope scope) {
        if (expression instanceof Expression.Literal) {
            return true;
        }
        if (expression instanceof Expression.Name name) {
            boolean isParameter = scope.method.parameters().stream()
                    .anyMatch(parameter -> parameter.name().equals(name.id()));
            return isParameter
                    ? !scope.changing.contains(name.id())
                    : scope.definition(name.id())
                            .map(definition -> isFixed(definition, scope))
                            .orElse(GLOBAL.contains(name.id()));
        }
        if (expression instanceof Expression.Call call) {
            return call.name().filter("getattr"::equals).isPresent()
                    && isFixed(call.arguments().get(0), scope);
        }
        return (expression instanceof Expression.Attribute
                        || expression instanceof Expression.ListDisplay
                        || expression instanceof Expression.TupleDisplay)
                && Parts.of(expression).stream().allMatch(part -> isFixed(part, scope));
    }
}
