package io.github.gradcam4j.tensorflow.internal.axes;

import io.github.gradcam4j.internal.axes.EinsumRule;
import io.github.gradcam4j.internal.axes.Node;
import io.github.gradcam4j.internal.axes.PermuteRule;
import io.github.gradcam4j.internal.axes.ProductRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Products of matrices. */
final class ProductOperators {
    private ProductOperators() {}

    static void register(Translations.Registry registry) {
        registry.put("MatMul", a -> multiplied(a, a.flag("transpose_a"), a.flag("transpose_b")));
        registry.put("BatchMatMul BatchMatMulV2 BatchMatMulV3", a -> multiplied(a, a.flag("adj_x"), a.flag("adj_y")));
        registry.put("Einsum", ProductOperators::summed);
    }

    private static void multiplied(Operation a, boolean turnsLeft, boolean turnsRight) {
        a.make(new ProductRule(), List.of(turned(a, 0, turnsLeft), turned(a, 1, turnsRight)));
    }

    private static Node turned(Operation a, int input, boolean turns) {
        Node matrix = a.input(input);
        if (!turns) {
            return matrix;
        }
        List<Long> shape = new ArrayList<>(Operation.shape(matrix));
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, shape.size()).boxed().toList());
        Collections.swap(shape, shape.size() - 2, shape.size() - 1);
        Collections.swap(order, order.size() - 2, order.size() - 1);
        Node turned = new Node(matrix.dtype(), List.copyOf(shape), matrix.isConstant());
        a.make(new PermuteRule(List.copyOf(order)), List.of(matrix), turned);
        return turned;
    }

    private static void summed(Operation a) {
        String[] sides = a.text("equation").replace(" ", "").split("->", -1);
        String[] inputs = sides[0].split(",", -1);
        int rest = 0;
        for (int i = 0; i < inputs.length; i++) {
            if (inputs[i].contains("...")) {
                rest = Math.max(rest, a.input(i).rank() - (inputs[i].length() - "...".length()));
            }
        }
        List<String> named = new ArrayList<>();
        for (int i = 0; i < inputs.length; i++) {
            int own = a.input(i).rank() - (inputs[i].length() - "...".length());
            named.add(inputs[i].replace("...", inputs[i].contains("...") ? names(rest, own) : ""));
        }
        a.make(new EinsumRule(named, sides[1].replace("...", names(rest, rest))));
    }

    /** Returns names for the axes that three dots stand for, the last ones of as many as there are in any input. */
    private static String names(int all, int own) {
        return "0123456789".substring(all - own, all);
    }
}
