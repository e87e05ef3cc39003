package io.github.gradcam4j.pytorch.internal.axes;

/** Joins operators that have one name and differ by what they are given. */
final class Fallbacks {
    /** Says that an operator is not meant for what it is given. */
    static final class NotMeant extends Unsure {
        private static final long serialVersionUID = 1;
    }

    private Fallbacks() {}

    /** Returns an operator that is the other one where one is not meant. */
    static Operator first(Operator one, Operator other) {
        return arguments -> {
            try {
                return one.apply(arguments);
            } catch (NotMeant e) {
                return other.apply(arguments);
            }
        };
    }
}
