package io.github.gradcam4j.pytorch.internal.instrument;

import io.github.gradcam4j.pytorch.internal.program.ModuleNode;
import io.github.gradcam4j.pytorch.internal.syntax.Expression;
import io.github.gradcam4j.pytorch.internal.syntax.Function;
import io.github.gradcam4j.pytorch.internal.syntax.Source;
import io.github.gradcam4j.pytorch.internal.syntax.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Multiplies batch normalisation with kept statistics into the weights of the convolution before it, which saves a pass over
 * the memory of each. It works on methods that record nothing: a value that is asked for is never folded away. Weights belong
 * to one module, so methods that several modules share are left as they are.
 */
final class Folding {
    /** The parameter that has the weights. */
    static final String WEIGHTS = "gradcam4j_folded";

    private static final String CONVOLUTION = "torch._convolution";
    private static final String NORMALISATION = "torch.batch_norm";
    private static final String HOLDER = "class Plain(Module):\n";
    private static final int TRANSPOSED = 6;
    private static final int TRAINING = 5;
    private static final int EPSILON = 7;

    private final ModuleNode root;
    private final Predicate<Pair> fits;
    private final Map<String, Long> modules;
    private final List<Pair> pairs = new ArrayList<>();

    /**
     * Is a convolution and the batch normalisation behind it.
     *
     * @param weight the attribute that has the convolution's weights
     * @param bias the one that has its bias, if it has any
     * @param factor the one that has the normalisation's factors
     * @param summand the one that has its summands
     * @param mean the one that has its means
     * @param variance the one that has its variances
     * @param epsilon what is added to these
     */
    record Pair(Path weight, Optional<Path> bias, Path factor, Path summand, Path mean, Path variance, double epsilon) {
        /** Returns what holds one number for each channel. */
        List<Path> vectors() {
            return Stream.concat(Stream.of(factor, summand, mean, variance), bias.stream())
                    .toList();
        }
    }

    /**
     * Says where an attribute is.
     *
     * @param module the path of its module, from the model
     * @param attribute its name
     */
    record Path(String module, String attribute) {
        /** Returns the path of the attribute that an expression reads; empty if it reads something else. */
        static Optional<Path> of(Receivers receivers, Expression expression) {
            return expression instanceof Expression.Attribute attribute
                    ? receivers.module(attribute.of()).map(module -> new Path(module.path(), attribute.name()))
                    : Optional.empty();
        }

        /** Returns the whole path, from the model. */
        String whole() {
            return module.isEmpty() ? attribute : module + "." + attribute;
        }

        /** Returns the expression that reads it, in a method of the model. */
        String expression(String self) {
            String object = self;
            for (String step : module.isEmpty() ? List.<String>of() : List.of(module.split("\\."))) {
                object = "getattr(" + object + ", \"" + step + "\")";
            }
            return "getattr(" + object + ", \"" + attribute + "\")";
        }
    }

    /**
     * Begins.
     *
     * @param root the model's module
     * @param fits whether weights have types and shapes that can be multiplied
     */
    Folding(ModuleNode root, Predicate<Pair> fits) {
        this.root = root;
        this.fits = fits;
        modules = root.all().collect(Collectors.groupingBy(ModuleNode::typeName, Collectors.counting()));
    }

    /** Returns the pairs; weight and bias of the first are the first two in the list of weights, and so on. */
    List<Pair> pairs() {
        return Collections.unmodifiableList(pairs);
    }

    /** Returns the number of the last normalisation that is folded; -1 if none is. */
    int last() {
        return pairs.stream()
                .flatMap(pair -> root.all()
                        .filter(module -> module.path().equals(pair.mean().module())))
                .mapToInt(ModuleNode::number)
                .max()
                .orElse(-1);
    }

    /** Returns the text of a method of a module with all pairs in it folded. */
    String of(ModuleNode self, String text) {
        if (!text.contains(NORMALISATION) || modules.getOrDefault(self.typeName(), 0L) != 1) {
            return text;
        }
        String held = HOLDER + text;
        Function method = Source.parse(held).types().values().stream()
                .flatMap(type -> type.methods().values().stream())
                .findFirst()
                .orElseThrow();
        Edits edits = new Edits();
        Receivers receivers = new Receivers(self, method);
        Walk.expressions(method.body(), expression -> {
            if (isCall(expression, NORMALISATION)) {
                fold(edits, method, receivers, (Expression.Call) expression);
            }
        });
        return edits.isEmpty() ? text : edits.applied(held, new Span(HOLDER.length(), held.length()));
    }

    private void fold(Edits edits, Function method, Receivers receivers, Expression.Call normalisation) {
        Optional<Expression.Call> before =
                convolution(method, normalisation.arguments().get(0));
        if (before.isEmpty()) {
            return;
        }
        List<Expression> convolution = before.get().arguments();
        List<Expression> arguments = normalisation.arguments();
        boolean known = convolution.size() > TRANSPOSED
                && Expression.isLiteral(convolution.get(TRANSPOSED), false)
                && arguments.size() > EPSILON
                && Expression.isLiteral(arguments.get(TRAINING), false);
        if (!known
                || !(arguments.get(EPSILON) instanceof Expression.Literal literal)
                || !(literal.value() instanceof Double epsilon)) {
            return;
        }
        List<Path> found = Stream.concat(Stream.of(convolution.get(1)), arguments.subList(1, TRAINING).stream())
                .flatMap(attribute -> Path.of(receivers, attribute).stream())
                .toList();
        Optional<Path> bias = Path.of(receivers, convolution.get(2));
        boolean biased = !Expression.isLiteral(convolution.get(2), null);
        if (found.size() != TRAINING || biased != bias.isPresent()) {
            return;
        }
        Pair pair = new Pair(found.get(0), bias, found.get(1), found.get(2), found.get(3), found.get(4), epsilon);
        if (!fits.test(pair)) {
            return;
        }
        int at = 2 * number(pair);
        edits.replace(convolution.get(1).span(), WEIGHTS + "[" + at + "]");
        edits.replace(convolution.get(2).span(), WEIGHTS + "[" + (at + 1) + "]");
        Span input = arguments.get(0).span();
        edits.replace(new Span(normalisation.span().start(), input.start()), "");
        edits.replace(new Span(input.end(), normalisation.span().end()), "");
    }

    private int number(Pair pair) {
        int known = pairs.indexOf(pair);
        if (known >= 0) {
            return known;
        }
        pairs.add(pair);
        return pairs.size() - 1;
    }

    /** Returns the convolution that makes a value, if nothing else reads it. */
    private static Optional<Expression.Call> convolution(Function method, Expression value) {
        if (value instanceof Expression.Name name) {
            List<Expression> uses = new ArrayList<>();
            Walk.expressions(method.body(), expression -> {
                if (expression instanceof Expression.Name use && use.id().equals(name.id())) {
                    uses.add(use);
                }
            });
            return uses.size() == 1
                    ? Walk.definition(method.body(), name.id())
                            .filter(definition -> isCall(definition, CONVOLUTION))
                            .map(Expression.Call.class::cast)
                    : Optional.empty();
        }
        return isCall(value, CONVOLUTION) ? Optional.of((Expression.Call) value) : Optional.empty();
    }

    private static boolean isCall(Expression expression, String function) {
        return expression instanceof Expression.Call call
                && call.name().filter(function::equals).isPresent()
                && call.keywords().isEmpty()
                && call.arguments().size() > 2;
    }
}
