package io.github.gradcam4j.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.spi.CamKernel.Weighting;
import io.github.gradcam4j.spi.CamTask;
import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import io.github.gradcam4j.tensor.TokenGrid;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Values by hand; random layouts and sizes are for the kernel contract of the testkit. */
class CpuKernelTest {
    /** One item, two channels, one row of two columns. */
    private static final float[] A = {1, 2, 3, 4};
    /** Two targets; channel means 2 and -1, then -2 and 0. */
    private static final float[] G = {1, 3, -2, 0, -4, 0, 1, -1};

    private static float[] run(Weighting weighting, boolean negate, boolean relu) {
        return run(A, G, Layout.NCHW, Shape.of(1, 2, 1, 2), weighting, negate, relu);
    }

    private static float[] run(
            float[] a, float[] g, Layout layout, Shape shape, Weighting weighting, boolean negate, boolean relu) {
        long[] full = new long[shape.rank() + 1];
        full[0] = g.length / a.length;
        System.arraycopy(shape.dims(), 0, full, 1, shape.rank());
        CamTask task =
                CamTask.of(Tensor.of(a, shape.dims()).withLayout(layout), Tensor.of(g, full), weighting, negate, relu);
        float[] maps = new float[task.targets() * task.items() * task.positions()];
        new CpuKernel().sum(task, maps);
        return maps;
    }

    @Test
    void grad_cam_weights_a_channel_by_the_mean_of_its_gradient() {
        assertThat(run(Weighting.CHANNEL_MEAN, false, false)).containsExactly(2 - 3, 4 - 4, -2, -4);
    }

    @Test
    void hires_cam_weights_every_activation_by_its_own_gradient() {
        assertThat(run(Weighting.ELEMENTWISE, false, false)).containsExactly(1 - 6, 6, -4 + 3, -4);
    }

    @Test
    void relu_comes_after_the_sum_and_negation_before_it() {
        assertThat(run(Weighting.ELEMENTWISE, false, true)).containsExactly(0, 6, 0, 0);
        assertThat(run(Weighting.ELEMENTWISE, true, false)).containsExactly(5, -6, 1, 4);
        assertThat(run(Weighting.ELEMENTWISE, true, true)).containsExactly(5, 0, 1, 4);
    }

    @Test
    void no_map_holds_a_negative_zero() {
        for (boolean negate : new boolean[] {false, true}) {
            for (float value :
                    run(new float[4], G, Layout.NCHW, Shape.of(1, 2, 1, 2), Weighting.ELEMENTWISE, negate, true)) {
                assertThat(Float.floatToRawIntBits(value)).isZero();
            }
        }
    }

    @Test
    void channels_last_and_prefix_tokens_are_read_where_they_lie() {
        // tokens: one prefix token, then a grid of 1 x 2; features last
        float[] a = {100, 100, 1, 3, 2, 4};
        float[] g = {100, 100, 1, -2, 3, 0};
        Layout layout = Layout.tokens(new TokenGrid(1, 1, 2));
        assertThat(run(a, g, layout, Shape.of(1, 3, 2), Weighting.CHANNEL_MEAN, false, false))
                .containsExactly(2 - 3, 4 - 4);
        assertThat(run(
                        new float[] {1, 3, 2, 4},
                        new float[] {1, -2, 3, 0},
                        Layout.NHWC,
                        Shape.of(1, 1, 2, 2),
                        Weighting.CHANNEL_MEAN,
                        false,
                        false))
                .containsExactly(-1, 0);
    }

    @Test
    void items_may_lie_behind_the_steps() {
        float[] a = {1, 3, 10, 20, 2, 4, 30, 40};
        float[] g = {1, -2, 1, 0, 3, 0, 1, 0};
        assertThat(run(
                        a,
                        g,
                        Layout.of(Axis.TIME, Axis.BATCH, Axis.CHANNEL),
                        Shape.of(2, 2, 2),
                        Weighting.CHANNEL_MEAN,
                        false,
                        false))
                .containsExactly(2 - 3, 4 - 4, 10, 30);
    }

    @Test
    void gradients_that_are_a_number_for_a_channel_begin_at_their_offset() {
        CamTask task = new CamTask(
                FloatBuffer.wrap(A),
                new CamTask.Strides(0, 4, 2, 1),
                FloatBuffer.wrap(new float[] {100, 2, -1}),
                new CamTask.Strides(1, 2, 1, 0),
                2,
                1,
                1,
                2,
                2,
                Weighting.CHANNEL_MEAN,
                false,
                false);
        float[] maps = new float[2];
        new CpuKernel().sum(task, maps);
        assertThat(maps).containsExactly(2 - 3, 4 - 4);
    }

