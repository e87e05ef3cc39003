package io.github.gradcam4j.pytorch.internal.axes;

/** Bounds what code may take, which in a hostile file goes on for ever. */
final class Budget {
    private static final int DEEPEST = 800;
    private long left = 3_000_000;
    private int depth;

    void spend(long steps) {
        left -= steps;
        if (left < 0 || steps < 0) {
            throw new Unsure.Exhausted();
        }
    }

    void enter() {
        spend(1);
        if (++depth > DEEPEST) {
            throw new Unsure.Exhausted();
        }
    }

    void leave() {
        depth--;
    }

    int depth() {
        return depth;
    }

    /** Goes back to a depth that something did not leave in order. */
    void returnTo(int before) {
        depth = before;
    }
}
