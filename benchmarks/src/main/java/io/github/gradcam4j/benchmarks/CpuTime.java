package io.github.gradcam4j.benchmarks;

import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Lets JMH count how long all threads of the process had a core, those that end included: a busy machine makes nothing of that.
 */
public final class CpuTime implements InternalProfiler {
    /** The name of the result: nanoseconds for each call. */
    static final String LABEL = "cpu";

    private double start;

    /** Is made by JMH. */
    public CpuTime() {}

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        start = ProcessTime.milliseconds();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        double calls = Math.max(1, result.getMetadata().getAllOps());
        double nanoseconds = (ProcessTime.milliseconds() - start) * 1e6;
        return List.of(new ScalarResult(LABEL, nanoseconds / calls, "ns/op", AggregationPolicy.AVG));
    }

    @Override
    public String getDescription() {
        return "CPU time of all threads of the process";
    }
}
