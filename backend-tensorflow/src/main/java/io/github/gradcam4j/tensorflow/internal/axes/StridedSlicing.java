package io.github.gradcam4j.tensorflow.internal.axes;

import io.github.gradcam4j.internal.axes.InsertRule;
import io.github.gradcam4j.internal.axes.Node;
import io.github.gradcam4j.internal.axes.ReduceRule;
import io.github.gradcam4j.internal.axes.ReverseRule;
import io.github.gradcam4j.internal.axes.SameAxesRule;
import io.github.gradcam4j.internal.axes.SliceRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What brackets in Python say: where an axis begins and how far its steps are apart, which axes of size 1 go and which are new.
 *
 * @param axes what is taken of each axis of the input
 * @param added where the new axes are
 */
record StridedSlicing(List<Taken> axes, List<Integer> added) {
    /** A place that is not known, and that no grid survives. */
    static final long NOWHERE = Long.MAX_VALUE / 4;

    /** Is what is taken of an axis: from where, how far apart, and whether the axis goes. */
    record Taken(long start, long stride, boolean goes) {
        static final Taken ALL = new Taken(0, 1, false);
    }

    /** Reads the operator, whose masks have a bit for each entry between the brackets. */
    static StridedSlicing of(Operation a) {
        Optional<List<Long>> starts = a.flow().readings().numbers(a.use().input(1));
        List<Long> strides = a.numbers(3);
        long ellipsis = a.number("ellipsis_mask");
        long fresh = a.number("new_axis_mask");
        int count = strides.size();
        long named = 0;
        for (int i = 0; i < count; i++) {
            named += is(i, ellipsis) || is(i, fresh) ? 0 : 1;
        }
        List<Taken> axes = new ArrayList<>();
        List<Integer> added = new ArrayList<>();
        int made = 0;
        for (int i = 0; i < count; i++) {
            if (is(i, ellipsis)) {
                for (long rest = a.taken().size() - named; rest > 0; rest--) {
                    axes.add(Taken.ALL);
                    made++;
                }
            } else if (is(i, fresh)) {
                added.add(made++);
            } else {
                boolean goes = is(i, a.number("shrink_axis_mask"));
                long size = a.taken().get(axes.size());
                boolean open = is(i, a.number("begin_mask")) && !goes;
                int entry = i;
                long start = open
                        ? 0
                        : starts.map(all -> all.get(entry))
                                .map(at -> Math.max(0, Math.min(size, at < 0 ? at + size : at)))
                                .orElse(NOWHERE);
                axes.add(new Taken(start, strides.get(i), goes));
                made += goes ? 0 : 1;
            }
        }
        while (axes.size() < a.taken().size()) {
            axes.add(Taken.ALL);
        }
        return new StridedSlicing(axes, added);
    }

    private static boolean is(int entry, long mask) {
        return (mask >> entry & 1) != 0;
    }

    /** Writes one axis after the other. */
    void write(Operation a) {
        List<Long> shape = new ArrayList<>(a.taken());
        Node from = a.input(0);
        List<Integer> gone = new ArrayList<>();
        int made = 0;
        for (int axis = 0; axis < axes.size(); axis++) {
            while (added.contains(made)) {
                made++;
            }
            Taken taken = axes.get(axis);
            long size = taken.goes() ? 1 : a.made().get(made++);
            if (taken.goes()) {
                gone.add(axis);
            }
            boolean whole = size == shape.get(axis);
            if (!whole) {
                shape.set(axis, size);
                long start = taken.stride() < 0 ? NOWHERE : taken.start();
                from = a.between(new SliceRule(axis, start, Math.max(1, taken.stride())), List.of(from), shape);
            } else if (taken.stride() < 0) {
                from = a.between(new ReverseRule(List.of(axis)), List.of(from), shape);
            }
        }
        if (!gone.isEmpty()) {
            List<Long> rest = new ArrayList<>(shape);
            gone.stream().sorted((one, other) -> other - one).forEach(axis -> rest.remove((int) axis));
            from = a.between(new ReduceRule(gone, false), List.of(from), rest);
        }
        a.make(added.isEmpty() ? new SameAxesRule(false) : new InsertRule(added), List.of(from));
    }
}
