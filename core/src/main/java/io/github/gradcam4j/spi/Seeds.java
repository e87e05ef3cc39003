package io.github.gradcam4j.spi;

import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Turns questions into the tensor that a vector-Jacobian product starts from, and refuses those that do not fit the scores.
 * What every backend does alike. Stateless and thread-safe.
 *
 * @param score the tensor that questions are asked about
 * @param items the number of items in the batch, N
 */
public record Seeds(ScoreInfo score, int items) {
    /**
     * Checks the queries of a request.
     *
     * @param rows K rows with one query for all items or N queries
     * @throws IllegalArgumentException if a row has another length, or a class or rank does not exist
     */
    public void check(List<List<ClassQuery>> rows) {
        for (List<ClassQuery> row : rows) {
            if (row.size() != 1 && row.size() != items) {
                throw new IllegalArgumentException(
                        "a target has " + row.size() + " class queries, but the batch has " + items + " items");
            }
            for (ClassQuery query : row) {
                if (query instanceof ClassQuery.Index index) {
                    checkClass(index.index());
                } else if (query instanceof ClassQuery.Rank rank && rank.rank() > score.classes()) {
                    throw new IllegalArgumentException("rank " + rank.rank() + " does not exist: " + classes(""));
                }
            }
        }
    }

    /**
     * Returns a class that exists.
     *
     * @param index the class, from 0
     * @return the class
     * @throws IllegalArgumentException if there is no such class
     */
    public int checkClass(int index) {
        if (index < 0 || index >= score.classes()) {
            throw new IllegalArgumentException("class " + index + " does not exist: " + classes(", counted from 0"));
        }
        return index;
    }

    private String classes(String counted) {
        return "the scores '" + score.tensor() + "' of shape " + score.shape() + " have "
                + (score.classes() < 0 ? "no classes" : score.classes() + " classes" + counted);
    }

    /**
     * Writes cotangents one after the other.
     *
     * @param cotangents K rows of N cotangents
     * @param shape the shape of the scores, batch axis first
     * @return float32 of shape K x {@code shape}
     * @throws IllegalArgumentException if a row has not N cotangents, or one does not fit the scores
     */
    public Tensor of(List<List<Cotangent>> cotangents, Shape shape) {
        int size = Math.toIntExact(shape.size() / items);
        ByteBuffer memory = Tensor.allocate(DType.FLOAT32, (long) cotangents.size() * items * size);
        FloatBuffer values = memory.asFloatBuffer();
        for (int k = 0; k < cotangents.size(); k++) {
            List<Cotangent> row = cotangents.get(k);
            if (row.size() != items) {
                throw new IllegalArgumentException(
                        "target " + k + " has " + row.size() + " cotangents, but the batch has " + items + " items");
            }
            for (int item = 0; item < items; item++) {
                int at = (k * items + item) * size;
                if (row.get(item) instanceof Cotangent.OneHot hot) {
                    values.put(at + checkClass(hot.index()), 1f);
                } else if (row.get(item) instanceof Cotangent.Dense given) {
                    if (given.values().shape().size() != size) {
                        throw new IllegalArgumentException("a cotangent of shape "
                                + given.values().shape() + " does not fit the scores of one item, " + size + " values");
                    }
                    values.put(at, given.values().floats(), 0, size);
                }
            }
        }
        return Tensor.over(DType.FLOAT32, shape.stacked(cotangents.size()), memory);
    }
}
