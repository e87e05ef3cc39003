package io.github.gradcam4j.pytorch.internal.axes;

import io.github.gradcam4j.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operators that ask for sizes and types, and those that make tensors of such alone. */
final class CreationOperators {
    private static final int MOST_VALUES = 1024;

    private CreationOperators() {}

    static void register(Operators.Registry registry) {
        registry.put(
                "dim ndimension prim.ndim",
                a -> a.tensor(0).shape() == null
                        ? Unknown.VALUE
                        : (long) a.tensor(0).rank());
        registry.put(
                "size",
                a -> a.count() > 1
                        ? NumberTensors.size(a.tensor(0), a.known(1, "dim", 0))
                        : NumberTensors.sizes(a.tensor(0), a.trace()));
        registry.put("prim.shape", a -> NumberTensors.sizes(a.tensor(0), a.trace()));
        registry.put("numel", a -> {
            long count = NumberTensors.count(a.tensor(0).dims());
            return count < 0 ? Unknown.VALUE : (Object) count;
        });
        registry.put("prim.dtype", a -> DTypes.code(a.tensor(0).dtype()));
        registry.put("prim.device device prim.type", a -> "cpu");
        registry.put("prim.layout", a -> 0L);
        registry.put("is_floating_point", a -> {
            DType dtype = a.tensor(0).dtype();
            return dtype == null ? Unknown.VALUE : dtype.isFloating();
        });
        registry.put("zeros ones empty rand randn", a -> made(a, a.integers(0, "size"), null));
        registry.put("full", a -> made(a, a.integers(0, "size"), null));
        registry.put(
                "new_zeros new_ones new_full new_empty",
                a -> made(a, a.integers(1, "size"), a.tensor(0).dtype()));
        registry.put(
                "zeros_like ones_like full_like empty_like rand_like randn_like",
                a -> made(a, a.tensor(0).shape(), a.tensor(0).dtype()));
        registry.put(
                "eye linspace randint randperm tril_indices triu_indices",
                a -> a.trace().constant(null, null, null));
        registry.put("prim.NumToTensor scalar_tensor tensor", CreationOperators::tensor);
        registry.put("arange", CreationOperators::arange);
    }

    private static Tensor made(Arguments a, @Nullable List<Long> sizes, @Nullable DType absent) {
        Object code = a.keywords().getOrDefault("dtype", None.NONE);
        DType dtype = code != None.NONE ? DTypes.of(code) : absent == null ? DType.FLOAT32 : absent;
        List<Long> shape = sizes == null
                ? null
                : sizes.stream()
                        .map(size -> size == Arguments.UNKNOWN ? -1L : size)
                        .toList();
        return a.trace().constant(dtype, shape, null);
    }

    private static Tensor tensor(Arguments a) {
        if (a.get(0, "") instanceof Unknown unknown && unknown.tensors().isEmpty()) {
            return a.trace().constant(null, List.of(), null);
        }
        if (!(a.get(0, "") instanceof Listing list)) {
            Tensor number = a.tensor(0);
            return a.trace().constant(number(number.values()), List.of(), number.values());
        }
        List<Number> values = new ArrayList<>();
        for (Object element : list.elements()) {
            if (!(element instanceof Number number)) {
                return a.trace().constant(null, null, null);
            }
            values.add(number);
        }
        boolean few = values.size() <= MOST_VALUES;
        return a.trace().constant(number(values), List.of((long) values.size()), few ? values : null);
    }

    private static @Nullable DType number(@Nullable List<Number> values) {
        return values == null ? null : values.stream().allMatch(Long.class::isInstance) ? DType.INT64 : DType.FLOAT32;
    }

    private static Tensor arange(Arguments a) {
        int given =
                (int) a.values().stream().takeWhile(value -> value != None.NONE).count();
        long start = given > 1 ? a.integer(0, "") : 0;
        long end = a.integer(given > 1 ? 1 : 0, "");
        long step = given > 2 ? a.known(2, "", 1) : 1;
        if (start == Arguments.UNKNOWN || end == Arguments.UNKNOWN || step < 1) {
            return a.trace().constant(null, List.of(-1L), null);
        }
        long length = Math.max(0, Math.floorDiv(end - start + step - 1, step));
        List<Number> values = new ArrayList<>();
        for (long i = 0; i < length && length <= MOST_VALUES; i++) {
            values.add(start + i * step);
        }
        return a.trace().constant(DType.INT64, List.of(length), length <= MOST_VALUES ? values : null);
    }
}
