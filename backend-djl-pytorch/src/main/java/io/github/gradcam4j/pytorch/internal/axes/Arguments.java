package io.github.gradcam4j.pytorch.internal.axes;

import io.github.gradcam4j.internal.axes.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an operator is given.
 *
 * @param operator its name, without the underscore of one that works in place
 * @param values its arguments
 * @param keywords those that are given by name
 * @param trace where it is noted
 */
record Arguments(String operator, List<Object> values, Map<String, Object> keywords, Trace trace) {
    /** Stands for a whole number that is not known. */
    static final long UNKNOWN = Long.MIN_VALUE;

    int count() {
        return values.size() + keywords.size();
    }

    /** Returns an argument; None if it is not given. */
    Object get(int index, String name) {
        return index < values.size() ? values.get(index) : keywords.getOrDefault(name, None.NONE);
    }

    boolean has(int index, String name) {
        return get(index, name) != None.NONE;
    }

    Tensor tensor(int index) {
        return tensor(index, "");
    }

    Tensor tensor(int index, String name) {
        Object value = get(index, name);
        if (value instanceof Unknown unknown) {
            return unknown.tensor(trace);
        }
        if (value instanceof Tensor tensor) {
            return tensor;
        }
        if (value instanceof Number || value instanceof Boolean) {
            return trace.constant(null, List.of(), value instanceof Number number ? List.of(number) : null);
        }
        throw new Unsure();
    }

    /** Returns the tensors of a list. */
    List<Tensor> tensors(int index, String name) {
        if (!(get(index, name) instanceof Listing list) || list.isLost()) {
            throw new Unsure();
        }
        List<Tensor> tensors = new ArrayList<>();
        for (Object element : list.elements()) {
            tensors.add(new Arguments(operator, List.of(element), Map.of(), trace).tensor(0));
        }
        return tensors;
    }

    /** Returns all tensors among the arguments, numbers left out. */
    List<Tensor> allTensors() {
        List<Object> all = new ArrayList<>(values);
        all.addAll(keywords.values());
        List<Tensor> tensors = new ArrayList<>();
        for (Object value : all) {
            if (value instanceof Tensor tensor) {
                tensors.add(tensor);
            } else if (value instanceof Unknown unknown && !unknown.tensors().isEmpty()) {
                tensors.add(unknown.tensor(trace));
            } else if (value instanceof Listing) {
                tensors.addAll(Contents.tensors(value));
            }
        }
        return tensors;
    }

    /** Returns a whole number, {@link #UNKNOWN} if it is not known. */
    long integer(int index, String name) {
        return integer(get(index, name));
    }

    long integer(int index, String name, long absent) {
        return has(index, name) ? integer(index, name) : absent;
    }

    /** Returns a whole number that must be known. */
    long known(int index, String name, long absent) {
        long value = integer(index, name, absent);
        if (value == UNKNOWN) {
            throw new Unsure();
        }
        return value;
    }

    private static long integer(Object value) {
        @Nullable
        Number number = value instanceof Tensor tensor
                        && tensor.values() != null
                        && tensor.values().size() == 1
                ? tensor.values().get(0)
                : value instanceof Number given ? given : null;
        return number == null ? UNKNOWN : number.longValue();
    }

    /** Returns whole numbers, one for a single one, none for None; {@link #UNKNOWN} among them where one is not known. */
    List<Long> integers(int index, String name) {
        Object value = get(index, name);
        if (value instanceof Listing list && !list.isLost()) {
            return list.elements().stream().map(Arguments::integer).toList();
        }
        if (value == None.NONE) {
            return List.of();
        }
        if (value instanceof Number || value instanceof Tensor) {
            return List.of(integer(value));
        }
        throw new Unsure();
    }

    /** Returns whole numbers, as many as are needed, or absent ones. */
    List<Long> integers(int index, String name, int count, long absent) {
        List<Long> given = integers(index, name);
        List<Long> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(given.isEmpty() ? absent : given.get(Math.min(i, given.size() - 1)));
        }
        return all;
    }

    boolean flag(int index, String name, boolean absent) {
        if (!has(index, name)) {
            return absent;
        }
        Boolean value = Truth.of(get(index, name));
        if (value == null) {
            throw new Unsure();
        }
        return value;
    }

    /** Notes it with one result of the type of the first input. */
    Tensor make(Rule rule, List<Tensor> from, @Nullable List<Long> shape) {
        return trace.apply(operator, rule, from, from.get(0).dtype(), shape);
    }
}
