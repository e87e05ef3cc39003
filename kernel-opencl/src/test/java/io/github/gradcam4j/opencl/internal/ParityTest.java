package io.github.gradcam4j.opencl.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.discovery.Platform;
import io.github.gradcam4j.spi.CamKernel;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The maps are those of the processor's kernel: with doubles, with pairs of floats, and with buffers that are too small. */
class ParityTest {
    private static final CamKernel CPU = Platform.discover().kernels().require("cpu");
    private static final String SOURCE = Program.source();
    private static final Session DOUBLES = new Session(Settings.usual());
    private static final Session PAIRS = new Session(new Settings(SOURCE, false, 256 << 20));
    private static final Session SMALL = new Session(new Settings(SOURCE, true, 50_000));

    @BeforeAll
    static void needsADevice() {
        Gpu.require();
    }

    @TestFactory
    Stream<DynamicTest> random_shapes_and_strides() {
        return IntStream.range(0, 150)
                .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> compare(Gpu.random(seed), 1e-6)));
    }

    @TestFactory
    Stream<DynamicTest> real_layers() {
        return Stream.of(new int[] {1, 2048, 49}, new int[] {5, 512, 49}, new int[] {2, 61, 211 * 223}, new int[] {
                    1, 3, 1_000_003
                })
                .map(s -> DynamicTest.dynamicTest(
                        s[0] + " targets, " + s[1] + " channels, " + s[2] + " positions",
                        () -> compare(Gpu.task(7, s[0], s[1], s[2]), 1e-6)));
    }

    /** Compares with the largest value of the map. */
    private static void compare(Gpu.Case given, double tolerance) {
        float[] expected = given.sum(CPU);
        double largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (Session session : List.of(DOUBLES, PAIRS, SMALL)) {
            float[] maps = given.sum(Gpu.kernel(session));
            double worst = 0;
            for (int i = 0; i < maps.length; i++) {
                worst = Math.max(worst, Math.abs(maps[i] - expected[i]));
            }
            assertThat(worst).as(given.toString()).isLessThanOrEqualTo(tolerance * largest);
        }
    }
}
