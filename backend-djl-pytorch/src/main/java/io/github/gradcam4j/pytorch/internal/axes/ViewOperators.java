package io.github.gradcam4j.pytorch.internal.axes;

import io.github.gradcam4j.internal.axes.ElementRule;
import io.github.gradcam4j.internal.axes.InsertRule;
import io.github.gradcam4j.internal.axes.PermuteRule;
import io.github.gradcam4j.internal.axes.ReduceRule;
import io.github.gradcam4j.internal.axes.ReshapeRule;
import io.github.gradcam4j.internal.axes.SameAxesRule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Operators that keep the elements and change the axes. */
final class ViewOperators {
    private ViewOperators() {}

    static void register(Operators.Registry registry) {
        registry.put(
                "view reshape _unsafe_view _reshape_alias",
                a -> a.operator().equals("view") && a.get(1, "") instanceof Long
                        ? a.trace()
                                .apply(
                                        "view",
                                        new SameAxesRule(false),
                                        List.of(a.tensor(0)),
                                        DTypes.of(a.get(1, "")),
                                        a.tensor(0).shape())
                        : reshaped(a, a.integers(1, "shape")));
        registry.put("view_as reshape_as", a -> reshaped(a, a.tensor(1).dims()));
        registry.put("flatten", ViewOperators::flattened);
        registry.put("unflatten", ViewOperators::unflattened);
        registry.put("permute", a -> {
            List<Long> order = a.integers(1, "dims");
            Tensor first = a.tensor(0);
            first.dims(order.size());
            return permuted(a, order.stream().map(first::axis).toList());
        });
        registry.put("transpose swapaxes swapdims", a -> transposed(a, a.known(1, "dim0", 0), a.known(2, "dim1", 0)));
        registry.put(
                "t mT matrix_H adjoint prim.mT", a -> a.tensor(0).rank() < 2 ? a.tensor(0) : transposed(a, -2, -1));
        registry.put("numpy_T prim.T", a -> {
            int rank = a.tensor(0).rank();
            return permuted(
                    a, IntStream.range(0, rank).mapToObj(i -> rank - 1 - i).toList());
        });
        registry.put("movedim moveaxis", ViewOperators::moved);
        registry.put("unsqueeze", ViewOperators::unsqueezed);
        registry.put("squeeze", ViewOperators::squeezed);
        registry.put("expand broadcast_to", a -> expanded(a, a.integers(1, "size")));
        registry.put("expand_as", a -> expanded(a, a.tensor(1).dims()));
        registry.put("repeat tile", ViewOperators::repeated);
    }

    static Tensor reshaped(Arguments a, List<Long> target) {
        Tensor first = a.tensor(0);
        List<Long> shape = new ArrayList<>();
        boolean open = false;
        int free = -1;
        for (int i = 0; i < target.size(); i++) {
            long size = target.get(i);
            open |= size == Arguments.UNKNOWN;
            free = size == -1 ? i : free;
            shape.add(size < 0 ? -1L : size);
        }
        long count = first.shape() == null ? -1 : NumberTensors.count(first.dims());
        if (free >= 0 && count >= 0 && !open) {
            shape.set(free, 1L);
            shape.set(free, count / NumberTensors.count(shape));
        }
        if (count >= 0 && NumberTensors.count(shape) >= 0 && NumberTensors.count(shape) != count) {
            throw new Unsure();
        }
        return a.trace().view(a.operator(), new ReshapeRule(), first, List.copyOf(shape));
    }

    private static Tensor flattened(Arguments a) {
        Tensor first = a.tensor(0);
        if (first.rank() == 0) {
            return reshaped(a, List.of(1L));
        }
        int start = first.axis(a.known(1, "start_dim", 0));
        int end = first.axis(a.known(2, "end_dim", -1));
        List<Long> dims = first.dims();
        List<Long> shape = new ArrayList<>(dims.subList(0, start));
        long flat = NumberTensors.count(dims.subList(start, end + 1));
        shape.add(flat < 0 ? Arguments.UNKNOWN : flat);
        shape.addAll(dims.subList(end + 1, dims.size()));
        return reshaped(
                a,
                shape.stream()
                        .map(size -> size == -1 ? Arguments.UNKNOWN : size)
                        .toList());
    }

