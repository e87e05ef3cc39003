package io.github.gradcam4j.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.GradCamException;
import io.github.gradcam4j.spi.Availability;
import io.github.gradcam4j.spi.CamKernel;
import io.github.gradcam4j.spi.CamTask;
import io.github.gradcam4j.spi.CamTask.Strides;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** Choices between kernels that only take the time of a clock that is not real. */
class AutomaticKernelTest {
    private static final long LEAST = Crossover.LEAST_WORK;

    private final AtomicLong clock = new AtomicLong();
    private final Timed cpu = new Timed("cpu", work -> work);
    private final AutomaticKernel.Learnt learnt = new AutomaticKernel.Learnt(clock::get);

    /** A kernel that takes a time and leaves its mark. */
    private class Timed implements CamKernel {
        private final String id;
        private final LongUnaryOperator time;
        boolean own = true;
        boolean broken;
        int sums;
        int asked;

        Timed(String id, LongUnaryOperator time) {
            this.id = id;
            this.time = time;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public Availability availability() {
            return new Availability.Available("1", List.of(id));
        }

        @Override
        public boolean hasOwnProcessor() {
            asked++;
            return own;
        }

        @Override
        public void sum(CamTask task, float[] maps) {
            sums++;
            if (broken) {
                throw new GradCamException("broken");
            }
            clock.addAndGet(time.applyAsLong(Crossover.work(task)));
            maps[0] = id.charAt(0);
        }
    }

    private static CamTask task(long work, boolean perChannel) {
        FloatBuffer one = FloatBuffer.allocate(1);
        Strides at = new Strides(0, 0, 0, perChannel ? 0 : 1);
        int positions = 1 << 12;
        return new CamTask(
                one,
                at,
                one,
                at,
                0,
                1,
                1,
                (int) (work / positions),
                positions,
                CamKernel.Weighting.CHANNEL_MEAN,
                false,
                false);
    }

    private String summedBy(AutomaticKernel automatic, long work) {
        CamKernel run = automatic.forRun();
        float[] maps = new float[1];
        run.sum(task(work, false), maps);
        assertThat(maps[0]).isEqualTo(run.id().charAt(0));
        return run.id();
    }

    private AutomaticKernel with(CamKernel other) {
        return new AutomaticKernel(cpu, List.of(other), learnt);
    }

    @Test
    void small_tasks_stay_here_and_no_driver_is_asked() {
        Timed gpu = new Timed("gpu", work -> 1);
        assertThat(summedBy(with(gpu), LEAST / 2)).isEqualTo("cpu");
        assertThat(gpu.asked).isZero();
        assertThat(gpu.sums).isZero();
        assertThat(with(gpu).forRun().id()).isEqualTo("cpu");
    }

    @Test
    void a_device_that_is_this_processor_is_never_used() {
        Timed pocl = new Timed("gpu", work -> 1);
        pocl.own = false;
        assertThat(summedBy(with(pocl), 64 * LEAST)).isEqualTo("cpu");
        assertThat(pocl.sums).isZero();
    }

    @Test
    void a_faster_device_is_measured_once_and_then_used() {
        Timed gpu = new Timed("gpu", work -> work / 4);
        AutomaticKernel automatic = with(gpu);
        assertThat(summedBy(automatic, 2 * LEAST)).isEqualTo("cpu");
        assertThat(gpu.sums).isEqualTo(2);
        assertThat(summedBy(automatic, 2 * LEAST)).isEqualTo("gpu");
        assertThat(summedBy(automatic, 8 * LEAST)).isEqualTo("gpu");
        assertThat(gpu.sums).isEqualTo(4);
    }

    @Test
    void a_slower_device_is_measured_again_only_for_much_larger_tasks() {
        // The cost of a start, and then faster: crosses at 10 LEAST.
        Timed gpu = new Timed("gpu", work -> 5 * LEAST + work / 6);
        AutomaticKernel automatic = with(gpu);
        assertThat(summedBy(automatic, LEAST)).isEqualTo("cpu");
        assertThat(gpu.sums).isEqualTo(2);
        assertThat(summedBy(automatic, 4 * LEAST)).isEqualTo("cpu");
        assertThat(gpu.sums).isEqualTo(2);
        assertThat(summedBy(automatic, 40 * LEAST)).isEqualTo("cpu");
        assertThat(gpu.sums).isEqualTo(4);
        assertThat(summedBy(automatic, 40 * LEAST)).isEqualTo("gpu");
    }

    @Test
    void a_little_faster_is_not_enough() {
        Timed gpu = new Timed("gpu", work -> work * 3 / 4);
        AutomaticKernel automatic = with(gpu);
        for (int i = 0; i < 5; i++) {
            assertThat(summedBy(automatic, 2 * LEAST)).isEqualTo("cpu");
        }
        assertThat(gpu.sums).isEqualTo(2);
    }

    @Test
    void what_is_learnt_of_full_gradients_says_nothing_of_those_that_are_a_number_per_channel() {
        Timed gpu = new Timed("gpu", work -> work / 4);
        AutomaticKernel automatic = with(gpu);
        summedBy(automatic, 2 * LEAST);
        CamKernel run = automatic.forRun();
        run.sum(task(2 * LEAST, true), new float[1]);
        assertThat(run.id()).isEqualTo("cpu");
        assertThat(gpu.sums).isEqualTo(4);
    }

    @Test
    void a_device_that_fails_is_replaced_and_not_asked_again() {
        Timed gpu = new Timed("gpu", work -> work / 4);
        AutomaticKernel automatic = with(gpu);
        summedBy(automatic, 2 * LEAST);
        gpu.broken = true;
        assertThat(summedBy(automatic, 2 * LEAST)).isEqualTo("cpu");
        assertThat(summedBy(automatic, 2 * LEAST)).isEqualTo("cpu");
        assertThat(gpu.sums).isEqualTo(3);
    }

    @Test
    void a_run_names_all_kernels_that_summed() {
        Timed gpu = new Timed("gpu", work -> work / 4);
        AutomaticKernel automatic = with(gpu);
        summedBy(automatic, 2 * LEAST);
        CamKernel run = automatic.forRun();
        run.sum(task(2 * LEAST, false), new float[1]);
        run.sum(task(LEAST / 2, false), new float[1]);
        assertThat(run.id()).isEqualTo("gpu+cpu");
    }
}
