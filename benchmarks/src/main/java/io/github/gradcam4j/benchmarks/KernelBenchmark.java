package io.github.gradcam4j.benchmarks;

import io.github.gradcam4j.discovery.Platform;
import io.github.gradcam4j.spi.CamKernel;
import io.github.gradcam4j.spi.CamTask;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What does a kernel need for activations and gradients in direct memory, as a backend hands them over? */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class KernelBenchmark {
    /** Which kernel: {@code cpu} or {@code gpu}. */
    @Param("cpu")
    public String device = "";

    /** Channels x rows x columns. */
    @Param({"2048x7x7", "256x56x56"})
    public String shape = "";

    /** Which axis lies innermost. */
    @Param("NCHW")
    public String layout = "";

    /** How gradients weight activations. */
    @Param({"CHANNEL_MEAN", "ELEMENTWISE"})
    public CamKernel.Weighting weighting = CamKernel.Weighting.CHANNEL_MEAN;

    /** K. */
    @Param({"1", "5"})
    public int targets;

    /** N. */
    @Param({"1", "8"})
    public int items;

    private CamKernel kernel = Platform.discover().kernels().require("cpu");
    private CamTask task = CamTask.of(
            noise(1, 1, 1, 1).withLayout(Layout.NCHW),
            noise(1, 1, 1, 1, 1),
            CamKernel.Weighting.ELEMENTWISE,
            false,
            true);
    private float[] maps = {};

    /** Fills the arrays with noise. */
    @Setup
    public void prepare() {
        kernel = Platform.discover().kernels().require(device);
        long[] chw = Shape.parse(shape).dims();
        boolean channelsFirst = layout.equals("NCHW");
        long[] dims =
                channelsFirst ? new long[] {items, chw[0], chw[1], chw[2]} : new long[] {items, chw[1], chw[2], chw[0]};
        Tensor activations = noise(dims).withLayout(channelsFirst ? Layout.NCHW : Layout.NHWC);
        Tensor gradients = noise(Shape.of(dims).stacked(targets).dims());
        task = CamTask.of(activations, gradients, weighting, false, true);
        maps = new float[targets * items * task.positions()];
    }

    private static Tensor noise(long... dims) {
        ByteBuffer memory = Tensor.allocate(DType.FLOAT32, Arrays.stream(dims).reduce(1, (a, b) -> a * b));
        SplittableRandom random = new SplittableRandom(3);
        while (memory.hasRemaining()) {
            memory.putFloat((float) random.nextDouble(-1, 1));
        }
        return Tensor.over(DType.FLOAT32, Shape.of(dims), memory.flip());
    }

    /**
     * Sums K x N maps.
     *
     * @return the maps
     */
    @Benchmark
    public float[] sum() {
        kernel.sum(task, maps);
        return maps;
    }
}
