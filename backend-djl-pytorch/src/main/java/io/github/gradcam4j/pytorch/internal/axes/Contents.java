package io.github.gradcam4j.pytorch.internal.axes;

import java.util.ArrayList;
import java.util.List;

/** Walks through lists, tuples and dictionaries. */
final class Contents {
    private static final int MOST = 20_000;
    private static final int DEEPEST = 50;

    private final List<Object> leaves = new ArrayList<>();
    private int seen;

    private Contents() {}

    /** Returns what is not None in a value, in order. */
    static List<Object> leaves(Object value) {
        Contents contents = new Contents();
        contents.walk(value, 0);
        return contents.leaves;
    }

    /** Returns the tensors in a value, and those that unknown parts of it depend on. */
    static List<Tensor> tensors(Object value) {
        List<Tensor> tensors = new ArrayList<>();
        for (Object leaf : leaves(value)) {
            if (leaf instanceof Tensor tensor) {
                tensors.add(tensor);
            } else if (leaf instanceof Unknown unknown) {
                tensors.addAll(unknown.tensors());
            }
        }
        return tensors.stream().distinct().toList();
    }

    private void walk(Object value, int depth) {
        if (depth > DEEPEST || ++seen > MOST) {
            throw new Unsure.Exhausted();
        }
        if (value instanceof Listing list) {
            list.elements().forEach(element -> walk(element, depth + 1));
        } else if (value instanceof Dictionary dictionary) {
            dictionary.entries().values().forEach(element -> walk(element, depth + 1));
        } else if (value != None.NONE) {
            leaves.add(value);
        }
    }
}
