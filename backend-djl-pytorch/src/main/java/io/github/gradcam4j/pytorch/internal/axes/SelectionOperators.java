package io.github.gradcam4j.pytorch.internal.axes;

import io.github.gradcam4j.internal.axes.EmbeddingRule;
import io.github.gradcam4j.internal.axes.GatherRule;
import io.github.gradcam4j.internal.axes.JoinRule;
import io.github.gradcam4j.internal.axes.ReduceRule;
import io.github.gradcam4j.internal.axes.RollRule;
import io.github.gradcam4j.internal.axes.Rule;
import io.github.gradcam4j.internal.axes.SameAxesRule;
import io.github.gradcam4j.internal.axes.SliceRule;
import io.github.gradcam4j.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Operators that take parts of tensors, and those that put tensors together or move what is in them. */
final class SelectionOperators {
    private static final int MOST_PARTS = 4096;
    /** A place that is not known. */
    private static final long NOWHERE = Long.MAX_VALUE / 4;

    private SelectionOperators() {}

    static void register(Operators.Registry registry) {
        registry.put("slice", a -> {
            Tensor first = a.tensor(0);
            return sliced(
                    a,
                    first,
                    axis(a, first, 1),
                    a.integer(2, "start", 0),
                    a.integer(3, "end", Long.MAX_VALUE),
                    a.known(4, "step", 1));
        });
        registry.put("narrow", a -> {
            Tensor first = a.tensor(0);
            long start = a.known(2, "start", 0);
            return sliced(a, first, axis(a, first, 1), start, start + a.known(3, "length", 0), 1);
        });
        registry.put("select", a -> selected(a, a.tensor(0), axis(a, a.tensor(0), 1), a.integer(2, "index")));
        registry.put("unbind", a -> {
            Tensor first = a.tensor(0);
            int axis = axis(a, first, 1);
            List<Tensor> parts = new ArrayList<>();
            for (long i = 0; i < count(first.dims().get(axis)); i++) {
                parts.add(selected(a, first, axis, i));
            }
            return a.trace().list(parts);
        });
        registry.put("chunk unsafe_chunk", a -> {
            int axis = a.tensor(0).axis(a.known(2, "dim", 0));
            long size = a.tensor(0).dims().get(axis);
            long chunks = a.known(1, "chunks", 1);
            if (size < 0 || chunks < 1) {
                throw new Unsure();
            }
            return split(a, axis, equal(size, (size + chunks - 1) / chunks));
        });
        registry.put("split unsafe_split split_with_sizes unsafe_split_with_sizes", a -> {
            int axis = a.tensor(0).axis(a.known(2, "dim", 0));
            List<Long> sizes = a.integers(1, "split_size");
            return split(
                    a,
                    axis,
                    a.get(1, "split_size") instanceof Listing
                            ? sizes
                            : equal(a.tensor(0).dims().get(axis), sizes.get(0)));
        });
        registry.put("tensor_split", a -> {
            int axis = a.tensor(0).axis(a.known(2, "dim", 0));
            long size = a.tensor(0).dims().get(axis);
            long parts = count(a.known(1, "sections", 1));
            List<Long> sizes = new ArrayList<>();
            for (long i = 0; i < parts; i++) {
                sizes.add(size / parts + (i < size % parts ? 1 : 0));
            }
            return split(a, axis, sizes);
        });
        registry.put("index_select", a -> gathered(a, a.tensor(0), axis(a, a.tensor(0), 1), a.tensor(2)));
        registry.put(
                "gather",
                a -> a.make(
                        new GatherRule(axis(a, a.tensor(0), 1), 1, false),
                        List.of(a.tensor(0), a.tensor(2)),
                        a.tensor(2).shape()));
        registry.put("index", SelectionOperators::indexed);
        registry.put("embedding", a -> embedded(a, a.tensor(0), a.tensor(1)));
        registry.put("cat concat concatenate", a -> joined(a, a.tensors(0, "tensors"), a.known(1, "dim", 0)));
        registry.put("stack", SelectionOperators::stacked);
        registry.put("roll", a -> {
            List<Integer> axes =
                    a.integers(2, "dims").stream().map(a.tensor(0)::axis).toList();
            boolean moves = a.integers(1, "shifts").stream().anyMatch(shift -> shift != 0);
            return a.make(
                    new RollRule(moves ? axes : List.of()),
                    List.of(a.tensor(0)),
                    a.tensor(0).shape());
        });
        registry.put(
                "flip",
                a -> a.make(
                        new RollRule(a.integers(1, "dims").stream()
                                .map(a.tensor(0)::axis)
                                .toList()),
                        List.of(a.tensor(0)),
                        a.tensor(0).shape()));
    }

