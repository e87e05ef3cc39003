package io.github.gradcam4j.onnx.internal.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScalingTest {
    private final Emitter emit = new Emitter("t.", 17);
    private final Scaling scaling = emit.scaling();

    private List<NodeProto> nodes(String value) {
        return emit.nodesFor(List.of(value));
    }

    /** Returns what an operator that makes a value multiplies its 16 channels by. */
    private double[] factors(String value) {
        String weight = emit.maker(value).orElseThrow().inputs().get(1);
        var content = emit.constant(weight).orElseThrow().content().asFloatBuffer();
        double[] factors = new double[content.remaining()];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = content.get();
        }
        return factors;
    }

    @Test
    void numbers_join_through_products_and_convolutions() {
        String sum = scaling.scaled("x", 16, 12);
        String product = emit.mul("slope", emit.mul(sum, scaling.scaled("z", 16, 0.5)));
        String mean = scaling.scaled(emit.op("Conv", product, "w"), 16, 0.25);
        assertThat(factors(mean)).hasSize(16).containsOnly(1.5);
        assertThat(nodes(mean)).extracting(NodeProto::opType).containsExactly("Mul", "Mul", "Conv", "Conv");
        assertThat(nodes(mean).get(0).inputs()).containsExactly("x", "z");
        assertThat(nodes(product)).as("as it was").hasSize(4);
    }

    @Test
    void a_number_joins_one_that_joined_another() {
        String twice = scaling.scaled(scaling.scaled(scaling.scaled("x", 16, 2), 16, 3), 16, 5);
        assertThat(factors(twice)).containsOnly(30);
        assertThat(nodes(twice)).hasSize(1);
    }

    @Test
    void numbers_stay_before_what_is_not_linear() {
        String scaled = scaling.scaled("x", 16, 2);
        String biased = emit.op("Conv", scaled, "w", "b");
        for (String behind : List.of(biased, emit.op("Sigmoid", scaled), emit.add(scaled, "y"))) {
            String again = scaling.scaled(behind, 16, 3);
            assertThat(factors(again)).containsOnly(3);
            assertThat(nodes(again)).hasSize(3);
        }
    }
}
