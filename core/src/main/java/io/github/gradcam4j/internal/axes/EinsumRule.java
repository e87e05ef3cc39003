package io.github.gradcam4j.internal.axes;

import io.github.gradcam4j.tensor.Axis;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sums over named axes: an axis of the result is that of an input with the same name; what weights make of channels are
 * channels.
 *
 * @param inputs the names of the inputs' axes
 * @param output the names of the result's axes
 */
public record EinsumRule(List<String> inputs, String output) implements Rule {
    @Override
    public void forward(Step step, Known known) {
        List<Long> shape = step.output().shape();
        if (shape == null || !step.output().isMeasured()) {
            return;
        }
        List<List<Factor>> axes = new ArrayList<>();
        for (int i = 0; i < shape.size(); i++) {
            axes.add(axis(step, output.charAt(i), shape.get(i), known));
        }
        Optional<Arrangement> first = arrangements(step, known).stream().findFirst();
        known.learn(step.output(), new Arrangement(axes, first.flatMap(Arrangement::grid)));
    }

    private List<Factor> axis(Step step, char name, long size, Known known) {
        boolean ofWeights = true;
        for (int i = 0; i < inputs.size(); i++) {
            int at = inputs.get(i).indexOf(name);
            if (at >= 0 && !step.inputs().get(i).isConstant()) {
                ofWeights = false;
                Optional<Arrangement> found = known.find(step.inputs().get(i));
                if (found.isPresent() && Arrangement.isKnown(found.get().axes().get(at))) {
                    return found.get().axes().get(at);
                }
            }
        }
        return ofWeights && sumsChannels(step, known)
                ? Arrangement.axis(Axis.CHANNEL, size)
                : Arrangement.unknown(size);
    }

    private boolean sumsChannels(Step step, Known known) {
        for (int i = 0; i < inputs.size(); i++) {
            Optional<Arrangement> found = known.find(step.inputs().get(i));
            for (int at = 0; found.isPresent() && at < inputs.get(i).length(); at++) {
                if (output.indexOf(inputs.get(i).charAt(at)) < 0 && found.get().isChannels(at)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<Arrangement> arrangements(Step step, Known known) {
        return step.inputs().stream().flatMap(node -> known.find(node).stream()).toList();
    }
}
