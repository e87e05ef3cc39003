package io.github.gradcam4j.pytorch.internal.model;

import io.github.gradcam4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Tells a run what to do with the values of modules.
 *
 * @param rows int64, a row for each value: the module's number, what to do, which call, which output
 * @param replacement what a value is replaced by
 */
record Orders(Tensor rows, Tensor replacement) {
    private static final int WIDTH = 4;
    private static final long NO_MODULE = -1;
    private static final long LEAVE = 0;
    private static final long RECORD = 1;
    private static final long MEASURE = 2;
    private static final long REPLACE = 3;
    private static final Tensor NOTHING = Tensor.of(new float[1], 1);

    /** Records what calls of modules return. */
    static Orders record(List<Value> values) {
        return of(values, RECORD, NOTHING);
    }

    /** Does the same on the way on which a token is selected early. */
    Orders selecting() {
        long[] more = new long[(int) rows.shape().size() + WIDTH];
        rows.longs().get(more, 0, more.length - WIDTH);
        more[more.length - WIDTH] = NO_MODULE;
        return new Orders(Tensor.of(more, more.length / WIDTH, WIDTH), replacement);
    }

    /** Records everything, to be looked at and differentiated once. */
    static Orders measure(int count) {
        return of(
                IntStream.range(0, count)
                        .mapToObj(number -> new Value(number, 0, 0))
                        .toList(),
                MEASURE,
                NOTHING);
    }

    /** Replaces one value. */
    static Orders replace(Value value, Tensor replacement) {
        return of(List.of(value), REPLACE, replacement);
    }

    /** Returns the numbers of the modules whose values it is about. */
    List<Integer> modules() {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < (int) rows.shape().dim(0); i++) {
            long number = rows.longs().get(i * WIDTH);
            if (number != NO_MODULE) {
                numbers.add((int) number);
            }
        }
        return numbers;
    }

    /** Does the same with no method left out that could record, so that no weights are folded. */
    Orders everywhere(int modules) {
        long[] more = new long[2 * WIDTH + (int) rows.shape().size()];
        more[WIDTH] = modules - 1L;
        rows.longs()
                .get(more, 2 * WIDTH, more.length - 2 * WIDTH); // what they say of these modules comes later and holds
        return new Orders(Tensor.of(more, more.length / WIDTH, WIDTH), replacement);
    }

    /** Takes the same way through the model, with folded weights in the same places, and leaves all values as they are. */
    Orders unrecorded() {
        long[] other = new long[(int) rows.shape().size()];
        rows.longs().get(other);
        for (int i = 1; i < other.length; i += WIDTH) {
            other[i] = LEAVE;
        }
        return new Orders(Tensor.of(other, rows.shape().dims()), NOTHING);
    }

    private static Orders of(List<Value> values, long order, Tensor replacement) {
        long[] rows = new long[values.size() * WIDTH];
        for (int i = 0; i < values.size(); i++) {
            Value value = values.get(i);
            long[] row = {value.number(), order, value.call(), value.output()};
            System.arraycopy(row, 0, rows, i * WIDTH, WIDTH);
        }
        return new Orders(Tensor.of(rows, values.size(), WIDTH), replacement);
    }
}
