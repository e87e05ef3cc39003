package io.github.gradcam4j.pytorch.internal.axes;

import io.github.gradcam4j.internal.axes.AttentionRule;
import io.github.gradcam4j.internal.axes.EinsumRule;
import io.github.gradcam4j.internal.axes.ProductRule;
import io.github.gradcam4j.internal.axes.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Products of matrices, and attention. */
final class ProductOperators {
    private ProductOperators() {}

    static void register(Operators.Registry registry) {
        registry.put("matmul mm bmm mv", a -> multiplied(a, a.tensor(0), a.tensor(1), List.of()));
        registry.put("linear", ProductOperators::linear);
        registry.put("addmm baddbmm", a -> multiplied(a, a.tensor(1), a.tensor(2), List.of(a.tensor(0))));
        registry.put("einsum", ProductOperators::einsum);
        registry.put("scaled_dot_product_attention", a -> {
            Tensor query = a.tensor(0);
            List<Long> shape = new ArrayList<>(query.dims());
            shape.set(shape.size() - 1, a.tensor(2).dims().get(a.tensor(2).rank() - 1));
            List<Tensor> from = new ArrayList<>(List.of(query, a.tensor(1), a.tensor(2)));
            if (a.get(3, "attn_mask") instanceof Tensor mask) {
                from.add(mask);
            }
            return a.make(new AttentionRule(), from, List.copyOf(shape));
        });
        registry.put("_native_multi_head_attention", a -> {
            Tensor attended = ElementOperators.same(a, a.tensor(0).dtype());
            return a.trace()
                    .list(List.of(
                            attended,
                            a.trace()
                                    .opaque(
                                            a.operator(),
                                            List.of(attended),
                                            a.tensor(0).dtype(),
                                            null)));
        });
        registry.put(
                "_transformer_encoder_layer_fwd",
                a -> ElementOperators.same(a, a.tensor(0).dtype()));
    }

    private static Tensor multiplied(Arguments a, Tensor left, Tensor right, List<Tensor> added) {
        List<Long> x = left.dims();
        List<Long> y = right.dims();
        if (x.isEmpty() || y.isEmpty()) {
            throw new Unsure();
        }
        List<Long> rows = x.size() == 1 ? List.of() : List.of(x.get(x.size() - 2));
        List<Long> columns = y.size() == 1 ? List.of() : List.of(y.get(y.size() - 1));
        List<Long> shape = new ArrayList<>(ElementOperators.broadcast(
                x.subList(0, Math.max(0, x.size() - 2)), y.subList(0, Math.max(0, y.size() - 2))));
        shape.addAll(rows);
        shape.addAll(columns);
        List<Tensor> from = new ArrayList<>(List.of(left, right));
        from.addAll(added);
        Rule rule = x.size() > 1 && y.size() > 1 ? new ProductRule() : Rule.NOTHING;
        return a.trace().apply("matmul", rule, from, left.dtype(), List.copyOf(shape));
    }

    private static Tensor linear(Arguments a) {
        Tensor first = a.tensor(0);
        Tensor weight = a.tensor(1);
        List<Tensor> from = new ArrayList<>(List.of(first, weight));
        if (a.has(2, "bias")) {
            from.add(a.tensor(2, "bias"));
        }
        List<Long> shape = null;
        if (first.shape() != null) {
            shape = new ArrayList<>(first.dims());
            int last = shape.size() - 1;
            if (shape.get(last) < 0) {
                shape.set(last, weight.dims().get(1));
                first.node().refine(List.copyOf(shape));
            }
            shape.set(last, weight.dims().get(0));
        }
        return a.trace().apply("linear", new ProductRule(), from, first.dtype(), shape);
    }

    private static Tensor einsum(Arguments a) {
        if (!(a.get(0, "") instanceof String equation) || !equation.contains("->") || equation.contains(".")) {
            throw new Unsure();
        }
        List<Tensor> from = a.tensors(1, "operands");
        String[] sides = equation.replace(" ", "").split("->", -1);
        List<String> inputs = List.of(sides[0].split(",", -1));
        if (inputs.size() != from.size()) {
            throw new Unsure();
        }
        Map<Character, Long> sizes = new HashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            List<Long> dims = from.get(i).dims(inputs.get(i).length());
            for (int at = 0; at < dims.size(); at++) {
                sizes.merge(inputs.get(i).charAt(at), dims.get(at), Math::max);
            }
        }
        List<Long> shape = sides[1].chars()
                .mapToObj(name -> sizes.getOrDefault((char) name, -1L))
                .toList();
        return a.trace()
                .apply(
                        "einsum",
                        new EinsumRule(inputs, sides[1]),
                        from,
                        from.get(0).dtype(),
                        shape);
    }
}
