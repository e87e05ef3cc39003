package io.github.gradcam4j.internal.method;

import io.github.gradcam4j.tensor.Shape;

/** Interpolates maps linearly, axis by axis; the centre of a cell stays where it is, and edges are continued. */
final class Resampling {
    private Resampling() {}

    static float[] linear(float[] map, Shape from, Shape to) {
        float[] values = map;
        Shape shape = from;
        for (int axis = 0; axis < from.rank(); axis++) {
            Shape next = shape.with(axis, to.dim(axis));
            values = alongAxis(values, shape, next, axis);
            shape = next;
        }
        return values;
    }

    private static float[] alongAxis(float[] values, Shape from, Shape to, int axis) {
        int before = 1;
        int after = 1;
        for (int i = 0; i < from.rank(); i++) {
            before *= i < axis ? (int) from.dim(i) : 1;
            after *= i > axis ? (int) from.dim(i) : 1;
        }
        int size = (int) from.dim(axis);
        int wanted = (int) to.dim(axis);
        float[] result = new float[before * wanted * after];
        for (int place = 0; place < wanted; place++) {
            double centre = Math.max(0, Math.min(size - 1, (place + 0.5) * size / wanted - 0.5));
            int low = (int) centre;
            int high = Math.min(size - 1, low + 1);
            float part = (float) (centre - low);
            for (int b = 0; b < before; b++) {
                for (int a = 0; a < after; a++) {
                    float lower = values[(b * size + low) * after + a];
                    float upper = values[(b * size + high) * after + a];
                    result[(b * wanted + place) * after + a] = lower + part * (upper - lower);
                }
            }
        }
        return result;
    }
}
