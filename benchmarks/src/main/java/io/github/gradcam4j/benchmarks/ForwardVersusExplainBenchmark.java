package io.github.gradcam4j.benchmarks;

import ai.onnxruntime.OrtException;
import io.github.gradcam4j.tensor.Tensor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What do a forward pass and an explanation need? JMH measures one after the other, so their ratio carries what happened on
 * the machine in between: {@link InterleavedRatio} is the figure to quote.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@NullUnmarked
public class ForwardVersusExplainBenchmark {
    /** The network. */
    @Param({"efficientnet-lite0", "resnet50"})
    public String network;

    /** Threads of the runtime. */
    @Param({"1"})
    public int threads;

    private PlainForward plain;
    private RawMap one;
    private RawMap five;

    /**
     * Opens the sessions.
     *
     * @throws OrtException if ONNX Runtime refuses the network
     */
    @Setup(Level.Trial)
    public void open() throws OrtException {
        Network measured = Network.named(network);
        Tensor picture = measured.picture();
        plain = new PlainForward(measured, picture, threads);
        one = new RawMap(measured, picture, threads, 1);
        five = new RawMap(measured, picture, threads, 5);
    }

    /**
     * Frees them.
     *
     * @throws OrtException if a session cannot be freed
     */
    @TearDown(Level.Trial)
    public void close() throws OrtException {
        plain.close();
        one.close();
        five.close();
    }

    /**
     * Stock ONNX Runtime.
     *
     * @throws OrtException if the run fails
     */
    @Benchmark
    public void forward() throws OrtException {
        plain.run();
    }

    /**
     * Raw map of the best class.
     *
     * @return the map
     */
    @Benchmark
    public float[] top1() {
        return one.compute();
    }

    /**
     * Raw maps of the five best classes.
     *
     * @return the maps
     */
    @Benchmark
    public float[] top5() {
        return five.compute();
    }
}
