package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Defines LSTM, GRU and RNN one step of one item at a time, with the letters of the operators' definitions. */
final class ReferenceRecurrent {
    private static final int H = 5;
    private static final int C = 6;

    private final Reference.Call call;
    private final Array x;
    private final int gates;
    private final int steps;
    private final int items;
    private final int hidden;
    private final int directions;

    private ReferenceRecurrent(Reference.Call call, int gates) {
        this.call = call;
        this.x = call.in(0);
        this.gates = gates;
        this.steps = x.shape()[0];
        this.items = x.shape()[1];
        this.directions = call.in(1).shape()[0];
        this.hidden = call.in(2).shape()[2];
    }

    static void addTo(Map<String, Reference.Op> ops) {
        ops.put("LSTM", call -> new ReferenceRecurrent(call, 4).run());
        ops.put("GRU", call -> new ReferenceRecurrent(call, 3).run());
        ops.put("RNN", call -> new ReferenceRecurrent(call, 1).run());
    }

    private Array[] run() {
        Array y = Array.zeros(steps, directions, items, hidden);
        Array lastH = Array.zeros(directions, items, hidden);
        Array lastC = Array.zeros(directions, items, hidden);
        for (int d = 0; d < directions; d++) {
            boolean reversed = d == 1 || call.text("direction", "forward").equals("reverse");
            for (int n = 0; n < items; n++) {
                int length = call.has(4) ? (int) call.in(4).get(n) : steps;
                double[] h = state(H, d, n);
                double[] c = state(C, d, n);
                for (int i = 0; i < length; i++) {
                    int t = reversed ? length - 1 - i : i;
                    h = step(d, t, n, h, c);
                    for (int j = 0; j < hidden; j++) {
                        y.data()[y.offset(t, d, n, j)] = h[j];
                    }
                }
                for (int j = 0; j < hidden; j++) {
                    lastH.data()[lastH.offset(d, n, j)] = h[j];
                    lastC.data()[lastC.offset(d, n, j)] = c[j];
                }
            }
        }
        return new Array[] {y, lastH, lastC};
    }

    private double[] state(int input, int d, int n) {
        double[] state = new double[hidden];
        for (int j = 0; call.has(input) && j < hidden; j++) {
            state[j] = call.in(input).get(d, n, j);
        }
        return state;
    }

    private double fromInput(int d, int t, int n, int row) {
        double sum = call.has(3) ? call.in(3).get(d, row) : 0;
        for (int k = 0; k < x.shape()[2]; k++) {
            sum += x.get(t, n, k) * call.in(1).get(d, row, k);
        }
        return sum;
    }

    private double fromState(int d, int row, double[] h) {
        double sum = call.has(3) ? call.in(3).get(d, gates * hidden + row) : 0;
        for (int k = 0; k < hidden; k++) {
            sum += h[k] * call.in(2).get(d, row, k);
        }
        return sum;
    }

    private double[] step(int d, int t, int n, double[] h, double[] c) {
        return switch (gates) {
            case 4 -> lstm(d, t, n, h, c);
            case 3 -> gru(d, t, n, h);
            default -> {
                double[] next = new double[hidden];
                for (int j = 0; j < hidden; j++) {
                    next[j] = activation(d, 0, 1, fromInput(d, t, n, j) + fromState(d, j, h));
                }
                yield next;
            }
        };
    }

    /** Replaces the cell in place. */
    private double[] lstm(int d, int t, int n, double[] h, double[] c) {
        double[] next = new double[hidden];
        for (int j = 0; j < hidden; j++) {
            double[] z = new double[4];
            for (int gate = 0; gate < 4; gate++) {
                int row = gate * hidden + j;
                z[gate] = fromInput(d, t, n, row) + fromState(d, row, h);
            }
            double i = activation(d, 0, 3, z[0] + peephole(d, j) * c[j]);
            double f = activation(d, 0, 3, z[2] + peephole(d, 2 * hidden + j) * c[j]);
            f = call.integer("input_forget", 0) != 0 ? 1 - i : f;
            c[j] = f * c[j] + i * activation(d, 1, 3, z[3]);
            double o = activation(d, 0, 3, z[1] + peephole(d, hidden + j) * c[j]);
            next[j] = o * activation(d, 2, 3, c[j]);
        }
        return next;
    }

    private double peephole(int d, int place) {
        return call.has(7) ? call.in(7).get(d, place) : 0;
    }

    private double[] gru(int d, int t, int n, double[] h) {
        double[] z = new double[hidden];
        double[] r = new double[hidden];
        double[] reset = new double[hidden];
        for (int j = 0; j < hidden; j++) {
            z[j] = activation(d, 0, 2, fromInput(d, t, n, j) + fromState(d, j, h));
            r[j] = activation(d, 0, 2, fromInput(d, t, n, hidden + j) + fromState(d, hidden + j, h));
            reset[j] = r[j] * h[j];
        }
        double[] next = new double[hidden];
        for (int j = 0; j < hidden; j++) {
            double state = call.integer("linear_before_reset", 0) != 0
                    ? r[j] * fromState(d, 2 * hidden + j, h)
                    : fromState(d, 2 * hidden + j, reset);
            double candidate = activation(d, 1, 2, fromInput(d, t, n, 2 * hidden + j) + state);
            next[j] = (1 - z[j]) * candidate + z[j] * h[j];
        }
        return next;
    }

    private double activation(int d, int which, int count, double z) {
        List<String> defaults = count == 3
                ? List.of("Sigmoid", "Tanh", "Tanh")
                : count == 2 ? List.of("Sigmoid", "Tanh") : List.of("Tanh");
        String name = call.node().attributes().get("activations") instanceof AttributeValue.Texts given
                ? given.values().get(d * count + which)
                : defaults.get(which);
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "sigmoid" -> 1 / (1 + Math.exp(-z));
            case "relu" -> Math.max(0, z);
            case "softsign" -> z / (1 + Math.abs(z));
            case "hardsigmoid" -> Math.max(0, Math.min(1, 0.2 * z + 0.5));
            default -> Math.tanh(z);
        };
    }
}
