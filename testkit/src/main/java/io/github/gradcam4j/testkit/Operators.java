package io.github.gradcam4j.testkit;

import java.util.List;

/** Values and derivatives of the operations, as they stand in a textbook. */
final class Operators {
    private Operators() {}

    static Field forward(Node node, List<Field> in) {
        Field x = in.get(0);
        return switch (node.op()) {
            case INPUT -> x;
            case CONV -> convolve(node, x);
            case RELU -> map(x, v -> Math.max(v, 0));
            case TANH -> map(x, Math::tanh);
            case POOL -> pool(x);
            case ADD -> sum(x, in.get(1));
            case GAP -> mean(x);
            case LINEAR -> linear(node, x);
            case SOFTMAX -> softmax(x);
        };
    }

    /** Returns the gradient of each input for a gradient of the output. */
    static List<Field> backward(Node node, List<Field> in, Field y, Field g) {
        Field x = in.get(0);
        Field dx = x.zero();
        switch (node.op()) {
            case INPUT -> dx.add(g);
            case CONV -> convolveBackward(node, dx, g);
            case RELU -> each(dx, i -> x.values()[i] > 0 ? g.values()[i] : 0);
            case TANH -> each(dx, i -> (1 - y.values()[i] * y.values()[i]) * g.values()[i]);
            case POOL -> poolBackward(dx, g);
            case ADD -> {
                return List.of(g, g);
            }
            case GAP -> {
                int cells = x.height() * x.width();
                each(dx, i -> g.values()[i / cells] / cells);
            }
            case LINEAR -> linearBackward(node, dx, g);
            case SOFTMAX -> {
                double inner = 0;
                for (int i = 0; i < y.values().length; i++) {
                    inner += y.values()[i] * g.values()[i];
                }
                double dot = inner;
                each(dx, i -> y.values()[i] * (g.values()[i] - dot));
            }
        }
        return List.of(dx);
    }

    /** Returns the form of an output without its values. */
    static Field form(Node node, Field x) {
        return switch (node.op()) {
            case CONV ->
                Field.zero(node.channels(), down(x.height(), node.stride()), down(x.width(), node.stride()), false);
            case POOL -> Field.zero(x.channels(), x.height() / 2, x.width() / 2, false);
            case GAP -> Field.zero(x.channels(), 1, 1, true);
            case LINEAR -> Field.zero(node.channels(), 1, 1, true);
            default -> x.zero();
        };
    }

    private static int down(int size, int stride) {
        return (size - 1) / stride + 1;
    }

    private static Field convolve(Node node, Field x) {
        Field y = form(node, x);
        for (int o = 0; o < y.channels(); o++) {
            double bias = node.weights()[node.channels() * x.channels() * 9 + o];
            for (int r = 0; r < y.height(); r++) {
                for (int c = 0; c < y.width(); c++) {
                    double sum = bias;
                    for (int i = 0; i < x.channels(); i++) {
                        for (int k = 0; k < 9; k++) {
                            int row = r * node.stride() + k / 3 - 1;
                            int column = c * node.stride() + k % 3 - 1;
                            if (row >= 0 && row < x.height() && column >= 0 && column < x.width()) {
                                sum += node.weights()[(o * x.channels() + i) * 9 + k] * x.value(i, row, column);
                            }
                        }
                    }
                    y.values()[y.at(o, r, c)] = sum;
                }
            }
        }
        return y;
    }

    private static void convolveBackward(Node node, Field dx, Field g) {
        for (int o = 0; o < g.channels(); o++) {
            for (int r = 0; r < g.height(); r++) {
                for (int c = 0; c < g.width(); c++) {
                    for (int i = 0; i < dx.channels(); i++) {
                        for (int k = 0; k < 9; k++) {
                            int row = r * node.stride() + k / 3 - 1;
                            int column = c * node.stride() + k % 3 - 1;
                            if (row >= 0 && row < dx.height() && column >= 0 && column < dx.width()) {
                                dx.values()[dx.at(i, row, column)] +=
                                        node.weights()[(o * dx.channels() + i) * 9 + k] * g.value(o, r, c);
                            }
                        }
                    }
                }
            }
        }
    }

    private static Field pool(Field x) {
        Field y = Field.zero(x.channels(), x.height() / 2, x.width() / 2, false);
        for (int c = 0; c < y.channels(); c++) {
            for (int row = 0; row < y.height() * 2; row++) {
                for (int column = 0; column < y.width() * 2; column++) {
                    y.values()[y.at(c, row / 2, column / 2)] += x.value(c, row, column) / 4;
                }
            }
        }
        return y;
    }

    private static void poolBackward(Field dx, Field g) {
        for (int c = 0; c < g.channels(); c++) {
            for (int row = 0; row < g.height() * 2; row++) {
                for (int column = 0; column < g.width() * 2; column++) {
                    dx.values()[dx.at(c, row, column)] = g.value(c, row / 2, column / 2) / 4;
                }
            }
        }
    }

    private static Field sum(Field a, Field b) {
        Field y = a.zero();
        y.add(a);
        y.add(b);
        return y;
    }

    private static Field mean(Field x) {
        Field y = Field.zero(x.channels(), 1, 1, true);
        int cells = x.height() * x.width();
        for (int i = 0; i < x.values().length; i++) {
            y.values()[i / cells] += x.values()[i] / cells;
        }
        return y;
    }

    private static Field linear(Node node, Field x) {
        Field y = Field.zero(node.channels(), 1, 1, true);
        int features = x.values().length;
        for (int o = 0; o < node.channels(); o++) {
            double sum = node.weights()[node.channels() * features + o];
            for (int i = 0; i < features; i++) {
                sum += node.weights()[o * features + i] * x.values()[i];
            }
            y.values()[o] = sum;
        }
        return y;
    }

    private static void linearBackward(Node node, Field dx, Field g) {
        int features = dx.values().length;
        for (int o = 0; o < node.channels(); o++) {
            for (int i = 0; i < features; i++) {
                dx.values()[i] += node.weights()[o * features + i] * g.values()[o];
            }
        }
    }

    private static Field softmax(Field x) {
        double max = Double.NEGATIVE_INFINITY;
        for (double value : x.values()) {
            max = Math.max(max, value);
        }
        double sum = 0;
        for (double value : x.values()) {
            sum += Math.exp(value - max);
        }
        double top = max;
        double total = sum;
        return map(x, v -> Math.exp(v - top) / total);
    }

    private static Field map(Field x, java.util.function.DoubleUnaryOperator function) {
        Field y = x.zero();
        each(y, i -> function.applyAsDouble(x.values()[i]));
        return y;
    }

    private static void each(Field y, java.util.function.IntToDoubleFunction function) {
        for (int i = 0; i < y.values().length; i++) {
            y.values()[i] = function.applyAsDouble(i);
        }
    }
}
