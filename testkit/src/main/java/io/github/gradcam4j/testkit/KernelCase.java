package io.github.gradcam4j.testkit;

import io.github.gradcam4j.spi.CamKernel;
import io.github.gradcam4j.spi.CamKernel.Weighting;
import io.github.gradcam4j.spi.CamTask;
import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import io.github.gradcam4j.tensor.TokenGrid;
import java.util.List;
import java.util.SplittableRandom;

/** A random layer with activations and gradients, and the map that a naive sum in double precision gives. */
@SuppressWarnings("ArrayRecordComponent") // nobody compares cases
record KernelCase(
        Shape shape,
        Layout layout,
        int targets,
        Weighting weighting,
        boolean negate,
        boolean relu,
        boolean repeated,
        float[] activations,
        float[] gradients) {
    private static final int[] SIZES = {1, 1, 2, 3, 5, 7, 13};
    /** Long rows, and many channels, as kernels may have other ways for them. */
    private static final int[] LARGE = {61, 257, 523, 2053};

    private static final int MOST = 1 << 16;

    /** The expected values, and how large the summed terms are. */
    record Oracle(double[] values, double[] sizes) {}

    static KernelCase random(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        TokenGrid grid = new TokenGrid(random.nextInt(3), size(random), size(random));
        List<Layout> layouts =
                List.of(Layout.NCHW, Layout.NHWC, Layout.NCT, Layout.NTC, Layout.NCDHW, Layout.tokens(grid));
        Layout layout = layouts.get(random.nextInt(layouts.size()));
        long[] dims = new long[layout.rank()];
        for (int axis = 0; axis < dims.length; axis++) {
            dims[axis] = switch (layout.axes().get(axis)) {
                case BATCH -> 1 + random.nextInt(3);
                case TOKEN -> grid.prefix() + (long) grid.height() * grid.width();
                default -> size(random);
            };
        }
        stretch(layout, dims, random);
        Shape shape = Shape.of(dims);
        int targets = 1 + random.nextInt(random.nextInt(4) == 0 ? 12 : 3);
        KernelCase made = new KernelCase(
                shape,
                layout,
                targets,
                random.nextBoolean() ? Weighting.CHANNEL_MEAN : Weighting.ELEMENTWISE,
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextInt(3) == 0,
                Seeds.normal(random, shape).toFloatArray(),
                Seeds.normal(random, Shape.of(targets * shape.size())).toFloatArray());
        if (made.repeated) {
            float[] full = made.askedGradients().toFloatArray();
            System.arraycopy(full, 0, made.gradients, 0, full.length);
        }
        return made;
    }

    /** Makes one axis of every second case a large one. */
    private static void stretch(Layout layout, long[] dims, SplittableRandom random) {
        int axis = random.nextInt(2 * dims.length);
        if (axis >= dims.length
                || layout.axes().get(axis) == Axis.BATCH
                || layout.axes().get(axis) == Axis.TOKEN) {
            return;
        }
        long others = Shape.of(dims).size() / dims[axis];
        long size = LARGE[random.nextInt(LARGE.length)];
        dims[axis] = others * size <= MOST ? size : dims[axis];
    }

    private static int size(SplittableRandom random) {
        return SIZES[random.nextInt(SIZES.length)];
    }

    int positions() {
        return Math.toIntExact(CamTask.mapShape(shape, layout).size());
    }

    int items() {
        return (int) shape.dim(0);
    }

    float[] run(CamKernel kernel) {
        float[] maps = new float[targets * items() * positions()];
        kernel.sum(task(), maps);
        return maps;
    }

    CamTask task() {
        return CamTask.of(
                Tensor.of(activations, shape.dims()).withLayout(layout), askedGradients(), weighting, negate, relu);
    }

    /** Returns the gradients, in memory once for all positions if the case is about that. */
    private Tensor askedGradients() {
        Shape full = shape.stacked(targets);
        if (!repeated) {
            return Tensor.of(gradients, full.dims());
        }
        long[] once = full.dims();
        layout.positions().forEach(axis -> once[axis + 1] = 1);
        int channels = (int) shape.dim(layout.indexOf(Axis.CHANNEL));
        float[] values = new float[targets * items() * channels];
        for (int i = 0; i < values.length; i++) {
            int row = i / channels;
            values[i] = gradients[row / items() * activations.length + index(row % items(), i % channels, 0)];
        }
        return Tensor.repeated(Tensor.of(values, once), full, Layout.unknown(full.rank()));
    }

    Oracle oracle() {
        int channels = (int) shape.dim(layout.indexOf(Axis.CHANNEL));
        int positions = positions();
        Oracle oracle =
                new Oracle(new double[targets * items() * positions], new double[targets * items() * positions]);
        for (int k = 0; k < targets; k++) {
            for (int n = 0; n < items(); n++) {
                for (int c = 0; c < channels; c++) {
                    double mean = 0;
                    double meanSize = 0;
                    for (int p = 0; p < positions; p++) {
                        double g = gradients[k * activations.length + index(n, c, p)];
                        mean += g / positions;
                        meanSize += Math.abs(g) / positions;
                    }
                    for (int p = 0; p < positions; p++) {
                        int at = index(n, c, p);
                        double g = gradients[k * activations.length + at];
                        boolean whole = weighting == Weighting.CHANNEL_MEAN;
                        int out = (k * items() + n) * positions + p;
                        oracle.values[out] += (negate ? -1 : 1) * (whole ? mean : g) * activations[at];
                        oracle.sizes[out] += Math.abs((whole ? meanSize : g) * activations[at]);
                    }
                }
            }
        }
        for (int i = 0; relu && i < oracle.values.length; i++) {
            oracle.values[i] = oracle.values[i] < 0 ? 0 : oracle.values[i];
        }
        return oracle;
    }

    /** Returns where the value of a channel at a position of the map lies, axis by axis. */
    int index(int item, int channel, int position) {
        long[] place = new long[shape.rank()];
        int rest = position;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            Axis kind = layout.axes().get(axis);
            if (kind == Axis.BATCH) {
                place[axis] = item;
            } else if (kind == Axis.CHANNEL) {
                place[axis] = channel;
            } else if (kind == Axis.TOKEN) {
                place[axis] =
                        (long) position + layout.grid().map(TokenGrid::prefix).orElse(0);
            } else {
                place[axis] = rest % shape.dim(axis);
                rest /= (int) shape.dim(axis);
            }
        }
        long index = 0;
        for (int axis = 0; axis < place.length; axis++) {
            index = index * shape.dim(axis) + place[axis];
        }
        return (int) index;
    }

    KernelCase with(Weighting how, boolean cut) {
        return new KernelCase(shape, layout, targets, how, negate, cut, false, activations.clone(), gradients.clone());
    }

    @Override
    public String toString() {
        return layout + shape.toString() + " K=" + targets + " " + weighting + (negate ? " negated" : "")
                + (relu ? " relu" : "")
                + (repeated ? " repeated" : "");
    }
}
