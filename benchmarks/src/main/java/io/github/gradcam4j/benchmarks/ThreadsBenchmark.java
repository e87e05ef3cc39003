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
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** How long does an explanation take where several threads share one explainer? JMH takes the time of each. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
@NullUnmarked
public class ThreadsBenchmark {
    /** The network. */
    @Param("efficientnet-lite0")
    public String network;

    /** Threads that the runtime takes for one explanation. */
    @Param("1")
    public int threadsEach;

    private Explainer explainer;
    private ExplainRequest request;

    /** Opens the network. */
    @Setup
    public void open() {
        Network measured = Network.named(network);
        explainer =
                Explainer.open(measured.source(), ExplainerOptions.defaults().withThreads(threadsEach));
        request = ExplainRequest.about(Arrays.of("noise", measured.picture())).build();
    }

    /** Frees it. */
    @TearDown
    public void close() {
        explainer.close();
    }

    /**
     * Explains the best class.
     *
     * @return the explanation
     */
    @Benchmark
    public List<Explanation> explain() {
        return explainer.explain(request);
    }
}
