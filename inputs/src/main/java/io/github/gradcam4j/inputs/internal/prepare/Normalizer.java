package io.github.gradcam4j.inputs.internal.prepare;

import io.github.gradcam4j.InputException;
import io.github.gradcam4j.input.PicturePreprocessing;
import io.github.gradcam4j.input.PicturePreprocessing.ChannelOrder;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.ByteBuffer;

/** Pixel values to the network's numbers: one table of 256 entries for each channel, in the network's channel order. */
final class Normalizer {
    private Normalizer() {}

    /**
     * Makes the tensor.
     *
     * @param planes red, green and blue, or grey
     */
    static Tensor tensor(int[][] planes, PicturePreprocessing how, PictureInput input) {
        int channels = planes.length;
        int pixels = planes[0].length;
        ByteBuffer elements = Tensor.allocate(input.dtype(), (long) channels * pixels);
        boolean last = input.layout().equals(Layout.NHWC);
        for (int channel = 0; channel < channels; channel++) {
            int[] plane = planes[how.order() == ChannelOrder.BGR ? channels - 1 - channel : channel];
            int start = last ? channel : channel * pixels;
            int step = last ? channels : 1;
            write(plane, table(how, channel), elements, start, step, input);
        }
        long height = input.height();
        long width = input.width();
        Shape shape = last ? Shape.of(1, height, width, channels) : Shape.of(1, channels, height, width);
        return Tensor.over(input.dtype(), shape, elements).withLayout(input.layout());
    }

    private static double[] table(PicturePreprocessing how, int channel) {
        double[] table = new double[256];
        for (int value = 0; value < table.length; value++) {
            table[value] =
                    (value * how.scale() - how.mean().get(channel)) / how.std().get(channel);
        }
        return table;
    }

    private static void write(
            int[] plane, double[] table, ByteBuffer elements, int start, int step, PictureInput input) {
        switch (input.dtype()) {
            case FLOAT32 -> {
                float[] floats = new float[table.length];
                for (int i = 0; i < floats.length; i++) {
                    floats[i] = (float) table[i];
                }
                for (int i = 0, at = 4 * start; i < plane.length; i++, at += 4 * step) {
                    elements.putFloat(at, floats[plane[i]]);
                }
            }
            case FLOAT64 -> {
                for (int i = 0, at = 8 * start; i < plane.length; i++, at += 8 * step) {
                    elements.putDouble(at, table[plane[i]]);
                }
            }
            case FLOAT16 -> {
                short[] halves = new short[table.length];
                for (int i = 0; i < halves.length; i++) {
                    halves[i] = HalfFloat.of((float) table[i]);
                }
                for (int i = 0, at = 2 * start; i < plane.length; i++, at += 2 * step) {
                    elements.putShort(at, halves[plane[i]]);
                }
            }
            case UINT8 -> {
                requireRaw(table, input);
                for (int i = 0, at = start; i < plane.length; i++, at += step) {
                    elements.put(at, (byte) plane[i]);
                }
            }
            default -> throw unsupported(input);
        }
    }

    private static void requireRaw(double[] table, PictureInput input) {
        for (int value = 0; value < table.length; value++) {
            if (table[value] != value) {
                throw new InputException(
                        "input '" + input.name() + "' takes uint8, so the model scales pixels itself, but"
                                + " the preprocessing scales them too. Use --preprocess raw, or scale 1, mean 0, std 1 in the"
                                + " sidecar");
            }
        }
    }

    private static InputException unsupported(PictureInput input) {
        return new InputException(
                "input '" + input.name() + "' takes " + input.dtype()
                        + ", into which pictures are not converted; float32, float64, float16 and uint8 are. Feed a .npy array");
    }
}
