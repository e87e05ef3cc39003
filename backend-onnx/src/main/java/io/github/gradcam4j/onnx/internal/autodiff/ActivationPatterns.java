package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Recognises products of a value and its gate: Swish, its form with a hard sigmoid, and both forms of Gelu. The gate is read
 * from the forward pass, which costs less than to keep it where the runtime could fuse it, and compute it again.
 */
final class ActivationPatterns {
    private static final double CUBIC = 0.044715;

    private final Pullback pullback;

    private ActivationPatterns(Pullback pullback) {
        this.pullback = pullback;
    }

    /** Lists what the product that an operator ends may be. */
    static Stream<Patterns.Step> endingIn(NodeProto last, Pullback pullback) {
        if (!last.opType().equals("Mul")) {
            return Stream.empty();
        }
        ActivationPatterns patterns = new ActivationPatterns(pullback);
        Product product = patterns.product(last.outputs().get(0));
        List<String> factors = product.factors();
        return factors.size() != 2
                ? Stream.empty()
                : Stream.of(0, 1)
                        .flatMap(i -> patterns.way(product, factors.get(i), factors.get(1 - i)).stream()
                                .map(way -> Patterns.Step.between(
                                        factors.get(i), last, node -> node.give(0, way.apply(node)))));
    }

    /** Returns what takes the gradient of a product to one of its factors, if the other one is its gate. */
    private Optional<Function<Backward, String>> way(Product product, String x, String gate) {
        return product.isTimes(1)
                ? sigmoid(x, gate)
                : product.isTimes(0.5) ? gelu(x, gate).map(ActivationPatterns::along) : Optional.empty();
    }

    private static Function<Backward, String> along(Function<Backward, String> slope) {
        return n -> n.emit.mul(n.gradient(), slope.apply(n));
    }

    private Optional<Function<Backward, String>> sigmoid(String x, String gate) {
        Optional<NodeProto> maker = pullback.graph().producer(gate);
        return maker.flatMap(node -> switch (node.qualifiedType()) {
            case "Sigmoid" -> {
                Product argument = product(node.inputs().get(0));
                yield argument.factors().equals(List.of(x))
                        ? Optional.of(n -> SmoothActivationRules.gated(n, argument.number(), in(gate)))
                        : Optional.empty();
            }
            case "HardSigmoid" ->
                node.inputs().get(0).equals(x)
                        ? Optional.of(along(n -> n.emit.add(
                                in(gate),
                                n.emit.mul(n.in(0), ActivationRules.hardSigmoidSlope(new Backward(node, pullback))))))
                        : Optional.empty();
            default -> Optional.empty();
        });
    }

    private Optional<Function<Backward, String>> gelu(String x, String gate) {
        Optional<NodeProto> maker = besideOne(gate).flatMap(pullback.graph()::producer);
        return maker.flatMap(node -> {
            String bend = node.outputs().get(0);
            return switch (node.qualifiedType()) {
                case "Erf" ->
                    product(node.inputs().get(0)).is(Math.sqrt(0.5), x)
                            ? Optional.of(n -> SmoothActivationRules.geluSlope(n, in(gate)))
                            : Optional.empty();
                case "Tanh" ->
                    isBent(x, product(node.inputs().get(0)))
                            ? Optional.of(n -> SmoothActivationRules.tanhGeluSlope(n, in(gate), in(bend)))
                            : Optional.empty();
                default -> Optional.empty();
            };
        });
    }

    /** Recognises {@code x + 0.044715 x^3}, or {@code x (1 + 0.044715 x^2)}, with its factor. */
    private boolean isBent(String x, Product argument) {
        List<String> factors = argument.factors();
        if (!argument.isTimes(Math.sqrt(2 / Math.PI))) {
            return false;
        }
        if (factors.size() == 1) {
            return summand(factors.get(0), x::equals)
                    .filter(cube -> product(cube).is(CUBIC, x, x, x))
                    .isPresent();
        }
        return factors.size() == 2
                && factors.contains(x)
                && besideOne(factors.get(factors.get(0).equals(x) ? 1 : 0))
                        .filter(square -> product(square).is(CUBIC, x, x))
                        .isPresent();
    }

    private Optional<String> besideOne(String sum) {
        return summand(
                sum,
                value -> pullback.number(value).filter(number -> number == 1).isPresent());
    }

    /** Returns what is added to a value of some kind. */
    private Optional<String> summand(String sum, Predicate<String> other) {
        return pullback.graph()
                .producer(sum)
                .filter(node -> node.qualifiedType().equals("Add"))
                .flatMap(node -> Stream.of(0, 1)
                        .filter(i -> other.test(node.inputs().get(i)))
                        .map(i -> node.inputs().get(1 - i))
                        .findFirst());
    }

    private Product product(String value) {
        return Product.of(value, pullback);
    }

    private String in(String value) {
        return pullback.asFloat(value);
    }
}
