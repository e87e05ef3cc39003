package io.github.gradcam4j.onnx.internal.autodiff;

import java.util.Arrays;

/**
 * Keeps the gradient of one target for one item in the layout that the runtime's fast convolutions have on a processor: blocks
 * of channels. An operator that has no such form takes its operands out of that layout and leaves its result in plain order,
 * and so does what follows until the next convolution.
 */
final class Blocks {
    /** Channels in a block: 8 or 16. */
    private static final int CHANNELS = 16;

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

    /** Repeats a forward value of one number for each channel, which is to meet planes of this shape. */
    String meeting(String value, long[] own, long... shape) {
        if (!fit(shape) || !Arrays.equals(own, new long[] {1, shape[1], 1, 1})) {
            return value;
        }
        String planes = enlarged(emit, value, shape[2], shape[3]);
        emit.measure(planes, shape);
        return planes;
    }

    /** Multiplies planes by a number, in blocks if they fill such. */
    static String multiplied(Emitter emit, String planes, long channels, double factor) {
        return areFull(channels) ? scaled(emit, planes, channels, factor) : emit.mul(planes, factor);
    }

    /** Multiplies planes by a number, by a convolution. */
    static String scaled(Emitter emit, String planes, long channels, double factor) {
        float[] factors = new float[Math.toIntExact(channels)];
        Arrays.fill(factors, (float) factor);
        String weight = emit.floats(new long[] {channels, 1, 1, 1}, factors);
        return emit.op("Conv", Emitter.attributes("group", channels), planes, weight);
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
