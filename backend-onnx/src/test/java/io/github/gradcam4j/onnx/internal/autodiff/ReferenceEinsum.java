package io.github.gradcam4j.onnx.internal.autodiff;

import static io.github.gradcam4j.onnx.internal.autodiff.Reference.one;

import java.util.LinkedHashMap;
import java.util.Map;

/** Defines the sum over named axes; an ellipsis is given capital letters from the end of the alphabet. */
final class ReferenceEinsum {
    private ReferenceEinsum() {}

    static void addTo(Map<String, Reference.Op> ops) {
        ops.put("Einsum", c -> {
            String[] sides = c.text("equation", "").replace(" ", "").split("->", -1);
            String[] operands = sides[0].split(",");
            int most = 0;
            for (int i = 0; i < operands.length; i++) {
                if (operands[i].contains("...")) {
                    int hidden = c.in(i).rank() - operands[i].length() + 3;
                    most = Math.max(most, hidden);
                    operands[i] = operands[i].replace("...", "UVWXYZ".substring(6 - hidden));
                }
            }
            Map<Character, Integer> sizes = new LinkedHashMap<>();
            String ellipsis = "UVWXYZ".substring(6 - most);
            String output = sides.length > 1 ? sides[1].replace("...", ellipsis) : implied(operands, ellipsis);
            output.chars().forEach(letter -> sizes.put((char) letter, 1));
            for (int i = 0; i < operands.length; i++) {
                for (int axis = 0; axis < operands[i].length(); axis++) {
                    sizes.merge(operands[i].charAt(axis), c.in(i).shape()[axis], Math::max);
                }
            }
            return one(sum(c, operands, output, sizes));
        });
    }

    private static String implied(String[] operands, String ellipsis) {
        String all = String.join("", operands);
        StringBuilder once = new StringBuilder(ellipsis);
        all.chars()
                .filter(letter -> letter >= 'a' && all.indexOf(letter) == all.lastIndexOf(letter))
                .sorted()
                .forEach(letter -> once.append((char) letter));
        return once.toString();
    }

    private static Array sum(Reference.Call c, String[] operands, String output, Map<Character, Integer> sizes) {
        String letters = sizes.keySet().stream().map(String::valueOf).reduce("", String::concat);
        int[] all = letters.chars().map(letter -> sizes.get((char) letter)).toArray();
        Array result = Array.zeros(
                output.chars().map(letter -> sizes.get((char) letter)).toArray());
        int[] at = new int[all.length];
        do {
            double product = 1;
            for (int i = 0; i < operands.length; i++) {
                product *= c.in(i).broadcast(of(operands[i], letters, at));
            }
            result.data()[result.offset(of(output, letters, at))] += product;
        } while (Array.next(at, all));
        return result;
    }

    private static int[] of(String term, String letters, int[] at) {
        return term.chars().map(letter -> at[letters.indexOf(letter)]).toArray();
    }
}
