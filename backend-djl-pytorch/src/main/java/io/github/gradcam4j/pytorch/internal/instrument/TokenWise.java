package io.github.gradcam4j.pytorch.internal.instrument;

import io.github.gradcam4j.pytorch.internal.pickle.Pickled;
import io.github.gradcam4j.pytorch.internal.program.ModuleNode;
import io.github.gradcam4j.pytorch.internal.syntax.Expression;
import io.github.gradcam4j.pytorch.internal.syntax.Function;
import io.github.gradcam4j.pytorch.internal.syntax.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Knows which operations compute each token of a [N, tokens, channels] tensor by itself: of their result for one token, they
 * need no other. For tensors of another rank that need not hold.
 */
final class TokenWise {
    private static final Set<String> POINTWISE =
            Set.of("torch.gelu", "torch.relu", "torch.tanh", "torch.sigmoid", "torch.silu", "torch.hardswish");
    private static final Set<String> SUMS = Set.of("torch.add", "torch.sub");
    private static final Set<String> SINGLE =
            Set.of("torch.linear", "torch.layer_norm", "torch.dropout", "torch.slice", "torch.mul");

    /** What else surely makes a tensor. */
    private static final Set<String> TENSORS = Set.of(
            "torch.matmul",
            "torch.bmm",
            "torch.scaled_dot_product_attention",
            "torch.softmax",
            "torch.cat",
            "torch.view",
            "torch.reshape",
            "torch.flatten",
            "torch.transpose",
            "torch.permute",
            "torch.contiguous",
            "torch.narrow",
            "torch.select");

    private final java.util.function.Function<String, Optional<Pickled.Tensor>> weights;
    private final Map<String, Boolean> known = new HashMap<>();

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
        /** Returns a method's steps; empty if there are branches or loops. */
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
            return parameter(name).isPresent();
        }

        private Optional<Function.Parameter> parameter(Expression.Name name) {
            return method.parameters().stream()
                    .skip(1)
                    .filter(parameter -> parameter.name().equals(name.id()))
                    .findFirst();
        }

        /** Tells whether an expression is surely a tensor. */
        boolean isTensor(Expression value) {
            if (value instanceof Expression.Name name) {
                return parameter(name)
                        .map(parameter -> parameter.type().equals("Tensor"))
                        .orElseGet(() -> definition(name).filter(this::isTensor).isPresent());
            }
            if (!(value instanceof Expression.Call call)) {
                return false;
            }
            Optional<ModuleNode> module = receivers.receiver(call);
            if (module.isPresent()) {
                return Optional.ofNullable(module.get().type().methods().get(called(call)))
                        .filter(called -> called.returns().equals("Tensor"))
                        .isPresent();
            }
            String name = call.name().orElse("");
            return TENSORS.contains(name)
                    || SINGLE.contains(name)
                    || POINTWISE.contains(name)
                    || (SUMS.contains(name) && isTensor(call.arguments().get(0)));
        }

        /** Returns the name of the method that is called. */
        static String called(Expression.Call call) {
            return ((Expression.Attribute) call.function()).name();
        }

        /** Returns the arguments of a call of a module that are tensors and are read. */
        static List<Expression> tensorsRead(Expression.Call call, ModuleNode module) {
            return Optional.ofNullable(module.type().methods().get(called(call)))
                    .map(method -> {
                        Map<String, Long> reads = reads(method);
                        List<Expression> read = new ArrayList<>();
                        for (int i = 0;
                                i
                                        < Math.min(
                                                call.arguments().size(),
                                                method.parameters().size() - 1);
                                i++) {
                            Function.Parameter parameter = method.parameters().get(i + 1);
                            if (parameter.type().equals("Tensor") && reads.containsKey(parameter.name())) {
                                read.add(call.arguments().get(i));
                            }
                        }
                        return read;
                    })
                    .orElse(List.of());
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
            return given.stream().allMatch(steps::isTensor) ? given : List.of();
        }
        boolean single = fixed
                && (POINTWISE.contains(name)
                        || (name.equals("torch.linear") && given.size() == 3)
                        || (name.equals("torch.layer_norm") && isLastAxis(given.get(1)))
                        || (name.equals("torch.dropout")
                                && given.size() == 3
                                && Expression.isLiteral(given.get(2), false))
                        || (name.equals("torch.slice") && given.size() == 4 && Expression.isLiteral(given.get(1), 0L))
                        || (name.equals("torch.mul") && given.size() == 2 && isVector(given.get(1), steps)));
        return single ? List.of(given.get(0)) : List.of();
    }

    /** Tells whether a method of a module computes each token of its result from this token of its arguments alone. */
    boolean isTokenWise(ModuleNode module, String method) {
        return known(
                module.number() + "." + method,
                () -> Steps.of(module, method)
                        .filter(steps -> steps.method().returns().equals("Tensor")
                                && steps.method().body().stream().noneMatch(Statement.Evaluate.class::isInstance))
                        .filter(steps -> isTokenWise(steps.result(), steps))
                        .isPresent());
    }

    private boolean known(String key, BooleanSupplier answer) {
        Boolean before = known.putIfAbsent(key, false); // what calls itself is not
        if (before != null) {
            return before;
        }
        boolean found = answer.getAsBoolean();
        known.put(key, found);
        return found;
    }

    private boolean isTokenWise(Expression value, Steps steps) {
        if (value instanceof Expression.Name name) {
            return steps.isParameter(name)
                    ? steps.isTensor(name)
                    : known(
                            steps.self().number() + "." + steps.method().name() + "=" + name.id(),
                            () -> steps.definition(name)
                                    .filter(definition -> isTokenWise(definition, steps))
                                    .isPresent());
        }
        if (!(value instanceof Expression.Call call)) {
            return false;
        }
        Optional<ModuleNode> module = steps.receivers().receiver(call);
        List<Expression> operands = module.map(
                        called -> call.keywords().isEmpty() && isTokenWise(called, Steps.called(call))
                                ? Steps.tensorsRead(call, called)
                                : List.<Expression>of())
                .orElseGet(() -> operands(call, steps));
        return !operands.isEmpty() && operands.stream().allMatch(operand -> isTokenWise(operand, steps));
    }

    private static boolean isLastAxis(Expression shape) {
        return shape instanceof Expression.ListDisplay list && list.elements().size() == 1;
    }

    private boolean isVector(Expression factor, Steps steps) {
        Expression meant =
                factor instanceof Expression.Name name ? steps.definition(name).orElse(factor) : factor;
        return meant instanceof Expression.Literal
                || Folding.Path.of(steps.receivers(), meant)
                        .flatMap(path -> weights.apply(path.whole()))
                        .filter(tensor -> tensor.shape().size() == 1)
                        .isPresent();
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
        Map<String, Long> reads = new HashMap<>();
        Walk.expressions(method.body(), expression -> {
            if (expression instanceof Expression.Name name) {
                reads.merge(name.id(), 1L, Long::sum);
            }
        });
        return reads;
    }
}
