package io.github.gradcam4j.tensorflow.internal.model;

import io.github.gradcam4j.spi.Cotangent;
import io.github.gradcam4j.tensor.Tensor;
import io.github.gradcam4j.tensorflow.internal.engine.Tensors;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One run of a program, and its results. Owns them, and holds the program no longer than the run takes. */
final class Run implements AutoCloseable {
    private final Results results;

    private Run(Results results) {
        this.results = results;
    }

    static Run of(TensorFlowModel model, Question question, Map<String, Tensor> inputs, Optional<Tensor> asked) {
        Prepared program = model.hold(question);
        try {
            return of(program, inputs, asked);
        } finally {
            program.release();
        }
    }

    static Run of(Prepared program, Map<String, Tensor> inputs, Optional<Tensor> asked) {
        return new Run(program.run(inputs, asked));
    }

    Prepared.Fetched fetched() {
        return results.fetched();
    }

    org.tensorflow.Tensor tensor(Value value) {
        return results.tensor(value);
    }

    /** Tells whether the gradients of this run are those of some cotangents: one-hot at the classes that it was asked for. */
    boolean answers(List<List<Cotangent>> cotangents, int items) {
        if (fetched().classes().isEmpty()) {
            return false;
        }
        ByteBuffer classes = Tensors.memory(tensor(fetched().classes().get()));
        if (classes.remaining() != (long) cotangents.size() * items * Long.BYTES) {
            return false;
        }
        for (List<Cotangent> row : cotangents) {
            for (Cotangent cotangent : row) {
                long index = classes.getLong();
                if (!(cotangent instanceof Cotangent.OneHot hot) || hot.index() != index) {
                    return false;
                }
            }
        }
        return true;
    }

    @Override
    public void close() {
        results.close();
    }
}
