package io.github.gradcam4j.opencl.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.gradcam4j.BackendUnavailableException;
import io.github.gradcam4j.ExplanationException;
import io.github.gradcam4j.spi.CamKernel;
import io.github.gradcam4j.spi.CamTask;
import io.github.gradcam4j.spi.CamTask.Strides;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SessionTest {
    @BeforeAll
    static void needsADevice() {
        Gpu.require();
    }

    @Test
    void eight_threads_get_the_bits_that_one_gets() throws InterruptedException, ExecutionException {
        try (Session session = new Session(Settings.usual())) {
            CamKernel kernel = Gpu.kernel(session);
            List<float[]> alone = new ArrayList<>();
            for (int seed = 0; seed < 64; seed++) {
                alone.add(Gpu.random(seed).sum(kernel));
            }
            ExecutorService threads = Executors.newFixedThreadPool(8);
            List<Future<float[]>> together = new ArrayList<>();
            for (int seed = 0; seed < 64; seed++) {
                Gpu.Case given = Gpu.random(seed);
                together.add(threads.submit(() -> given.sum(kernel)));
            }
            for (int seed = 0; seed < 64; seed++) {
                assertThat(together.get(seed).get()).isEqualTo(alone.get(seed));
            }
            threads.shutdown();
        }
    }

    @Test
    void two_thousand_sums_keep_the_memory_of_the_first() throws IOException {
        Session session = new Session(Settings.usual());
        CamKernel kernel = Gpu.kernel(session);
        List<Gpu.Case> cases = new ArrayList<>();
        for (int seed = 0; seed < 20; seed++) {
            cases.add(Gpu.random(seed));
        }
        for (int i = 0; i < 200; i++) {
            cases.get(i % 20).sum(kernel);
        }
        long device = session.memory();
        long resident = resident();
        for (int i = 0; i < 2000; i++) {
            cases.get(i % 20).sum(kernel);
        }
        assertThat(session.memory()).isPositive().isEqualTo(device);
        assertThat(resident() - resident).as("growth of the process").isLessThan(128L << 20);
        session.close();
        assertThat(session.memory()).isZero();
    }

    private static long resident() throws IOException {
        Path status = Path.of("/proc/self/statm");
        return Files.exists(status)
                ? 4096 * Long.parseLong(Files.readString(status).split(" ")[1])
                : 0;
    }

    @Test
    void buffers_above_the_limit_are_not_kept() {
        try (Session session = new Session(new Settings(Program.source(), true, 1 << 20))) {
            Gpu.task(1, 1, 3, 1_000_003).sum(Gpu.kernel(session));
            assertThat(session.memory()).isLessThan(5L << 20);
        }
    }

    @Test
    void a_program_that_the_compiler_refuses_is_told_with_its_log() {
        try (Session session = new Session(new Settings("__kernel void maps( { nonsense }", true, 1 << 20))) {
            assertThatThrownBy(() -> Gpu.task(1, 1, 2, 3).sum(Gpu.kernel(session)))
                    .isInstanceOf(BackendUnavailableException.class)
                    .hasMessageContaining("cannot be compiled for")
                    .hasMessageContaining("error")
                    .hasMessageContaining("--kernel cpu")
                    .message()
                    .doesNotContain("\n");
        }
    }

    @Test
    void too_little_memory_is_told_and_the_next_sum_works() {
        long largest = ChosenDevice.require().largestBuffer();
        assumeTrue(largest < 8L * Integer.MAX_VALUE, "the device has room for everything that Java can ask for");
        FloatBuffer one = FloatBuffer.allocate(1);
        Strides same = new Strides(0, 0, 0, 0);
        CamTask huge = new CamTask(
                one, same, one, same, 0, 1, 1, 1, Integer.MAX_VALUE, CamKernel.Weighting.ELEMENTWISE, false, false);
        try (Session session = new Session(Settings.usual())) {
            assertThatThrownBy(() -> session.sum(huge, new float[0]))
                    .isInstanceOf(ExplanationException.class)
                    .hasMessageContaining("too little memory")
                    .hasMessageContaining("CL_")
                    .hasMessageContaining("--kernel cpu");
            assertThat(Gpu.task(1, 1, 2, 3).sum(Gpu.kernel(session))).hasSize(3);
        }
    }

    @Test
    void a_context_is_shared_by_the_process() {
        assertThat(Session.ofProcess()).isSameAs(Session.ofProcess());
    }
}
