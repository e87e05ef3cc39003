package io.github.gradcam4j.tensorflow.internal.keras.layers;

import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensorflow.internal.keras.emit.BrokenNetwork;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Signal;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Is what an equation such as {@code ...x,xy->...y} means for an input.
 *
 * @param equation the equation without dots
 * @param kernel the shape of the kernel
 * @param bias the shape of the bias, 1 where it is the same; without axes if there is none
 */
record EinsumForm(String equation, Shape kernel, Shape bias) {
    private static final Pattern FORM =
            Pattern.compile("(\\.\\.\\.)?([a-zA-Z]+)(\\.\\.\\.)?,([a-zA-Z]+)->(\\.\\.\\.)?([a-zA-Z]+)(\\.\\.\\.)?");
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    static EinsumForm of(String equation, Signal x, List<Long> outputShape, String biasAxes) {
        Matcher form = FORM.matcher(equation.replace(" ", ""));
        if (!form.matches()) {
            throw new BrokenNetwork("its equation '" + equation + "' is not of the form 'ab,bc->ac'");
        }
        String elided = letters(x.rank() - form.group(2).length(), equation);
        boolean isLeft = form.group(1) != null;
        String input = isLeft ? elided + form.group(2) : form.group(2) + elided;
        String output = isLeft ? elided + form.group(6) : form.group(6) + elided;
        if (input.length() != x.rank() || (!elided.isEmpty() && !isLeft && form.group(3) == null)) {
            throw new BrokenNetwork("its equation '" + equation + "' does not fit an input of shape " + x.shape());
        }
        Sizes sizes = new Sizes(input, output, x, isLeft ? elided.length() : 0, outputShape);
        return new EinsumForm(
                input + "," + form.group(4) + "->" + output,
                Shape.of(form.group(4)
                        .chars()
                        .mapToLong(letter -> sizes.of((char) letter))
                        .toArray()),
                biasAxes.isEmpty() ? Shape.of() : bias(output, biasAxes, sizes));
    }

    private static String letters(int count, String taken) {
        StringBuilder free = new StringBuilder();
        for (int i = 0; i < LETTERS.length() && free.length() < count; i++) {
            if (taken.indexOf(LETTERS.charAt(i)) < 0) {
                free.append(LETTERS.charAt(i));
            }
        }
        return free.toString();
    }

    private static Shape bias(String output, String axes, Sizes sizes) {
        int first = output.length();
        for (int i = 0; i < axes.length(); i++) {
            char axis = axes.charAt(i);
            if (output.indexOf(axis) < 0) {
                throw new BrokenNetwork("its option 'bias_axes' = '" + axes + "' names an axis that is no output");
            }
            first = Math.min(first, output.indexOf(axis));
        }
        return Shape.of(output.substring(first)
                .chars()
                .mapToLong(letter -> axes.indexOf(letter) >= 0 ? sizes.of((char) letter) : 1)
                .toArray());
    }

    /** Knows how long the axis of a letter is. */
    private record Sizes(String input, String output, Signal x, int elided, List<Long> outputShape) {
        long of(char letter) {
            int at = output.indexOf(letter);
            // the option lists the axes of the output behind the batch, without those that the dots stand for
            int listed = at - Math.max(1, elided);
            if (at > 0 && listed >= 0 && listed < outputShape.size() && outputShape.get(listed) >= 0) {
                return outputShape.get(listed);
            }
            int from = input.indexOf(letter);
            if (from < 0) {
                throw new BrokenNetwork("its equation leaves the size of axis '" + letter + "' open");
            }
            return x.known(from);
        }
    }
}
