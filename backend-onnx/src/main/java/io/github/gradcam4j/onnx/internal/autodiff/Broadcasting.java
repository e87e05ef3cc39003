package io.github.gradcam4j.onnx.internal.autodiff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reshapes, expands and sums gradients. Sizes that follow the batch are left to the run: as {@code 0} or {@code -1} of
 * Reshape where that is unambiguous, by Shape operators elsewhere.
 */
final class Broadcasting {
    /** Constants up to this size are cheaper than an operator that makes them. */
    private static final int LARGEST_TABLE = 4096;

    private final Emitter emit;
    private final Function<String, long[]> shapes;
    private final Supplier<String> targetCount;
    private final Blocks blocks;
    private final Map<String, Supplier<String>> repeated = new HashMap<>();

    /**
     * Makes the tools of one patch.
     *
     * @param emit the graph under construction
     * @param shapes shape of a forward value
     * @param targetCount emits K as a vector of one integer
     * @param once whether it is for one target of one item
     */
    Broadcasting(Emitter emit, Function<String, long[]> shapes, Supplier<String> targetCount, boolean once) {
        this.emit = emit;
        this.shapes = shapes;
        this.targetCount = targetCount;
        this.blocks = new Blocks(emit, once);
    }

    long[] of(String value) {
        return shapes.apply(value).clone();
    }

    static boolean free(long... sizes) {
        return Arrays.stream(sizes).anyMatch(size -> size == ValueTable.FREE);
    }

    /** Returns sizes as they are, or refuses if one of them follows the batch. */
    static long[] fixed(long... sizes) {
        if (free(sizes)) {
            throw new Backward.Refused("works along an axis whose size only the run knows");
        }
        return sizes;
    }

    static long product(long... sizes) {
        return Arrays.stream(fixed(sizes)).reduce(1, Math::multiplyExact);
    }

    static long[] join(long first, long[] rest) {
        long[] joined = new long[rest.length + 1];
        joined[0] = first;
        System.arraycopy(rest, 0, joined, 1, rest.length);
        return joined;
    }

    static long[] join(long[] first, long... rest) {
        long[] joined = Arrays.copyOf(first, first.length + rest.length);
        System.arraycopy(rest, 0, joined, first.length, rest.length);
        return joined;
    }

    /** Returns what keeps gradients in the runtime's blocked layout. */
    Blocks blocks() {
        return blocks;
    }

    /** Returns K as a vector of one integer. */
    String targetCount() {
        return targetCount.get();
    }

    /** Gives a gradient the shape {@code [K] + shape(value)}; its first axis must already be K. */
    String like(String gradient, String value) {
        long[] shape = of(value);
        if (Arrays.stream(shape).filter(size -> size == ValueTable.FREE).count() <= 1) {
            return emit.reshape(gradient, join(0, shape));
        }
        return emit.op("Reshape", gradient, emit.concat(0, emit.longs(0), emit.op("Shape", value)));
    }

    /** Merges K and the first axis of a gradient, so that operators which know one batch axis can work on it. */
    String fold(String gradient, long... rest) {
        return emit.withoutItemAxis(gradient, rest).orElseGet(() -> emit.reshape(gradient, join(-1, fixed(rest))));
    }

    /** Merges K and the first axis of the gradient of a value, of which no further size need be known. */
    String foldLike(String gradient, String value) {
        long[] shape = of(value);
        long[] rest = Arrays.copyOfRange(shape, 1, shape.length);
        return free(rest)
                ? emit.op("Reshape", gradient, emit.concat(0, emit.longs(-1), sizes(value, 1, shape.length)))
                : fold(gradient, rest);
    }

    /** Returns sizes of a value as the run knows them, a vector. */
    String sizes(String value, int from, long to) {
        return emit.slice(emit.op("Shape", value), 0, from, to);
    }

    /** Returns the size of an axis of a value, a vector of one integer. */
    String size(String value, int axis) {
        long known = of(value)[axis];
        return known == ValueTable.FREE ? sizes(value, axis, axis + 1) : emit.longs(known);
    }

    /** As {@link #unfold}, for what is {@code [K * N]} and the further axes of the value, none merged with another. */
    String unfoldItems(String folded, String value) {
        long[] shape = of(value);
        return shape.length > 1 && shape[0] == 1 && !free(shape)
                ? emit.withItemAxis(folded, Arrays.copyOfRange(shape, 1, shape.length))
                : unfold(folded, value);
    }

    /** Undoes {@link #fold}: gives what is {@code [K * N, ...]} the shape {@code [K] + shape(value)}. */
    String unfold(String folded, String value) {
        long[] shape = of(value);
        if (!free(shape)) {
            return emit.reshape(folded, join(-1, shape));
        }
        return emit.op(
                "Reshape",
                folded,
                emit.concat(
                        0,
                        targetCount(),
                        free(Arrays.copyOfRange(shape, 1, shape.length))
                                ? emit.op("Shape", value)
                                : emit.longs(shape)));
    }

    /** Repeats a gradient along axes of a value where it has size 1, so that it becomes {@code [K] + shape(value)}. */
    String expand(String gradient, String value, int... axes) {
        long[] shape = of(value);
        long[] sizes = new long[shape.length + 1];
        Arrays.fill(sizes, 1);
        for (int axis : axes) {
            sizes[axis + 1] = shape[axis];
        }
        if (!free(sizes) && Arrays.stream(sizes).allMatch(size -> size == 1)) {
            return gradient;
        }
        String expanded = emit.op(
                "Expand",
                gradient,
                free(sizes) ? emit.concat(0, emit.longs(1), emit.op("Shape", value)) : emit.longs(sizes));
        repeated.put(expanded, () -> gradient);
        return expanded;
    }