    @Test
    void many_channels_are_summed_in_double_precision() {
        // In float32, 32e8 + 32 - 32e8 is 0.
        float[] a = new float[96];
        float[] g = new float[96];
        for (int channel = 0; channel < 96; channel++) {
            a[channel] = channel < 32 ? 1e8f : channel < 64 ? 1 : -1e8f;
            g[channel] = 1;
        }
        for (Weighting weighting : Weighting.values()) {
            assertThat(run(a, g, Layout.NCT, Shape.of(1, 96, 1), weighting, false, false))
                    .containsExactly(32);
            float[] twice = new float[192];
            float[] both = new float[192];
            for (int i = 0; i < 192; i++) {
                twice[i] = a[i / 2];
                both[i] = 1;
            }
            assertThat(run(twice, both, Layout.NCT, Shape.of(1, 96, 2), weighting, false, false))
                    .containsExactly(32, 32);
        }
    }

    @Test
    void what_is_too_large_on_the_way_is_summed_again() {
        // the sum of a gradient, the sum of products, and one product are beyond float32's range
        float[] mean = {3e38f, 3e38f, 3e38f, 3e38f, 3e38f, 3e38f, 3e38f, 3e38f};
        float[] ones = {0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f};
        assertThat(run(ones, mean, Layout.NCT, Shape.of(1, 1, 8), Weighting.CHANNEL_MEAN, false, false))
                .containsOnly(1.5e38f);
        float[] a = {3e38f, 3e38f, -3e38f, -3e38f, 2};
        float[] g = {1, 1, 1, 1, 4};
        float[] large = {1e30f, 1e30f, 1, 1, 1};
        float[] cancels = {1e20f, -1e20f, 7, 0, 0};
        for (Layout layout : new Layout[] {Layout.NCT, Layout.NTC}) {
            Shape shape = layout == Layout.NCT ? Shape.of(1, 5, 1) : Shape.of(1, 1, 5);
            for (Weighting weighting : Weighting.values()) {
                assertThat(run(a, g, layout, shape, weighting, false, false)).containsExactly(8);
                assertThat(run(large, cancels, layout, shape, weighting, false, false))
                        .containsExactly(7);
            }
        }
    }

    @Test
    void a_sum_has_the_same_bits_whether_it_is_made_alone_or_in_pieces_by_several_threads() {
        SplittableRandom random = new SplittableRandom(5);
        int targets = 201;
        int channels = 173;
        int positions = 1031;
        float[] activations = noise(random, channels * positions);
        float[] gradients = noise(random, targets * channels);
        float[] together = new float[targets * positions];
        new CpuKernel().sum(perChannel(activations, gradients, targets, channels, positions), together);
        for (int target = 0; target < targets; target++) {
            float[] one = Arrays.copyOfRange(gradients, target * channels, (target + 1) * channels);
            float[] alone = new float[positions];
            new CpuKernel().sum(perChannel(activations, one, 1, channels, positions), alone);
            assertThat(Arrays.copyOfRange(together, target * positions, (target + 1) * positions))
                    .as("target " + target)
                    .containsExactly(alone);
        }
    }

    private static float[] noise(SplittableRandom random, int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }

    private static CamTask perChannel(float[] a, float[] g, int targets, int channels, int positions) {
        return new CamTask(
                FloatBuffer.wrap(a),
                new CamTask.Strides(0, a.length, positions, 1),
                FloatBuffer.wrap(g),
                new CamTask.Strides(0, channels, 1, 0),
                channels,
                targets,
                1,
                channels,
                positions,
                Weighting.CHANNEL_MEAN,
                false,
                false);
    }

    @Test
    void a_task_refuses_what_has_no_map() {
        Tensor a = Tensor.of(new float[6], 1, 2, 3).withLayout(Layout.NCT);
        assertThatThrownBy(() -> CamTask.of(a, Tensor.of(new float[6], 1, 1, 3, 2), Weighting.ELEMENTWISE, false, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[1, 1, 3, 2]")
                .hasMessageContaining("[1, 2, 3]");
        Tensor gradients = Tensor.of(new float[6], 1, 1, 2, 3);
        for (Layout layout : new Layout[] {
            Layout.unknown(3),
            Layout.of(Axis.BATCH, Axis.CHANNEL, Axis.OTHER),
            Layout.of(Axis.CHANNEL, Axis.OTHER, Axis.TIME)
        }) {
            assertThatThrownBy(() -> CamTask.of(a.withLayout(layout), gradients, Weighting.ELEMENTWISE, false, true))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(layout.toString());
        }
        Layout grid = Layout.tokens(new TokenGrid(1, 2, 2));
        assertThatThrownBy(() -> CamTask.mapShape(Shape.of(1, 4, 2), grid)).hasMessageContaining("4 tokens");
    }
}
