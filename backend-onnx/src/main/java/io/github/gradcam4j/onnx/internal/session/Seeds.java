package io.github.gradcam4j.onnx.internal.session;

import io.github.gradcam4j.onnx.internal.autodiff.Seed;
import io.github.gradcam4j.spi.ClassQuery;
import io.github.gradcam4j.spi.Cotangent;
import io.github.gradcam4j.spi.ScoreInfo;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;

/** Makes the tensors that ask a session for gradients. */
final class Seeds {
    private final ScoreInfo score;
    private final int items;

    Seeds(ScoreInfo score, int items) {
        this.score = score;
        this.items = items;
    }

    /** Returns the cheapest way to ask for the gradients of classes, of which there is at least one. */
    static Seed kind(List<List<ClassQuery>> rows) {
        boolean ranked = false;
        boolean top = true;
        for (int k = 0; k < rows.size(); k++) {
            for (ClassQuery query : rows.get(k)) {
                ranked |= query instanceof ClassQuery.Rank;
                top &= query instanceof ClassQuery.Rank rank && rank.rank() == k + 1;
            }
        }
        return top ? Seed.CLASS_TOP : ranked ? Seed.CLASS_RANKED : Seed.CLASS_GIVEN;
    }

    /** Returns what a session of this kind is fed for queries. */
    Tensor of(Seed kind, List<List<ClassQuery>> rows) {
        for (List<ClassQuery> row : rows) {
            if (row.size() != 1 && row.size() != items) {
                throw new IllegalArgumentException(
                        "a target has " + row.size() + " class queries, but the batch has " + items + " items");
            }
        }
        if (kind == Seed.CLASS_TOP) {
            rank(rows.get(rows.size() - 1).get(0));
            return Tensor.of(new long[rows.size()], rows.size());
        }
        ByteBuffer memory = Tensor.allocate(DType.INT64, (long) rows.size() * items);
        LongBuffer query = memory.asLongBuffer();
        for (List<ClassQuery> row : rows) {
            for (int item = 0; item < items; item++) {
                ClassQuery wanted = row.get(row.size() == 1 ? 0 : item);
                query.put(wanted instanceof ClassQuery.Index index ? index(index.index()) : rank(wanted));
            }
        }
        return Tensor.over(DType.INT64, Shape.of(rows.size(), items), memory);
    }

    private long index(int index) {
        if (index < 0 || index >= score.classes()) {
            throw new IllegalArgumentException("class " + index + " does not exist: the scores '" + score.tensor()
                    + "' of shape " + score.shape() + " have "
                    + (score.classes() < 0 ? "no classes" : score.classes() + " classes, counted from 0"));
        }
        return index;
    }

    private long rank(ClassQuery query) {
        int rank = ((ClassQuery.Rank) query).rank();
        if (rank > score.classes()) {
            throw new IllegalArgumentException("rank " + rank + " does not exist: the scores '" + score.tensor()
                    + "' of shape " + score.shape() + " have "
                    + (score.classes() < 0 ? "no classes" : score.classes() + " classes"));
        }
        return -rank;
    }

    /** Returns what a session for any cotangents is fed; {@code shape} is that of the scores. */
    Tensor of(List<List<Cotangent>> cotangents, Shape shape) {
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
                    values.put(at + Math.toIntExact(index(hot.index())), 1f);
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