    /** Returns the axis that an argument names, also of a tensor with an unknown number of axes if it counts from the front. */
    private static int axis(Arguments a, Tensor tensor, int argument) {
        long axis = a.known(argument, "dim", 0);
        return tensor.shape() == null && axis >= 0 ? Math.toIntExact(axis) : tensor.axis(axis);
    }

    private static long count(long parts) {
        if (parts < 1 || parts > MOST_PARTS) {
            throw new Unsure();
        }
        return parts;
    }

    private static List<Long> equal(long size, long part) {
        List<Long> sizes = new ArrayList<>();
        count((size + part - 1) / part);
        for (long left = size; left > 0; left -= part) {
            sizes.add(Math.min(left, part));
        }
        return sizes;
    }

    private static Listing split(Arguments a, int axis, List<Long> sizes) {
        List<Tensor> parts = new ArrayList<>();
        long start = 0;
        for (long size : sizes) {
            parts.add(sliced(a, a.tensor(0), axis, start, start + size, 1));
            start += size;
        }
        return a.trace().list(parts);
    }

    private static Tensor sliced(Arguments a, Tensor first, int axis, long start, long end, long step) {
        if (first.shape() == null) {
            return a.trace().apply(a.operator(), new SliceRule(axis, NOWHERE, 1), List.of(first), first.dtype(), null);
        }
        long size = first.dims().get(axis);
        boolean open = size < 0 || start == Arguments.UNKNOWN || end == Arguments.UNKNOWN || step < 1;
        long from = open ? NOWHERE : Math.max(0, Math.min(size, start < 0 ? start + size : start));
        long to = open ? NOWHERE : Math.max(from, Math.min(size, end < 0 ? end + size : end));
        List<Long> shape = new ArrayList<>(first.dims());
        boolean all = start == 0 && end == Long.MAX_VALUE && step == 1;
        shape.set(axis, all ? size : open ? -1L : (to - from + step - 1) / step);
        Rule rule = all || shape.get(axis) == size && size >= 0
                ? new SameAxesRule(false)
                : new SliceRule(axis, from, Math.max(1, step));
        return a.trace().view(a.operator(), rule, first, List.copyOf(shape));
    }

    private static Tensor selected(Arguments a, Tensor first, int axis, long index) {
        List<Number> values = first.values();
        if (values != null && first.rank() == 1 && index != Arguments.UNKNOWN) {
            return a.trace().constant(first.dtype(), List.of(), List.of(values.get(Tensor.axis(index, values.size()))));
        }
        if (first.shape() == null) {
            Tensor one =
                    a.trace().apply(a.operator(), new SliceRule(axis, NOWHERE, 1), List.of(first), first.dtype(), null);
            return a.make(new ReduceRule(List.of(axis), false), List.of(one), null);
        }
        long size = first.dims().get(axis);
        long from = index == Arguments.UNKNOWN || size < 0 && index < 0 ? NOWHERE : index < 0 ? index + size : index;
        List<Long> shape = new ArrayList<>(first.dims());
        shape.set(axis, 1L);
        Tensor one = a.trace().view(a.operator(), new SliceRule(axis, from, 1), first, List.copyOf(shape));
        return ViewOperators.left(a, one, List.of(axis));
    }

