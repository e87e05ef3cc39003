package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sums of products that an equation tells, whose derivatives are such sums too. */
final class EinsumRule implements GradientRule {
    private static final String MORE = "...";

    @Override
    public void apply(Node node, Pullback pullback, Emitter emit) {
        String[] sides = node.attribute("equation")
                .orElseThrow()
                .getS()
                .toStringUtf8()
                .replace(" ", "")
                .split("->", -1);
        String[] inputs = sides[0].split(",", -1);
        if (sides.length != 2 || inputs.length != node.inputs().size() || inputs.length > 2) {
            throw new UnsupportedModelException(Paths.obstacle(node) + " for equation '" + sides[0] + "'");
        }
        for (int input = 0; input < inputs.length; input++) {
            if (pullback.wants(input)) {
                Operand own = new Operand(inputs[input], node.input(input));
                List<Operand> others = new ArrayList<>(List.of(new Operand(sides[1], pullback.cotangent())));
                if (inputs.length == 2) {
                    others.add(new Operand(inputs[1 - input], node.input(1 - input)));
                }
                if (own.hasMore() && !sides[1].contains(MORE)) {
                    throw new UnsupportedModelException(Paths.obstacle(node) + " for a sum over '...'");
                }
                pullback.give(input, cotangent(own, others, emit));
            }
        }
    }

    /** A tensor and the letters of its axes. */
    private record Operand(String axes, Value value) {
        boolean hasMore() {
            return axes.contains(MORE);
        }

        /** Returns each letter once. */
        Set<Character> letters() {
            Set<Character> letters = new LinkedHashSet<>();
            for (char letter : axes.replace(".", "").toCharArray()) {
                letters.add(letter);
            }
            return letters;
        }

        /** Returns the sizes of axes. */
        Value sizes(Set<Character> letters, Dimensions sizes, Emitter emit) {
            Value shape = emit.shape(value);
            String behind = axes.contains(MORE) ? axes.substring(axes.indexOf(MORE) + MORE.length()) : "";
            String before = axes.contains(MORE) ? axes.substring(0, axes.indexOf(MORE)) : axes;
            Value[] found = letters.stream()
                    .map(letter -> before.indexOf(letter) >= 0
                            ? sizes.at(shape, before.indexOf(letter))
                            : sizes.at(shape, behind.indexOf(letter) - behind.length()))
                    .toArray(Value[]::new);
            return sizes.vector(found);
        }
    }

    private static Value cotangent(Operand own, List<Operand> others, Emitter emit) {
        boolean more = others.stream().anyMatch(Operand::hasMore);
        Set<Character> summed = own.letters();
        others.forEach(other -> summed.removeAll(other.letters()));
        Set<Character> present = own.letters();
        present.removeAll(summed);
        List<Operand> operands = new ArrayList<>(others);
        if (!summed.isEmpty()) {
            // Along an axis that was summed over, everything has the same cotangent.
            if (operands.size() == 2) {
                String axes = axes(more, present);
                operands = new ArrayList<>(List.of(new Operand(axes, einsum(operands, axes, emit))));
            }
            Value sizes = own.sizes(summed, new Dimensions(emit), emit);
            Value ones = emit.of("Fill", sizes, emit.real(1, own.value().type()));
            operands.add(new Operand(axes(false, summed), ones));
        }
        String straight = axes(more, own.letters());
        Value whole = einsum(operands, straight, emit);
        String ordered = axes(own.hasMore(), own.letters());
        if (more) {
            Value like = ordered.equals(own.axes()) ? own.value() : einsum(List.of(own), ordered, emit);
            whole = emit.sumTo(whole, like);
        }
        return ordered.equals(own.axes()) ? whole : einsum(List.of(new Operand(ordered, whole)), own.axes(), emit);
    }

    private static String axes(boolean more, Set<Character> letters) {
        StringBuilder axes = new StringBuilder(more ? MORE : "");
        letters.forEach(axes::append);
        return axes.toString();
    }

    private static Value einsum(List<Operand> operands, String result, Emitter emit) {
        String equation = String.join(",", operands.stream().map(Operand::axes).toList()) + "->" + result;
        return emit.value(
                "Einsum", operands.stream().map(Operand::value).toList(), Map.of("equation", Attributes.of(equation)));
    }
}
