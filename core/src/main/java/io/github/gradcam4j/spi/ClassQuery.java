package io.github.gradcam4j.spi;

/** Asks for the gradient of a class that can be told before, or during, the forward run. */
public sealed interface ClassQuery {
    /**
     * Asks for a class by number.
     *
     * @param index the class, from 0
     */
    record Index(int index) implements ClassQuery {
        /** Checks the number. */
        public Index {
            if (index < 0) {
                throw new IllegalArgumentException("class " + index + " is negative; classes are counted from 0");
            }
        }
    }

    /**
     * Asks for a class by rank of its score; of equal scores the lower class number comes first.
     *
     * @param rank 1 for the class with the highest score
     */
    record Rank(int rank) implements ClassQuery {
        /** Checks the rank. */
        public Rank {
            if (rank < 1) {
                throw new IllegalArgumentException("rank " + rank + " is not positive; the best class has rank 1");
            }
        }
    }
}
