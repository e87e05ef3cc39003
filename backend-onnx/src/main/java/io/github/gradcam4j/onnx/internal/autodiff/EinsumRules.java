package io.github.gradcam4j.onnx.internal.autodiff;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Differentiates sums over named axes. The gradient of an operand is again such a sum: of the gradient and the other operands,
 * into the operand's axes.
 */
final class EinsumRules {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private EinsumRules() {}

    static @Nullable GradientRule of(String operator) {
        return operator.equals("Einsum") ? EinsumRules::einsum : null;
    }

    private static void einsum(Backward node) {
        String equation = node.text("equation", "").replace(" ", "");
        String[] sides = equation.split("->", -1);
        List<String> operands = new ArrayList<>(List.of(sides[0].split(",", -1)));
        String output = sides.length > 1 ? sides[1] : implied(sides[0]);
        int most = 0;
        for (int i = 0; i < operands.size(); i++) {
            most = Math.max(most, hidden(node, i, operands.get(i)));
        }
        String unused = LETTERS.chars()
                .filter(letter -> equation.indexOf(letter) < 0)
                .mapToObj(letter -> String.valueOf((char) letter))
                .collect(Collectors.joining());
        if (unused.length() < most + 1 + node.outShape(0).length * 2) {
            throw node.refuse("uses too many letters");
        }
        String target = unused.substring(0, 1);
        String ellipsis = unused.substring(1, 1 + most);
        for (int i = 0; i < operands.size(); i++) {
            int length = hidden(node, i, operands.get(i));
            operands.set(i, operands.get(i).replace("...", ellipsis.substring(most - length)));
        }
        output = output.replace("...", ellipsis);
        for (int i = 0; i < operands.size(); i++) {
            if (node.wants(i)) {
                give(node, i, operands, target + output, unused.substring(1 + most));
            }
        }
    }

    /** Without an arrow, the letters that occur once follow in their order, after the ellipsis. */
    private static String implied(String operands) {
        String once = operands.chars()
                .filter(Character::isLetter)
                .sorted()
                .filter(letter -> operands.indexOf(letter) == operands.lastIndexOf(letter))
                .mapToObj(letter -> String.valueOf((char) letter))
                .collect(Collectors.joining());
        return (operands.contains("...") ? "..." : "") + once;
    }

    private static int hidden(Backward node, int input, String operand) {
        return operand.contains("...") ? node.inShape(input).length - (operand.length() - 3) : 0;
    }

    private static void give(Backward node, int input, List<String> operands, String output, String unused) {
        Emitter e = node.emit;
        List<String> terms = new ArrayList<>(List.of(output));
        List<String> values = new ArrayList<>(List.of(node.gradient()));
        for (int i = 0; i < operands.size(); i++) {
            if (i != input) {
                terms.add(operands.get(i));
                values.add(node.in(i));
            }
        }
        long[] shape = node.inShape(input);
        StringBuilder own = new StringBuilder();
        long[] full = new long[shape.length];
        for (int axis = 0; axis < shape.length; axis++) {
            String letter = operands.get(input).substring(axis, axis + 1);
            long size = largest(node, operands, letter);
            full[axis] = size;
            if (own.indexOf(letter) >= 0) {
                String fresh = unused.substring(axis, axis + 1);
                terms.add(letter + fresh);
                long side = Broadcasting.fixed(size)[0];
                values.add(node.shapes.selection(side, side, Integer::equals));
                letter = fresh;
            } else if (terms.stream().noneMatch(term -> term.contains(letter(operands, input, own.length())))) {
                terms.add(letter);
                values.add(ones(node, input, axis, shape[axis]));
            }
            own.append(letter);
        }
        String equation = String.join(",", terms) + "->" + output.charAt(0) + own;
        String product = e.op("Einsum", Emitter.attributes("equation", equation), values.toArray(String[]::new));
        node.give(input, node.shapes.unbroadcast(product, full, node.inName(input)));
    }

    private static String letter(List<String> operands, int input, int axis) {
        return operands.get(input).substring(axis, axis + 1);
    }

    private static String ones(Backward node, int input, int axis, long size) {
        return size == ValueTable.FREE
                ? node.emit.op(
                        "Expand",
                        node.emit.floats(new long[] {1}, 1),
                        new Scattering(node).size(node.inName(input), axis))
                : node.emit.op("Expand", node.emit.floats(new long[] {1}, 1), node.emit.longs(size));
    }

    /** Returns the size that an axis has after broadcasting. */
    private static long largest(Backward node, List<String> operands, String letter) {
        long size = 1;
        for (int i = 0; i < operands.size(); i++) {
            for (int axis = 0; axis < operands.get(i).length(); axis++) {
                if (operands.get(i).startsWith(letter, axis) && node.inShape(i)[axis] != 1) {
                    size = node.inShape(i)[axis];
                }
            }
        }
        return size;
    }
}
