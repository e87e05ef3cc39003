package io.github.gradcam4j.benchmarks;

import io.github.gradcam4j.ExplainRequest;
import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.ExplainerOptions;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.input.Arrays;
import java.util.List;
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
 * What do a forward pass and an explanation need, and what do they allocate? JMH measures one after the other, so a ratio of
 * their times carries what happened on the machine in between: {@link InterleavedRatio} and {@link LayerCost} are to be quoted
 * for that.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
@NullUnmarked
public class ForwardVersusExplainBenchmark {
    /** The backend and the network. */
    @Param({"onnx/efficientnet-lite0", "onnx/resnet50", "djl-pytorch/resnet-basic", "tensorflow/mobilenet-v2"})
    public String model;

    /** Where the maps are made: {@code last} or {@code middle}. */
    @Param({"last", "middle"})
    public String layer;

    /** K. */
    @Param({"1", "5"})
    public int classes;

    private Forward forward;
    private RawMap map;
    private Explainer explainer;
    private ExplainRequest request;

    /**
     * Opens the network thrice, in one thread.
     *
     * @throws Exception if a runtime refuses it
     */
    @Setup(Level.Trial)
    public void open() throws Exception {
        Subject subject = Subject.named(model);
        forward = subject.forward().open();
        map = new RawMap(subject, classes, subject.layer(layer));
        explainer = Explainer.open(subject.source(), ExplainerOptions.defaults().withThreads(1));
        request = ExplainRequest.about(Arrays.of("noise", subject.input()))
                .target("top:" + classes)
                .layer(subject.layer(layer))
                .build();
    }

    /** Frees it. */
    @TearDown(Level.Trial)
    public void close() {
        forward.close();
        map.close();
        explainer.close();
    }

    /**
     * Runs the network in the manner of its runtime.
     *
     * @throws Exception if the run fails
     */
    @Benchmark
    public void forward() throws Exception {
        forward.run();
    }

    /**
     * Makes raw maps of the K best classes, from the tensor on.
     *
     * @return the maps
     */
    @Benchmark
    public float[] map() {
        return map.compute();
    }

    /**
     * Explains the K best classes.
     *
     * @return the explanation
     */
    @Benchmark
    public List<Explanation> explain() {
        return explainer.explain(request);
    }
}
