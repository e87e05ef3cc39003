package io.github.gradcam4j.internal.axes;

import io.github.gradcam4j.tensor.TokenGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Operators on elements: the axes of inputs and result are the same, aligned at the last one; those of size 1 repeat.
 *
 * @param count how many of the inputs it is about, from the first
 */
public record ElementRule(int count) implements Rule {
    /** About all inputs. */
    public static final ElementRule ALL = new ElementRule(Integer.MAX_VALUE);

    @Override
    public void forward(Step step, Known known) {
        handOn(concerned(step), step.output(), known);
    }

    @Override
    public void backward(Step step, Known known) {
        concerned(step).forEach(input -> handOn(List.of(step.output()), input, known));
    }

    private List<Node> concerned(Step step) {
        return step.inputs().subList(0, Math.min(count, step.inputs().size()));
    }

    private static void handOn(List<Node> from, Node to, Known known) {
        List<Long> shape = to.shape();
        if (shape == null) {
            return;
        }
        List<Arrangement> sources =
                from.stream().flatMap(node -> known.find(node).stream()).toList();
        List<List<Factor>> axes = new ArrayList<>();
        for (int i = 0; i < shape.size(); i++) {
            int fromEnd = shape.size() - i;
            long size = shape.get(i);
            axes.add(sources.stream()
                    .filter(source -> source.rank() >= fromEnd)
                    .map(source -> source.axes().get(source.rank() - fromEnd))
                    .filter(axis -> Arrangement.isKnown(axis) && Arrangement.size(axis) == size)
                    .findFirst()
                    .orElseGet(() -> Arrangement.unknown(size)));
        }
        Optional<TokenGrid> grid =
                sources.stream().flatMap(source -> source.grid().stream()).findFirst();
        known.learn(to, new Arrangement(axes, grid));
    }
}
