package io.github.gradcam4j.tensorflow.internal.keras.layers;

import java.util.List;

/**
 * Is how heads look at each other along some axes.
 *
 * @param scores key and query to scores
 * @param context scores and value to what the query gets
 */
record AttentionEquations(String scores, String context) {
    static AttentionEquations of(int rank, List<Integer> axes) {
        StringBuilder target = new StringBuilder();
        StringBuilder source = new StringBuilder();
        StringBuilder batch = new StringBuilder();
        char next = (char) ('a' + rank);
        for (int axis = 0; axis < rank; axis++) {
            char letter = (char) ('a' + axis);
            boolean isAttended = axes.contains(axis);
            target.append(letter);
            source.append(isAttended ? next++ : letter);
            batch.append(isAttended || axis == rank - 1 ? "" : letter);
        }
        StringBuilder product = new StringBuilder(batch);
        axes.forEach(axis -> product.append(target.charAt(axis)));
        axes.forEach(axis -> product.append(source.charAt(axis)));
        return new AttentionEquations(source + "," + target + "->" + product, product + "," + source + "->" + target);
    }
}
