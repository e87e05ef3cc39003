package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Is a value as a number times other values, in whatever order a model multiplies them. */
final class Product {
    private static final double ROUNDING = 1e-6;
    private static final double LARGEST_POWER = 3;

    private final Pullback pullback;
    private final List<String> factors = new ArrayList<>();
    private double number = 1;

    private Product(Pullback pullback) {
        this.pullback = pullback;
    }

    /** Takes a value apart, and those of its factors that nothing else reads. */
    static Product of(String value, Pullback pullback) {
        Product product = new Product(pullback);
        product.multiply(value, pullback.graph().producer(value));
        return product;
    }

    double number() {
        return number;
    }

    /** Returns what multiplies the number, a square twice. */
    List<String> factors() {
        return factors;
    }

    /** Says whether the number is this one, but for its rounding. */
    boolean isTimes(double wanted) {
        return Math.abs(number - wanted) <= ROUNDING * Math.abs(wanted);
    }

    boolean is(double wanted, String... values) {
        return isTimes(wanted) && factors.equals(List.of(values));
    }

    private void factor(String value) {
        GraphIndex graph = pullback.graph();
        multiply(
                value,
                graph.producer(value).filter(node -> graph.consumers(value).size() == 1));
    }

    private void multiply(String value, Optional<NodeProto> maker) {
        Optional<Double> constant = pullback.number(value);
        String type = maker.map(NodeProto::qualifiedType).orElse("");
        List<String> inputs = maker.map(NodeProto::inputs).orElse(List.of());
        Optional<Double> second = maker.flatMap(node -> node.input(1)).flatMap(pullback::number);
        if (constant.isPresent()) {
            number *= constant.get();
        } else if (type.equals("Mul")) {
            inputs.forEach(this::factor);
        } else if (type.equals("Div") && second.isPresent()) {
            factor(inputs.get(0));
            number /= second.get();
        } else if (type.equals("Pow") && second.filter(Product::isFew).isPresent()) {
            for (int i = 0; i < second.get(); i++) {
                factor(inputs.get(0));
            }
        } else {
            factors.add(value);
        }
    }

    private static boolean isFew(double power) {
        return power == Math.rint(power) && power >= 1 && power <= LARGEST_POWER;
    }
}
