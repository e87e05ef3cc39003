package io.github.gradcam4j.pytorch.internal.model;

import io.github.gradcam4j.tensor.Tensor;
import java.util.Collection;
import java.util.stream.IntStream;

/**
 * Tells a run what to do with the values of modules.
 *
 * @param rows int64, a row for each module: its number, what to do, and call and output of what is replaced
 * @param replacement what a value is replaced by
 */
record Orders(Tensor rows, Tensor replacement) {
    private static final int WIDTH = 4;
    private static final long RECORD = 1;
    private static final long MEASURE = 2;
    private static final long REPLACE = 3;
    private static final Tensor NOTHING = Tensor.of(new float[1], 1);

    /** Records nothing. */
    static Orders none() {
        return of(new int[0], RECORD);
    }

    /** Records the values of modules. */
    static Orders record(Collection<Integer> numbers) {
        return of(numbers.stream().mapToInt(Integer::intValue).distinct().toArray(), RECORD);
    }

    /** Records everything, to be looked at and differentiated once. */
    static Orders measure(int count) {
        return of(IntStream.range(0, count).toArray(), MEASURE);
    }

    /** Replaces one value. */
    static Orders replace(Value value, Tensor replacement) {
        return new Orders(
                Tensor.of(new long[] {value.number(), REPLACE, value.call(), value.output()}, 1, WIDTH), replacement);
    }

    private static Orders of(int[] numbers, long order) {
        long[] rows = new long[numbers.length * WIDTH];
        for (int i = 0; i < numbers.length; i++) {
            rows[i * WIDTH] = numbers[i];
            rows[i * WIDTH + 1] = order;
        }
        return new Orders(Tensor.of(rows, numbers.length, WIDTH), NOTHING);
    }
}
