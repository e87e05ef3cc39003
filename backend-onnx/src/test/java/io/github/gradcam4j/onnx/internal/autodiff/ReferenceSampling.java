package io.github.gradcam4j.onnx.internal.autodiff;

import static io.github.gradcam4j.onnx.internal.autodiff.Reference.one;

import java.util.Map;

/** Defines sampling at the places of a grid. */
final class ReferenceSampling {
    private ReferenceSampling() {}

    static void addTo(Map<String, Reference.Op> ops) {
        ops.put("GridSample", c -> {
            Array x = c.in(0);
            Array grid = c.in(1);
            int axes = x.rank() - 2;
            int[] shape = grid.shape().clone();
            shape[axes + 1] = 0;
            int[] result = new int[axes + 2];
            result[0] = x.shape()[0];
            result[1] = x.shape()[1];
            System.arraycopy(shape, 1, result, 2, axes);
            return one(Array.of(result, at -> {
                int[] place = new int[axes + 2];
                place[0] = at[0];
                System.arraycopy(at, 2, place, 1, axes);
                double[] where = new double[axes];
                for (int axis = 0; axis < axes; axis++) {
                    place[axes + 1] = axes - 1 - axis;
                    where[axis] = cells(c, grid.get(place), x.shape()[axis + 2]);
                }
                return sample(c, x, new int[] {at[0], at[1]}, where);
            }));
        });
    }

    private static boolean corners(Reference.Call c) {
        return c.integer("align_corners", 0) != 0;
    }

    private static double cells(Reference.Call c, double named, int size) {
        return corners(c) ? (named + 1) / 2 * (size - 1) : ((named + 1) * size - 1) / 2;
    }

    /** Interpolates along the first axis that is left between samples of the others. */
    private static double sample(Reference.Call c, Array x, int[] chosen, double[] where) {
        int axis = chosen.length - 2;
        if (axis == where.length) {
            return x.get(chosen);
        }
        int size = x.shape()[axis + 2];
        if (c.text("mode", "linear").equals("nearest")) {
            return at(c, x, chosen, where, padded(c, Math.rint(where[axis]), size));
        }
        double place = padded(c, where[axis], size);
        double low = Math.floor(place);
        return (1 - place + low) * at(c, x, chosen, where, low) + (place - low) * at(c, x, chosen, where, low + 1);
    }

    private static double at(Reference.Call c, Array x, int[] chosen, double[] where, double cell) {
        int size = x.shape()[chosen.length];
        double inside = padded(c, cell, size);
        if (inside < 0 || inside > size - 1) {
            return 0;
        }
        int[] more = java.util.Arrays.copyOf(chosen, chosen.length + 1);
        more[chosen.length] = (int) inside;
        return sample(c, x, more, where);
    }

    private static double padded(Reference.Call c, double place, int size) {
        return switch (c.text("padding_mode", "zeros")) {
            case "border" -> Math.max(0, Math.min(size - 1, place));
            case "reflection" -> {
                double low = corners(c) ? 0 : -0.5;
                double high = corners(c) ? size - 1 : size - 0.5;
                double inside = place;
                while (inside < low || inside > high) {
                    inside = inside < low ? 2 * low - inside : 2 * high - inside;
                }
                yield inside;
            }
            default -> place;
        };
    }
}
