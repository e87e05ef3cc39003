package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Recognises values over their deviation, or over the root of their mean square. Scale and bias behind that stay operators
 * of their own. The quotient and the divisor are read from the forward pass: the runtime's fused LayerNormalization, which
 * that prevents, is slower on a processor than its parts.
 */
final class NormalizationPatterns {
    private final Pullback pullback;

    private NormalizationPatterns(Pullback pullback) {
        this.pullback = pullback;
    }

    /** Is a quotient of two values. */
    private record Quotient(String x, String length) {}

    /** Is the mean of a value along axes that stay with size 1. */
    private record Mean(String of, List<Long> axes) {}

    /** Lists what the quotient that an operator ends may be, the longest pattern first. */
    static Stream<Patterns.Step> endingIn(NodeProto last, Pullback pullback) {
        NormalizationPatterns patterns = new NormalizationPatterns(pullback);
        return patterns.quotients(last)
                .flatMap(quotient -> patterns.energy(quotient.length())
                        .flatMap(energy -> patterns.normalized(quotient, energy, last)));
    }

    private Stream<Quotient> quotients(NodeProto last) {
        List<String> inputs = last.inputs();
        return switch (last.opType()) {
            case "Div" -> Stream.of(new Quotient(inputs.get(0), inputs.get(1)));
            case "Mul" ->
                Stream.of(0, 1)
                        .flatMap(i -> reciprocal(inputs.get(i)).stream()
                                .map(length -> new Quotient(inputs.get(1 - i), length)));
            default -> Stream.empty();
        };
    }

    private Optional<String> reciprocal(String value) {
        return made("Reciprocal", value)
                .map(inputs -> inputs.get(0))
                .or(() -> made("Div", value)
                        .filter(inputs -> isNumber(1, inputs.get(0)))
                        .map(inputs -> inputs.get(1)));
    }

    /** Returns the mean whose root, with something fixed added, a value is. */
    private Stream<Mean> energy(String length) {
        return made("Sqrt", length).flatMap(inputs -> made("Add", inputs.get(0))).stream()
                .flatMap(inputs -> Stream.of(0, 1)
                        .filter(i -> !pullback.isActive(inputs.get(1 - i)))
                        .flatMap(i -> mean(inputs.get(i)).stream()));
    }

    private Stream<Patterns.Step> normalized(Quotient quotient, Mean energy, NodeProto last) {
        String x = quotient.x();
        Optional<String> squared = root(energy.of());
        if (squared.isEmpty()) {
            return Stream.empty();
        }
        int rank = pullback.shapes().of(x).length;
        long[] axes = energy.axes().stream()
                .mapToLong(axis -> Backward.axis(axis, rank))
                .toArray();
        Optional<String> centred = centred(x, energy.axes());
        return Stream.concat(
                centred.filter(of -> centred(squared.get(), energy.axes()).equals(centred)).stream()
                        .map(of -> whole(of, quotient.length(), last, true, axes)),
                squared.filter(x::equals).stream().map(of -> whole(of, quotient.length(), last, false, axes)));
    }

    private Patterns.Step whole(String x, String length, NodeProto last, boolean centred, long... axes) {
        return Patterns.Step.between(
                x,
                last,
                node -> node.give(
                        0,
                        NormalizationRules.unit(
                                node.emit, node.gradient(), node.out(0), pullback.asFloat(length), centred, axes)));
    }

    /** Returns the value from which its own mean was subtracted. */
    private Optional<String> centred(String difference, List<Long> axes) {
        return made("Sub", difference)
                .filter(inputs -> mean(inputs.get(1)).equals(Optional.of(new Mean(inputs.get(0), axes))))
                .map(inputs -> inputs.get(0));
    }

    private Optional<String> root(String square) {
        return made("Mul", square)
                .filter(inputs -> inputs.get(0).equals(inputs.get(1)))
                .or(() -> made("Pow", square).filter(inputs -> isNumber(2, inputs.get(1))))
                .map(inputs -> inputs.get(0));
    }

    private Optional<Mean> mean(String value) {
        return pullback.graph()
                .producer(value)
                .filter(node -> node.qualifiedType().equals("ReduceMean"))
                .map(node -> new Backward(node, pullback))
                .filter(node -> node.integer("keepdims", 1) == 1)
                .flatMap(node -> node.integers("axes")
                        .or(() -> node.node().input(1).flatMap(pullback::integers))
                        .filter(axes -> axes.length > 0)
                        .map(axes -> new Mean(
                                node.inName(0), LongStream.of(axes).boxed().toList())));
    }

    private boolean isNumber(double wanted, String value) {
        return pullback.number(value).filter(number -> number == wanted).isPresent();
    }

    /** Returns what an operator reads that makes a value, if it has this type. */
    private Optional<List<String>> made(String type, String value) {
        return pullback.graph()
                .producer(value)
                .filter(node -> node.qualifiedType().equals(type))
                .map(NodeProto::inputs);
    }
}
