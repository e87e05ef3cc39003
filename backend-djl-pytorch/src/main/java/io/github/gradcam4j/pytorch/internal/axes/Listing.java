package io.github.gradcam4j.pytorch.internal.axes;

import java.util.ArrayList;
import java.util.List;

/** A list or a tuple. */
final class Listing {
    private final List<Object> elements;
    private final List<String> names;
    private final int branch;
    private boolean lost;

    /** Creates a list within a number of branches of which may not be taken. */
    Listing(List<? extends Object> elements, int branch) {
        this(elements, List.of(), branch);
    }

    /** Creates a tuple whose elements have names. */
    Listing(List<? extends Object> elements, List<String> names, int branch) {
        this.names = names;
        this.elements = new ArrayList<>(elements);
        this.branch = branch;
    }

    /** Returns the names of its elements; none if they have none. */
    List<String> names() {
        return names;
    }

    /** Tells whether its elements are no longer known. */
    boolean isLost() {
        return lost;
    }

    List<Object> elements() {
        return elements;
    }

    /** Returns its elements to change them, within a number of branches. */
    List<Object> change(int inBranch) {
        lost |= inBranch > branch;
        return elements;
    }

    /** Forgets its elements. */
    void lose() {
        lost = true;
    }
}
