package io.github.gradcam4j.onnx.internal.session;

import io.github.gradcam4j.onnx.internal.autodiff.Seed;
import io.github.gradcam4j.spi.ClassQuery;
import io.github.gradcam4j.spi.ScoreInfo;
import io.github.gradcam4j.spi.Seeds;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.List;

/** Makes the tensors that ask a session for the gradients of classes. */
final class QuerySeeds {
    private QuerySeeds() {}

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
    static Tensor of(Seed kind, List<List<ClassQuery>> rows, ScoreInfo score, int items) {
        new Seeds(score, items).check(rows);
        if (kind == Seed.CLASS_TOP) {
            return Tensor.of(new long[rows.size()], rows.size());
        }
        ByteBuffer memory = Tensor.allocate(DType.INT64, (long) rows.size() * items);
        LongBuffer query = memory.asLongBuffer();
        for (List<ClassQuery> row : rows) {
            for (int item = 0; item < items; item++) {
                query.put(number(row.get(row.size() == 1 ? 0 : item)));
            }
        }
        return Tensor.over(DType.INT64, Shape.of(rows.size(), items), memory);
    }

    /** A class by its number, a rank by its negative. */
    private static long number(ClassQuery query) {
        return query instanceof ClassQuery.Index index ? index.index() : -((ClassQuery.Rank) query).rank();
    }
}