    private static Tensor gathered(Arguments a, Tensor first, int axis, Tensor indices) {
        if (axis == 0
                && first.node().isConstant()
                && first.rank() == 2
                && !indices.node().isConstant()) {
            return embedded(a, first, indices);
        }
        List<Long> shape = new ArrayList<>(first.dims());
        shape.remove(axis);
        shape.addAll(axis, indices.dims());
        return a.make(
                new GatherRule(axis, indices.rank(), isInOrder(indices.values())),
                List.of(first, indices),
                List.copyOf(shape));
    }

    private static boolean isInOrder(@Nullable List<Number> places) {
        for (int i = 0; places != null && i < places.size(); i++) {
            if (places.get(i).longValue() != i) {
                return false;
            }
        }
        return places != null;
    }

    private static Tensor embedded(Arguments a, Tensor table, Tensor numbers) {
        List<Long> shape = null;
        if (numbers.shape() != null) {
            shape = new ArrayList<>(numbers.dims());
            shape.add(table.dims().get(1));
        }
        return a.trace().apply("embedding", new EmbeddingRule(), List.of(numbers, table), table.dtype(), shape);
    }

    private static Tensor indexed(Arguments a) {
        if (!(a.get(1, "indices") instanceof Listing list) || list.isLost()) {
            throw new Unsure();
        }
        Tensor first = a.tensor(0);
        int axis = -1;
        int count = 0;
        for (int i = 0; i < list.elements().size(); i++) {
            if (list.elements().get(i) != None.NONE) {
                axis = i;
                count++;
            }
        }
        List<Tensor> indices = Contents.tensors(list);
        boolean masks = indices.stream().anyMatch(index -> index.dtype() == null || index.dtype() == DType.BOOL);
        if (count == 1 && !masks && indices.size() == 1) {
            return gathered(a, first, axis, indices.get(0));
        }
        List<Tensor> from = new ArrayList<>(List.of(first));
        from.addAll(indices);
        return a.trace().opaque("index", from, first.dtype(), masks ? null : picked(first, list.elements(), indices));
    }

    /** Returns the shape of what indices along the first axes pick. */
    private static @Nullable List<Long> picked(Tensor first, List<Object> indices, List<Tensor> tensors) {
        if (indices.contains(None.NONE) || indices.size() > first.rank()) {
            return null;
        }
        List<Long> shape = List.of();
        for (Tensor index : tensors) {
            shape = ElementOperators.broadcast(shape, index.dims());
        }
        List<Long> all = new ArrayList<>(shape);
        all.addAll(first.dims().subList(indices.size(), first.rank()));
        return List.copyOf(all);
    }

    private static Tensor joined(Arguments a, List<Tensor> parts, long dim) {
        if (parts.stream().allMatch(part -> part.shape() == null) && dim >= 0) {
            return a.trace().apply("cat", new JoinRule(Math.toIntExact(dim)), parts, null, null);
        }
        Tensor ranked =
                parts.stream().filter(part -> part.shape() != null).findFirst().orElseThrow(Unsure::new);
        int axis = ranked.axis(dim);
        List<Long> shape = new ArrayList<>(ranked.dims());
        for (int i = 0; i < shape.size(); i++) {
            for (Tensor part : parts) {
                long size = part.dims(shape.size()).get(i);
                shape.set(i, i != axis && shape.get(i) < 0 ? size : shape.get(i));
            }
        }
        shape.set(
                axis,
                parts.stream()
                        .mapToLong(part -> part.dims().get(axis))
                        .reduce(0, (x, y) -> x < 0 || y < 0 ? -1 : x + y));
        return a.trace().apply("cat", new JoinRule(axis), parts, DTypes.common(parts), List.copyOf(shape));
    }

    private static Tensor stacked(Arguments a) {
        List<Tensor> parts = new ArrayList<>();
        long dim = a.known(1, "dim", 0);
        for (Tensor part : a.tensors(0, "tensors")) {
            long axis = part.shape() == null ? dim : Tensor.axis(dim, part.rank() + 1);
            parts.add(ViewOperators.unsqueezed(new Arguments("unsqueeze", List.of(part, axis), Map.of(), a.trace())));
        }
        return joined(a, parts, dim);
    }
}
