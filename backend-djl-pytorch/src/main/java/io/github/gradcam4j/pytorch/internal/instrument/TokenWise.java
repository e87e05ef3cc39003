package io.github.gradcam4j.pytorch.internal.instrument;

import io.github.gradcam4j.pytorch.internal.pickle.Pickled;
import io.github.gradcam4j.pytorch.internal.program.ModuleNode;
import io.github.gradcam4j.pytorch.internal.syntax.Expression;
import io.github.gradcam4j.pytorch.internal.syntax.Function;
import io.github.gradcam4j.pytorch.internal.syntax.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Knows which operations compute each token of a [N, tokens, channels] tensor by itself: of their result for one token, they
 * need no other. For tensors of another rank that need not hold.
 */
final class TokenWise {
    private static final int DEEPEST = 50;
    private static final Set<String> POINTWISE =
            Set.of("torch.gelu", "torch.relu", "torch.tanh", "torch.sigmoid", "torch.silu", "torch.hardswish");
    private static final Set<String> SUMS = Set.of("torch.add", "torch.sub");

    private final java.util.function.Function<String, Optional<Pickled.Tensor>> weights;

    /**
     * Begins.
     *
     * @param weights tells the type and shape of a module's tensor, by its path
     */
    TokenWise(java.util.function.Function<String, Optional<Pickled.Tensor>> weights) {
        this.weights = weights;
    }

    /**
     * A method whose steps follow one another.
     *
     * @param self the module
     * @param method the method
     * @param receivers its modules
     */
    record Steps(ModuleNode self, Function method, Receivers receivers) {
        /** Returns a method's steps; empty if there are branches or loops, or names that are given twice. */
        static Optional<Steps> of(ModuleNode self, String name) {
            return Optional.ofNullable(self.type().methods().get(name))
                    .filter(method -> method.parameters().size() > 1
                            && !method.body().isEmpty()
                            && method.body().stream().allMatch(Steps::isPlain)
                            && result(method).isPresent())
                    .map(method -> new Steps(self, method, new Receivers(self, method)));
        }

        private static boolean isPlain(Statement statement) {
            return statement instanceof Statement.Return
                    || statement instanceof Statement.Evaluate
                    || (statement instanceof Statement.Assign assign
                            && assign.targets().stream().allMatch(Expression.Name.class::isInstance));
        }

        private static Optional<Expression> result(Function method) {
            return method.body().get(method.body().size() - 1) instanceof Statement.Return end
                    ? end.value()
                    : Optional.empty();
        }

        Expression result() {
            return result(method).orElseThrow();
        }

        /** Returns what a variable is; empty for a parameter and for what is unpacked. */
        Optional<Expression> definition(Expression.Name name) {
            return Walk.definition(method.body(), name.id());
        }

        boolean isParameter(Expression.Name name) {
            return method.parameters().stream()
                    .skip(1)
                    .anyMatch(parameter -> parameter.name().equals(name.id()));
        }
    }

    /** Returns what a token-wise operation takes token by token; nothing for others. Calls of modules are others. */
    List<Expression> operands(Expression.Call call, Steps steps) {
        String name = call.name().orElse("");
        List<Expression> given = call.arguments();
        if (given.isEmpty()) {
            return List.of();
        }
        List<Expression> others = given.subList(1, given.size());
        boolean fixed = others.stream().allMatch(other -> isFixed(other, steps))
                && call.keywords().values().stream().allMatch(other -> isFixed(other, steps));
        if (SUMS.contains(name) && given.size() == 2 && call.keywords().isEmpty()) {
            return given.stream().anyMatch(term -> isFixed(term, steps)) ? List.of() : given;
        }
        boolean single = fixed
                && (POINTWISE.contains(name)
                        || (name.equals("torch.linear") && given.size() == 3)
                        || (name.equals("torch.layer_norm") && isLastAxis(given.get(1)))
                        || (name.equals("torch.dropout") && given.size() == 3 && isFalse(given.get(2)))
                        || (name.equals("torch.slice") && given.size() == 4 && isItems(given.get(1)))
                        || (name.equals("torch.mul") && given.size() == 2 && isVector(given.get(1), steps)));
        return single ? List.of(given.get(0)) : List.of();
    }

    /** Tells whether a method of a module computes each token of its result from this token of its arguments alone. */
    boolean isTokenWise(ModuleNode module, String method) {
        return isTokenWise(module, method, 0);
    }

    private boolean isTokenWise(ModuleNode module, String method, int depth) {
        Optional<Steps> steps = Steps.of(module, method);
        return depth < DEEPEST
                && steps.isPresent()
                && steps.get().method().body().stream().noneMatch(Statement.Evaluate.class::isInstance)
                && isTokenWise(steps.get().result(), steps.get(), depth);
    }

    private boolean isTokenWise(Expression value, Steps steps, int depth) {
        if (value instanceof Expression.Name name) {
            return steps.isParameter(name)
                    || (depth < DEEPEST
                            && steps.definition(name)
                                    .filter(definition -> isTokenWise(definition, steps, depth + 1))
                                    .isPresent());
        }
        if (!(value instanceof Expression.Call call)) {
            return false;
        }
        Optional<ModuleNode> module = steps.receivers().receiver(call);
        if (module.isPresent()) {
            return call.keywords().isEmpty()
                    && !call.arguments().isEmpty()
                    && isTokenWise(module.get(), ((Expression.Attribute) call.function()).name(), depth + 1)
                    && call.arguments().stream().allMatch(argument -> isTokenWise(argument, steps, depth));
        }
        List<Expression> operands = operands(call, steps);
        return !operands.isEmpty() && operands.stream().allMatch(operand -> isTokenWise(operand, steps, depth));
    }

    private static boolean isLastAxis(Expression shape) {
        return shape instanceof Expression.ListDisplay list && list.elements().size() == 1;
    }

    private static boolean isFalse(Expression expression) {
        return expression instanceof Expression.Literal literal && Boolean.FALSE.equals(literal.value());
    }

    private static boolean isItems(Expression axis) {
        return axis instanceof Expression.Literal literal && Long.valueOf(0).equals(literal.value());
    }

    private boolean isVector(Expression factor, Steps steps) {
        Expression meant =
                factor instanceof Expression.Name name ? steps.definition(name).orElse(factor) : factor;
        return meant instanceof Expression.Literal
                || (meant instanceof Expression.Attribute attribute
                        && steps.receivers()
                                .module(attribute.of())
                                .map(module -> module.path().isEmpty()
                                        ? attribute.name()
                                        : module.path() + "." + attribute.name())
                                .flatMap(weights)
                                .filter(tensor -> tensor.shape().size() == 1)
                                .isPresent());
    }

    /** Tells whether an expression is a constant or an attribute of a module. */
    private static boolean isFixed(Expression expression, Steps steps) {
        if (expression instanceof Expression.Name name) {
            return steps.definition(name)
                    .filter(definition -> !(definition instanceof Expression.Name) && isFixed(definition, steps))
                    .isPresent();
        }
        if (expression instanceof Expression.Attribute attribute) {
            return steps.receivers().module(attribute.of()).isPresent();
        }
        return expression instanceof Expression.Literal
                || (expression instanceof Expression.ListDisplay list
                        && list.elements().stream().allMatch(Expression.Literal.class::isInstance));
    }

    /** Returns how often each variable is read in a method. */
    static Map<String, Long> reads(Function method) {
        Map<String, Long> reads = new java.util.HashMap<>();
        Walk.expressions(method.body(), expression -> {
            if (expression instanceof Expression.Name name) {
                reads.merge(name.id(), 1L, Long::sum);
            }
        });
        return reads;
    }
}
