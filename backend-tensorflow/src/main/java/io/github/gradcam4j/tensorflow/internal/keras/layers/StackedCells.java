package io.github.gradcam4j.tensorflow.internal.keras.layers;

import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Signal;
import java.util.ArrayList;
import java.util.List;

/** Cells one above another: each step goes through all of them. */
record StackedCells(List<Cell> cells) implements Cell {
    @Override
    public List<Signal> weights() {
        return cells.stream().flatMap(cell -> cell.weights().stream()).toList();
    }

    @Override
    public List<Shape> states() {
        return cells.stream().flatMap(cell -> cell.states().stream()).toList();
    }

    @Override
    public Signal prepared(Signal input, List<Signal> weights) {
        return cells.get(0).prepared(input, weights);
    }

    @Override
    public Step step(Signal prepared, List<Signal> states, List<Signal> weights) {
        List<Signal> after = new ArrayList<>();
        Signal current = prepared;
        int firstState = 0;
        int firstWeight = 0;
        for (Cell cell : cells) {
            int lastWeight = firstWeight + cell.weights().size();
            int lastState = firstState + cell.states().size();
            List<Signal> own = weights.subList(firstWeight, lastWeight);
            Signal input = cell.equals(cells.get(0)) ? current : cell.prepared(current, own);
            Step step = cell.step(input, states.subList(firstState, lastState), own);
            after.addAll(step.states());
            current = step.output();
            firstWeight = lastWeight;
            firstState = lastState;
        }
        return new Step(current, after);
    }
}
