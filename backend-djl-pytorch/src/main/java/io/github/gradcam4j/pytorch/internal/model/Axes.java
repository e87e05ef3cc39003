package io.github.gradcam4j.pytorch.internal.model;

import io.github.gradcam4j.pytorch.internal.axes.AxesInference;
import io.github.gradcam4j.pytorch.internal.axes.Meanings;
import io.github.gradcam4j.pytorch.internal.engine.Arrays;
import io.github.gradcam4j.pytorch.internal.instrument.Instrumented;
import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the axes of the values of a measured run count, as the model's code tells. */
final class Axes {
    private final Instrumented program;
    private final Meanings meanings;
    private final long items;

    Axes(Instrumented program, AxesInference.Archive archive, Execution run, List<Tensor> inputs) {
        this.program = program;
        this.items = inputs.get(0).shape().dim(0);
        Map<Value, Shape> seen = new HashMap<>();
        run.recorded().forEach(one -> seen.put(one.value(), Arrays.shape(one.array())));
        List<AxesInference.Input> fed = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            fed.add(new AxesInference.Input(
                    program.inputs().get(i),
                    inputs.get(i).dtype(),
                    inputs.get(i).shape()));
        }
        int score = run.outputs().indexOf(program.outputs().get(program.score()));
        this.meanings = AxesInference.of(
                archive,
                fed,
                score,
                (module, call, output) -> Optional.ofNullable(seen.get(new Value(module, call, output))));
    }

    /** Returns what each axis counts; nothing is known of a value whose items are not the ones that are fed. */
    Layout layout(Value value, Shape shape) {
        int input = value.number() - program.root().size();
        Layout layout = input >= 0
                ? meanings.input(program.inputs().get(input))
                : meanings.layout(value.number(), value.call(), value.output());
        int batch = layout.indexOf(Axis.BATCH);
        int tokens = layout.indexOf(Axis.TOKEN);
        boolean fits = layout.rank() == shape.rank()
                && (batch < 0 || shape.dim(batch) == items)
                && (tokens < 0
                        || layout.grid()
                                .filter(grid ->
                                        grid.prefix() + (long) grid.height() * grid.width() == shape.dim(tokens))
                                .isPresent());
        return fits ? layout : Layout.unknown(shape.rank());
    }

    /** Tells whether every way to the score leads through a value. */
    boolean isBottleneck(Value value) {
        return value.number() >= program.root().size()
                ? program.inputs().size() == 1
                : meanings.isBottleneck(value.number(), value.call(), value.output());
    }
}
