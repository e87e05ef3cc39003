package io.github.gradcam4j.tensorflow.internal.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.tensorflow.internal.engine.TensorFlowEngine;
import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operators behind one another, and values that several read. */
final class RandomGraphTest {
    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_gradient_is_what_differences_tell(long seed) {
        assertThat(worst(seed)).isLessThan(1e-5);
    }

    static double worst(long seed) {
        Emitter emit = new Emitter(TensorFlowEngine.operators(), "test");
        RandomGraph graph = new RandomGraph(seed, emit);
        return new Differences(emit, new Rules(Shapes.UNKNOWN), graph.points(), graph.outputs(), 1e-5)
                .compare()
                .worst();
    }
}