    private static Tensor unflattened(Arguments a) {
        Tensor first = a.tensor(0);
        int axis = first.axis(a.known(1, "dim", 0));
        List<Long> shape = new ArrayList<>(first.dims());
        long size = shape.remove(axis);
        List<Long> parts = new ArrayList<>(a.integers(2, "sizes"));
        int free = parts.indexOf(-1L);
        if (free >= 0 && size >= 0) {
            parts.set(free, 1L);
            parts.set(free, size / NumberTensors.count(parts));
        }
        shape.addAll(axis, parts);
        return reshaped(a, shape);
    }

    private static Tensor permuted(Arguments a, List<Integer> order) {
        Tensor first = a.tensor(0);
        List<Long> dims = first.dims();
        if (order.stream().distinct().count() != dims.size()) {
            throw new Unsure();
        }
        return a.trace()
                .view(
                        a.operator(),
                        new PermuteRule(order),
                        first,
                        order.stream().map(dims::get).toList());
    }

    private static Tensor transposed(Arguments a, long one, long other) {
        Tensor first = a.tensor(0);
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, first.rank()).boxed().toList());
        order.set(first.axis(one), first.axis(other));
        order.set(first.axis(other), first.axis(one));
        return permuted(a, List.copyOf(order));
    }

    private static Tensor moved(Arguments a) {
        Tensor first = a.tensor(0);
        List<Integer> from = a.integers(1, "source").stream().map(first::axis).toList();
        List<Integer> to =
                a.integers(2, "destination").stream().map(first::axis).toList();
        List<Integer> order = new ArrayList<>(IntStream.range(0, first.rank())
                .filter(axis -> !from.contains(axis))
                .boxed()
                .toList());
        for (int i : to.stream().sorted().toList()) {
            order.add(i, from.get(to.indexOf(i)));
        }
        return permuted(a, List.copyOf(order));
    }

    static Tensor unsqueezed(Arguments a) {
        Tensor first = a.tensor(0);
        long at = a.known(1, "dim", 0);
        if (first.shape() == null && at >= 0) {
            return a.make(new InsertRule(List.of((int) at)), List.of(first), null);
        }
        int axis = Tensor.axis(at, first.rank() + 1);
        List<Long> shape = new ArrayList<>(first.dims());
        shape.add(axis, 1L);
        return a.trace().view(a.operator(), new InsertRule(List.of(axis)), first, List.copyOf(shape));
    }

    private static Tensor squeezed(Arguments a) {
        Tensor first = a.tensor(0);
        List<Long> dims = first.dims();
        List<Integer> asked = a.count() > 1
                ? a.integers(1, "dim").stream().map(first::axis).toList()
                : IntStream.range(0, dims.size()).boxed().toList();
        if (asked.stream().anyMatch(axis -> dims.get(axis) < 0)) {
            throw new Unsure();
        }
        return left(
                a,
                first,
                asked.stream().filter(axis -> dims.get(axis) == 1).sorted().toList());
    }

    /** Returns a tensor without axes of size 1. */
    static Tensor left(Arguments a, Tensor first, List<Integer> gone) {
        List<Long> shape = new ArrayList<>();
        for (int i = 0; i < first.rank(); i++) {
            if (!gone.contains(i)) {
                shape.add(first.dims().get(i));
            }
        }
        return a.trace().view(a.operator(), new ReduceRule(gone, false), first, List.copyOf(shape));
    }

    private static Tensor expanded(Arguments a, List<Long> sizes) {
        Tensor first = a.tensor(0);
        List<Long> shape = new ArrayList<>();
        for (int i = 0; i < sizes.size(); i++) {
            long size = sizes.get(i);
            int own = first.shape() == null ? -1 : i - sizes.size() + first.rank();
            long before = own >= 0 ? first.dims().get(own) : -1;
            shape.add(size == -1 ? before : size == Arguments.UNKNOWN ? -1L : size);
        }
        return a.trace().view(a.operator(), new ElementRule(1), first, List.copyOf(shape));
    }

    private static Tensor repeated(Arguments a) {
        Tensor first = a.tensor(0);
        List<Long> times = a.integers(1, "repeats");
        List<Long> shape = new ArrayList<>();
        for (int i = 0; i < times.size(); i++) {
            int own = i - times.size() + first.rank();
            long before = own >= 0 ? first.dims().get(own) : 1;
            boolean open = before < 0 || times.get(i) < 0;
            shape.add(open ? -1L : Math.multiplyExact(before, times.get(i)));
        }
        return a.make(new ElementRule(1), List.of(first), List.copyOf(shape));
    }
}