    /** Divides a gradient among the elements of a value along axes where the gradient has size 1. */
    String share(String gradient, String value, int... axes) {
        long[] shape = of(value);
        long[] sizes = new long[shape.length + 1];
        Arrays.fill(sizes, 1);
        for (int axis : axes) {
            sizes[axis + 1] = shape[axis];
        }
        if (free(sizes)) {
            String counted = emit.gather(
                    emit.op("Shape", value),
                    emit.longs(Arrays.stream(axes).asLongStream().toArray()),
                    0);
            String count = emit.toFloat(emit.op("ReduceProd", counted));
            return expand(emit.div(gradient, count), value, axes);
        }
        long count = product(sizes);
        if (blocks.fit(shape) && Arrays.equals(axes, new int[] {2, 3})) {
            return shareInBlocks(gradient, shape, count);
        }
        // A scalar of lower rank would be multiplied number by number where the last axes have size 1.
        long[] ones = new long[sizes.length];
        Arrays.fill(ones, 1);
        String factor = emit.floats(ones, (float) (1.0 / count));
        if (count > LARGEST_TABLE) {
            return expand(emit.mul(gradient, factor), value, axes);
        }
        // One multiplication by a table is half as much work as a multiplication and Expand.
        float[] shares = new float[(int) count];
        Arrays.fill(shares, (float) (1.0 / count));
        String shared = emit.mul(gradient, emit.floats(sizes, shares));
        repeated.put(shared, () -> emit.mul(gradient, factor));
        return shared;
    }

    private String shareInBlocks(String gradient, long[] shape, long count) {
        String share = emit.scaling().scaled(fold(gradient, shape[1], 1, 1), shape[1], 1.0 / count);
        String planes = Blocks.enlarged(emit, share, shape[2], shape[3]);
        String shares = emit.withItemAxis(planes, shape[1], shape[2], shape[3]);
        repeated.put(shares, () -> emit.withItemAxis(share, shape[1], 1, 1));
        return shares;
    }

    /** Returns what was repeated to a gradient, of size 1 along the axes of repetition; otherwise the gradient itself. */
    String stored(String gradient) {
        return repeated.getOrDefault(gradient, () -> gradient).get();
    }

    /** Averages a gradient over the positions of each channel: of rows first, for long sums of floats round more. */
    String means(String gradient, String value) {
        long[] shape = of(value);
        String planes = fold(gradient, shape[1], shape[2], shape[3]);
        String rows = emit.op("AveragePool", Emitter.attributes("kernel_shape", new long[] {1, shape[3]}), planes);
        return emit.withItemAxis(emit.op("GlobalAveragePool", rows), shape[1], 1, 1);
    }

    /** Sums a gradient of shape {@code [K] + broadcast} over the axes along which a value was repeated. */
    String unbroadcast(String gradient, long[] broadcast, String value) {
        long[] shape = of(value);
        int added = broadcast.length - shape.length;
        List<Long> axes = new ArrayList<>();
        for (int i = 0; i < broadcast.length; i++) {
            if (i < added || (shape[i - added] == 1 && broadcast[i] != 1)) {
                axes.add(i + 1L);
            }
        }
        String summed = emit.sum(
                gradient, true, axes.stream().mapToLong(Long::longValue).toArray());
        return added > 0 ? like(summed, value) : summed;
    }

    /**
     * Multiplies a forward value by a number. For planes of one item this is a convolution, which the runtime has for its
     * blocked layout.
     */
    String scaled(String value, double factor) {
        long[] shape = of(value);
        if (shape.length != 4 || shape[0] != 1 || shape[1] < 1 || shape[1] > LARGEST_TABLE) {
            return emit.mul(value, factor);
        }
        String scaled = Blocks.scaled(emit, value, shape[1], factor);
        emit.measure(scaled, shape);
        return scaled;
    }

    /** Returns the shape that values broadcast to. */
    static long[] broadcast(long[] a, long[] b) {
        long[] result = new long[Math.max(a.length, b.length)];
        for (int i = 1; i <= result.length; i++) {
            long x = i <= a.length ? a[a.length - i] : 1;
            long y = i <= b.length ? b[b.length - i] : 1;
            result[result.length - i] = x == 1 ? y : x;
        }
        return result;
    }

    /**
     * Multiplies a gradient by a matrix along one axis.
     *
     * @param gradient gradient of shape {@code [K] + shape}
     * @param shape shape of the value it belongs to
     * @param axis axis of that value
     * @param matrix value of shape {@code [shape[axis], size]}
     * @param size size of the axis afterwards
     * @return gradient in which the axis has {@code size} entries
     */
    String contract(String gradient, long[] shape, int axis, String matrix, long size) {
        if (axis == shape.length - 1) {
            return emit.matmul(gradient, matrix);
        }
        String turned = emit.transpose(matrix, 1, 0);
        if (axis == shape.length - 2) {
            return emit.matmul(turned, gradient);
        }
        long[] trailing = fixed(Arrays.copyOfRange(shape, axis + 1, shape.length));
        long[] leading = new long[axis + 1];
        String flat = emit.reshape(gradient, join(join(leading, shape[axis]), product(trailing)));
        return emit.reshape(emit.matmul(turned, flat), join(join(leading, size), trailing));
    }

    /** Makes a matrix of zeros and ones. */
    String selection(long rows, long columns, java.util.function.BiPredicate<Integer, Integer> one) {
        int height = Math.toIntExact(rows);
        int width = Math.toIntExact(columns);
        float[] values = new float[Math.multiplyExact(height, width)];
        for (int r = 0; r < height; r++) {
            for (int c = 0; c < width; c++) {
                values[r * width + c] = one.test(r, c) ? 1 : 0;
            }
        }
        return emit.floats(new long[] {height, width}, values);
    }
}
