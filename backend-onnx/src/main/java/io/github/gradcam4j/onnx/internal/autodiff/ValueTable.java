package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.onnx.internal.proto.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Holds what runs of the model measured about its values: element types, shapes, and the elements of small integer values.
 *
 * <p>A table of one run describes that geometry alone, batch size included. Tables of two runs that differ in nothing but
 * the batch size can be merged: what differs between them becomes {@linkplain #FREE free}, and the gradient graph then
 * works for every batch size. Tables of inputs with other heights, widths or lengths can be {@linkplain #resized merged}
 * too; the gradient graph then works for every geometry whose table the result {@linkplain #admits admits}. Immutable.
 */
public final class ValueTable {
    /** Stands for a size that the run decides: one that follows the batch, or another size of the inputs. */
    public static final long FREE = -1;

    private final Map<String, Entry> entries;
    private final Set<String> resized;

    /**
     * Makes a table.
     *
     * @param entries what is known, by name of the value
     */
    public ValueTable(Map<String, Entry> entries) {
        this(entries, Set.of());
    }

    private ValueTable(Map<String, Entry> entries, Set<String> resized) {
        this.entries = Map.copyOf(entries);
        this.resized = Set.copyOf(resized);
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

        private boolean isLike(Entry other) {
            return type == other.type && shape.size() == other.shape.size();
        }

        /** An empty value takes other ways through Reshape, and is admitted where it always is empty. */
        private boolean admits(Entry other) {
            boolean same = isLike(other) && (integers.isEmpty() || integers.equals(other.integers));
            for (int axis = 0; same && axis < shape.size(); axis++) {
                long size = other.shape.get(axis);
                same = shape.get(axis) == FREE ? size != 0 : shape.get(axis) == size;
            }
            return same;
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
        return new ValueTable(all, resized);
    }

    /** Says whether a value has sizes, or elements, that follow other sizes of the inputs than the batch. */
    boolean isResized(String value) {
        return resized.contains(value);
    }

    /** Says whether any value has such sizes. */
    boolean isResized() {
        return !resized.isEmpty();
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
        return new ValueTable(merged, resized);
    }

    /**
     * Combines the tables of two runs that differ in other sizes of the inputs than the batch.
     *
     * @param other table of the other run
     * @return a table of what both know, in which sizes that differ are {@link #FREE}; empty if a value differs in type or
     *     rank, so that no graph can serve both
     */
    public Optional<ValueTable> resized(ValueTable other) {
        if (!entries.entrySet().stream()
                .allMatch(mine -> other.find(mine.getKey())
                        .filter(theirs -> theirs.isLike(mine.getValue()))
                        .isPresent())) {
            return Optional.empty();
        }
        Map<String, Entry> merged = merge(other).entries;
        Set<String> differ = new HashSet<>(resized);
        merged.forEach((name, entry) -> {
            if (!entry.equals(entries.get(name)) || !entry.equals(other.entries.get(name))) {
                differ.add(name);
            }
        });
        return Optional.of(new ValueTable(merged, differ));
    }

    /**
     * Says whether a graph that was built from this table serves the geometry of another one: nothing that this table knows
     * is otherwise there.
     *
     * @param other table of the other geometry
     * @return true if all types, ranks, sizes and elements that this table gives hold there as well
     */
    public boolean admits(ValueTable other) {
        return entries.entrySet().stream()
                .allMatch(mine -> other.find(mine.getKey())
                        .filter(theirs -> mine.getValue().admits(theirs))
                        .isPresent());
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
