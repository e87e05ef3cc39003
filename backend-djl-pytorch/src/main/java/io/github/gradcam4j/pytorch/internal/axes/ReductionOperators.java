package io.github.gradcam4j.pytorch.internal.axes;

import io.github.gradcam4j.internal.axes.ReduceRule;
import io.github.gradcam4j.internal.axes.Rule;
import io.github.gradcam4j.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Sums, means and extrema. */
final class ReductionOperators {
    private ReductionOperators() {}

    static void register(Operators.Registry registry) {
        registry.put("mean sum nansum nanmean amax amin logsumexp all any prod", a -> reduced(a, 1, 2));
        registry.put("norm linalg_vector_norm", a -> reduced(a, 2, 3));
        registry.put("frobenius_norm", a -> reduced(a, 1, 2));
        registry.put("std var", ReductionOperators::spread);
        registry.put("std_mean var_mean", a -> {
            Tensor one = spread(a);
            return a.trace().list(List.of(one, spread(a)));
        });
        registry.put(
                "argmax argmin",
                a -> a.trace()
                        .apply(
                                a.operator(),
                                Rule.NOTHING,
                                List.of(a.tensor(0)),
                                DType.INT64,
                                reduced(a, 1, 2).shape()));
        registry.put("max min median mode cummax cummin", ReductionOperators::extremum);
        registry.put("topk", a -> {
            Tensor first = a.tensor(0);
            List<Long> shape = new ArrayList<>(first.dims());
            shape.set(first.axis(a.known(2, "dim", -1)), a.known(1, "k", 1));
            return pair(a, first, List.copyOf(shape));
        });
        registry.put("sort", a -> pair(a, a.tensor(0), a.tensor(0).shape()));
    }

    private static Listing pair(Arguments a, Tensor first, @Nullable List<Long> shape) {
        Tensor values = a.trace().opaque(a.operator(), List.of(first), first.dtype(), shape);
        return a.trace().list(List.of(values, a.trace().opaque(a.operator(), List.of(first), DType.INT64, shape)));
    }

    private static Tensor reduced(Arguments a, int dims, int keeps) {
        boolean asked =
                a.get(dims, "dim") instanceof Listing list && !list.elements().isEmpty()
                        || a.get(dims, "dim") instanceof Long
                                && a.count() > dims + (a.values().size() > keeps ? 1 : 0)
                                && (a.get(keeps, "keepdim") instanceof Boolean
                                        || a.keywords().containsKey("keepdim"));
        return reduced(a, asked ? a.integers(dims, "dim") : List.of(), asked && a.flag(keeps, "keepdim", false));
    }

    private static Tensor reduced(Arguments a, List<Long> asked, boolean keeps) {
        Tensor first = a.tensor(0);
        List<Long> dims = first.dims();
        List<Integer> axes = asked.isEmpty()
                ? IntStream.range(0, dims.size()).boxed().toList()
                : asked.stream().map(first::axis).sorted().toList();
        List<Long> shape = new ArrayList<>();
        for (int i = 0; i < dims.size(); i++) {
            if (!axes.contains(i)) {
                shape.add(dims.get(i));
            } else if (keeps) {
                shape.add(1L);
            }
        }
        boolean truth = a.operator().equals("all") || a.operator().equals("any");
        DType dtype = truth ? DType.BOOL : first.dtype();
        return a.trace().apply(a.operator(), new ReduceRule(axes, keeps), List.of(first), dtype, List.copyOf(shape));
    }

    private static Tensor spread(Arguments a) {
        boolean all = a.get(1, "dim") instanceof Boolean || !a.has(1, "dim");
        boolean keeps = a.values().size() > 3 ? a.flag(3, "keepdim", false) : a.flag(99, "keepdim", false);
        return reduced(a, all ? List.of() : a.integers(1, "dim"), !all && keeps);
    }

    private static Object extremum(Arguments a) {
        if (a.get(0, "") instanceof Listing || a.get(1, "") instanceof Tensor) {
            throw new Fallbacks.NotMeant();
        }
        if (a.count() == 1) {
            return reduced(a, List.of(), false);
        }
        if (a.operator().startsWith("cum")) {
            return a.trace()
                    .list(List.of(
                            ElementOperators.same(a, a.tensor(0).dtype()), ElementOperators.same(a, DType.INT64)));
        }
        Tensor values = reduced(a, a.integers(1, "dim"), a.flag(2, "keepdim", false));
        return a.trace()
                .list(List.of(
                        values, a.trace().opaque(a.operator(), List.of(a.tensor(0)), DType.INT64, values.shape())));
    }
}
