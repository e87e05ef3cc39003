package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.onnx.internal.proto.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds what runs of the model measured about its values: element types, shapes, and the elements of small integer values.
 *
 * <p>A table of one run describes that geometry alone, batch size included. Tables of two runs that differ in nothing but
 * the batch size can be merged: what differs between them becomes {@linkplain #FREE free}, and the gradient graph then
 * works for every batch size. Immutable.
 */
public final class ValueTable {
    /** Stands for a size that follows the batch size. */
    public static final long FREE = -1;

    private final Map<String, Entry> entries;

    /**
     * Makes a table.
     *
     * @param entries what is known, by name of the value
     */
    public ValueTable(Map<String, Entry> entries) {
        this.entries = Map.copyOf(entries);
    }

    /**
     * Is what is known about one value.
     *
     * @param type element type
     * @param shape sizes, {@link #FREE} for one that follows the batch size
     * @param integers elements of an integer value, row-major, widened to 64 bits; empty if it is no integer, too large,
     *     or not the same at every batch size
     */
    public record Entry(DataType type, List<Long> shape, Optional<List<Long>> integers) {
        /** Copies the lists. */
        public Entry {
            shape = List.copyOf(shape);
            integers = integers.map(List::copyOf);
        }
    }

    /**
     * Finds what is known about a value.
     *
     * @param value name of the value
     * @return its entry, or empty if it was not measured
     */
    public Optional<Entry> find(String value) {
        return Optional.ofNullable(entries.get(value));
    }

    /**
     * Adds values.
     *
     * @param more what is known about them, by name of the value
     * @return a table of both
     */
    ValueTable with(Map<String, Entry> more) {
        Map<String, Entry> all = new HashMap<>(entries);
        all.putAll(more);
        return new ValueTable(all);
    }

    /**
     * Combines the tables of two runs that differ in the batch size.
     *
     * @param other table of the other run
     * @return a table of what both know, in which sizes that differ are {@link #FREE}
     * @throws IllegalArgumentException if a value differs in type or rank
     */
    public ValueTable merge(ValueTable other) {
        Map<String, Entry> merged = new HashMap<>();
        entries.forEach((name, mine) ->
                other.find(name).ifPresent(theirs -> merged.put(name, merge(name, mine, theirs))));
        return new ValueTable(merged);
    }

    private static Entry merge(String name, Entry a, Entry b) {
        if (a.type() != b.type() || a.shape().size() != b.shape().size()) {
            throw new IllegalArgumentException("The value '" + name + "' has type and shape " + a.type() + a.shape()
                    + " in one run and " + b.type() + b.shape() + " in the other; only sizes may differ.");
        }
        List<Long> shape = new ArrayList<>();
        for (int i = 0; i < a.shape().size(); i++) {
            shape.add(a.shape().get(i).equals(b.shape().get(i)) ? a.shape().get(i) : Long.valueOf(FREE));
        }
        return new Entry(a.type(), shape, a.integers().equals(b.integers()) ? a.integers() : Optional.empty());
    }
}
