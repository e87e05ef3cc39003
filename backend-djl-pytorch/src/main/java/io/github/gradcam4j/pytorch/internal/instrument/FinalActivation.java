package io.github.gradcam4j.pytorch.internal.instrument;

import io.github.gradcam4j.pytorch.internal.program.ModuleNode;
import io.github.gradcam4j.pytorch.internal.syntax.Expression;
import io.github.gradcam4j.pytorch.internal.syntax.Function;
import io.github.gradcam4j.pytorch.internal.syntax.Span;
import io.github.gradcam4j.pytorch.internal.syntax.Statement;
import io.github.gradcam4j.spi.Activation;
import java.util.List;
import java.util.Optional;

/**
 * Finds out whether an output is the direct result of softmax over the classes, or of sigmoid. Where several modules share
 * the type in which that happens, the value that a run saw last is the one before the output, which a run has to confirm.
 */
final class FinalActivation {
    private static final int DEEPEST = 50;
    private static final List<String> SIGMOIDS =
            List.of("torch.sigmoid", "torch.sigmoid_", "torch.special_expit", "__torch__.torch.nn.functional.sigmoid");

    private FinalActivation() {}

    /**
     * Where the value before an activation stands.
     *
     * @param typeName the qualified name of the type; empty if there is no activation
     * @param method the method
     * @param argument the place of the activation's argument
     * @param activation the activation
     * @param isLogarithm whether the output is its logarithm
     */
    record Site(String typeName, String method, Span argument, Activation activation, boolean isLogarithm) {
        static Site none() {
            return new Site("", "", new Span(0, 0), Activation.NONE, false);
        }

        boolean is(String type, String name, Span span) {
            return typeName.equals(type) && method.equals(name) && argument.equals(span);
        }
    }

    /** Finds the activation of one output, given by the steps that lead to it: names or numbers. */
    static Site of(ModuleNode root, List<String> output) {
        return inMethod(root, "forward", output, 0);
    }

    private static Site inMethod(ModuleNode self, String name, List<String> output, int depth) {
        Function method = self.type().methods().get(name);
        if (method == null || method.body().isEmpty()) {
            return Site.none();
        }
        return method.body().get(method.body().size() - 1) instanceof Statement.Return end
                ? end.value()
                        .map(value -> of(self, method, value, output, depth))
                        .orElse(Site.none())
                : Site.none();
    }

    private static Site of(ModuleNode self, Function method, Expression value, List<String> output, int depth) {
        if (depth > DEEPEST) {
            return Site.none();
        }
        if (value instanceof Expression.Name name) {
            return Walk.definition(method.body(), name.id())
                    .map(definition -> of(self, method, definition, output, depth + 1))
                    .orElse(Site.none());
        }
        if (!output.isEmpty()) {
            Optional<Expression> part = part(value, output.get(0));
            if (part.isPresent()) {
                return of(self, method, part.get(), output.subList(1, output.size()), depth + 1);
            }
        }
        if (!(value instanceof Expression.Call call)) {
            return Site.none();
        }
        Optional<ModuleNode> module = new Receivers(self, method).receiver(call);
        if (module.isPresent()) {
            return inMethod(module.get(), ((Expression.Attribute) call.function()).name(), output, depth + 1);
        }
        return output.isEmpty() ? activation(self, method, call) : Site.none();
    }

    private static Optional<Expression> part(Expression value, String step) {
        if (value instanceof Expression.DictDisplay dict) {
            for (int i = 0; i < dict.keys().size(); i++) {
                if (dict.keys().get(i) instanceof Expression.Literal key && step.equals(key.value())) {
                    return Optional.of(dict.values().get(i));
                }
            }
            return Optional.empty();
        }
        List<Expression> elements = value instanceof Expression.TupleDisplay tuple
                ? tuple.elements()
                : value instanceof Expression.ListDisplay list ? list.elements() : List.of();
        return step.matches("\\d{1,6}") && Integer.parseInt(step) < elements.size()
                ? Optional.of(elements.get(Integer.parseInt(step)))
                : Optional.empty();
    }

    private static Site activation(ModuleNode self, Function method, Expression.Call call) {
        Optional<String> name = call.name();
        Optional<String> bound = name.filter(word -> word.indexOf('.') < 0)
                .flatMap(word -> Walk.definition(method.body(), word))
                .flatMap(Expression::qualified);
        String function = bound.or(() -> name).orElse("");
        if (call.arguments().isEmpty()) {
            return Site.none();
        }
        Span argument = call.arguments().get(0).span();
        if (SIGMOIDS.contains(function)) {
            return new Site(self.typeName(), method.name(), argument, Activation.SIGMOID, false);
        }
        boolean ours =
                function.equals("torch." + last(function)) || function.startsWith("__torch__.torch.nn.functional");
        boolean logarithm = last(function).equals("log_softmax");
        return ours
                        && (logarithm || last(function).equals("softmax"))
                        && call.arguments().size() > 1
                        && isClassAxis(call.arguments().get(1))
                ? new Site(self.typeName(), method.name(), argument, Activation.SOFTMAX, logarithm)
                : Site.none();
    }

    private static String last(String function) {
        return function.substring(function.lastIndexOf('.') + 1);
    }

    private static boolean isClassAxis(Expression axis) {
        return axis instanceof Expression.Literal literal
                && literal.value() instanceof Long number
                && (number == 1 || number == -1);
    }
}
