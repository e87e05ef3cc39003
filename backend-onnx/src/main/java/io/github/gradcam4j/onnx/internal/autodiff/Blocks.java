package io.github.gradcam4j.onnx.internal.autodiff;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps the gradient of one target for one item in the layout that the runtime's fast convolutions have on a processor: blocks
 * of channels. An operator that has no such form takes its operands out of that layout and leaves its result in plain order,
 * and so does what follows until the next convolution.
 */
final class Blocks {
    /** Channels in a block: 8 or 16. */
    private static final int CHANNELS = 16;

    /** A convolution of fewer channels than a block has needs none of its input. */
    private static final int FEW_CHANNELS = 7;

    /** Channels that a block may lack come in such numbers. */
    private static final int PART = 4;

    /** Operators whose results are in blocks; the runtime makes one of the two where both follow each other. */
    private static final Set<String> CONVOLUTIONS = Set.of("Conv", "BatchNormalization");

    private static final long ROI_IS_OPTIONAL = 13;

    private final Emitter emit;
    private final boolean once;

    /**
     * Makes the tools of one patch.
     *
     * @param emit the graph under construction
     * @param once whether it is for one target of one item
     */
    Blocks(Emitter emit, boolean once) {
        this.emit = emit;
        this.once = once;
    }

    /** Says whether the gradient of a value of this shape, without its axis of targets, may be in blocks. */
    boolean fit(long... shape) {
        return once && shape.length == 4 && shape[0] == 1 && areFull(shape[1]);
    }

    private static boolean areFull(long channels) {
        return channels > 0 && channels % CHANNELS == 0;
    }

    /** Takes the gradient of a value of this shape, without its axis of targets, back into blocks: multiplies it by one. */
    String enter(String planes, long... shape) {
        return fit(shape) ? scaled(emit, planes, shape[1], 1) : planes;
    }

    /** Returns an input of a product; if it is one number for each channel, repeated as the planes are that it meets. */
    String meeting(Backward product, int input) {
        String value = product.in(input);
        long[] shape = product.outShape(0);
        if (!fit(shape) || !Arrays.equals(product.inShape(input), new long[] {1, shape[1], 1, 1})) {
            return value;
        }
        String own = isPlain(product.graph(), product.inName(input)) ? scaled(emit, value, shape[1], 1) : value;
        String planes = enlarged(emit, own, shape[2], shape[3]);
        emit.measure(planes, shape);
        return planes;
    }

    /** Tells whether a gate comes from a convolution of so many channels that its result is in no blocks. */
    private static boolean isPlain(GraphIndex graph, String gate) {
        return graph.producer(gate)
                .filter(maker -> maker.opType().equals("Conv")
                        ? graph.constant(maker.inputs().get(1))
                                .filter(weight -> isRagged(weight.dims().get(1)))
                                .isPresent()
                        : maker.opType().endsWith("Sigmoid")
                                && isPlain(graph, maker.inputs().get(0)))
                .isPresent();
    }

    private static boolean isRagged(long channels) {
        return channels > FEW_CHANNELS && channels % PART != 0;
    }

    /**
     * Returns {@code 1 + x - y} of an operator's input and output, if these are in blocks. There a convolution adds a number
     * and further planes in the pass in which it multiplies.
     */
    Optional<String> onePlusDifference(Backward node) {
        long[] shape = node.outShape(0);
        boolean convolved = node.graph()
                .producer(node.inName(0))
                .filter(maker -> CONVOLUTIONS.contains(maker.opType()))
                .isPresent();
        if (!convolved || !fit(shape)) {
            return Optional.empty();
        }
        String rest = emit.op(
                "Conv",
                Emitter.attributes("group", shape[1]),
                node.out(0),
                filled(emit, -1, shape[1], 1, 1, 1),
                filled(emit, 1, shape[1]));
        emit.measure(rest, shape);
        return Optional.of(emit.add(rest, node.in(0)));
    }

    /** Multiplies planes by a number, in blocks if they fill such. */
    static String multiplied(Emitter emit, String planes, long channels, double factor) {
        return areFull(channels) ? emit.scaling().scaled(planes, channels, factor) : emit.mul(planes, factor);
    }

    /** Multiplies planes by a number, by a convolution. */
    static String scaled(Emitter emit, String planes, long channels, double factor) {
        String weight = filled(emit, factor, channels, 1, 1, 1);
        return emit.op("Conv", Emitter.attributes("group", channels), planes, weight);
    }

    private static String filled(Emitter emit, double number, long... shape) {
        float[] numbers = new float[Math.toIntExact(shape[0])];
        Arrays.fill(numbers, (float) number);
        return emit.floats(shape, numbers);
    }

    /** Repeats every number of planes so many times along both axes. */
    static String enlarged(Emitter emit, String planes, long rows, long columns) {
        return emit.op(
                "Resize",
                Emitter.attributes(
                        "mode", "nearest", "coordinate_transformation_mode", "asymmetric", "nearest_mode", "floor"),
                planes,
                emit.opset() >= ROI_IS_OPTIONAL ? "" : emit.floats(new long[] {0}),
                emit.floats(new long[] {4}, 1, 1, (float) rows, (float) columns));
    }
}
