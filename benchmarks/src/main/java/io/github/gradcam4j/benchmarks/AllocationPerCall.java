package io.github.gradcam4j.benchmarks;

import com.sun.management.ThreadMXBean;
import io.github.gradcam4j.spi.PassRequest;
import io.github.gradcam4j.tensor.Tensor;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much memory does a call allocate between input tensor and raw map? Bytes on the Java heap by the calling thread, beside
 * those of a forward call of ONNX Runtime's own Java API, below which nobody can get with it.
 *
 * <p>Argument: the file of results.
 */
public final class AllocationPerCall {
    private static final int WARM_UP = 2000;
    private static final int CALLS = 200;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private AllocationPerCall() {}

    /** Counts. */
    public static void main(String[] args) throws Exception {
        Results results = new Results("allocation");
        Network network = Network.named("efficientnet-lite0");
        Tensor picture = network.picture();
        int cores = Runtime.getRuntime().availableProcessors();
        int warmUp = args.length > 1 ? Integer.parseInt(args[1]) : WARM_UP;
        try (PlainForward plain = new PlainForward(network, picture, cores);
                RawMap one = new RawMap(network, picture, cores, 1);
                RawMap five = new RawMap(network, picture, cores, 5)) {
            PassRequest forward = PassRequest.forward(Map.of(network.input(), picture), List.of());
            count(results, warmUp, "ONNX Runtime: forward", plain::run);
            count(
                    results,
                    warmUp,
                    "SPI: forward",
                    () -> one.model().run(forward).close());
            count(results, warmUp, "SPI: tensor to raw map, top 1", one::compute);
            count(results, warmUp, "SPI: tensor to raw map, top 5", five::compute);
        }
        results.write(Path.of(args[0]));
    }

    private static void count(Results results, int warmUp, String what, Interleaved.Contestant call) throws Exception {
        for (int i = 0; i < warmUp; i++) {
            call.run();
        }
        long heap = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < CALLS; i++) {
            call.run();
        }
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("what", what);
        row.put("heap bytes per call", (THREADS.getCurrentThreadAllocatedBytes() - heap) / CALLS);
        results.add(row);
    }
}
