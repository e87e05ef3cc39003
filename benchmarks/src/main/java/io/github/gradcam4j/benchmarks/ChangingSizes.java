package io.github.gradcam4j.benchmarks;

import io.github.gradcam4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What does a map cost when every picture has a height and width that the model has not met before? Beside it, in the same
 * rounds, the map of the same picture again and again, and of a model that is opened for each picture and so prepares a session
 * for it.
 *
 * <p>Arguments: the file of results, the number of rounds.
 */
public final class ChangingSizes {
    private static final int WARM_UP = 6;
    private static final int SMALLEST = 96;

    private ChangingSizes() {}

    /** Measures at a late and a middle layer. */
    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[1]);
        Results results = new Results("changing-sizes");
        measure(results, "before pooling", "auto", rounds);
        measure(results, "middle", Network.named("efficientnet-b0, any size").middle(), rounds);
        results.write(Path.of(args[0]));
    }

    private static void measure(Results results, String where, String layer, int rounds) throws Exception {
        Network network = Network.named("efficientnet-b0, any size");
        Tensor picture = picture(0);
        AtomicInteger next = new AtomicInteger();
        try (RawMap same = new RawMap(network, picture, 1, 1, layer);
                RawMap changing = new RawMap(network, picture, 1, 1, layer)) {
            Interleaved times = Interleaved.measure(
                    WARM_UP,
                    rounds,
                    List.of(
                            same::compute,
                            () -> changing.compute(picture(next.incrementAndGet())),
                            () -> open(network, picture(next.get()), layer)));
            List<String> names = List.of("the same size again", "a new size", "a new size, in a model opened for it");
            for (int i = 0; i < names.size(); i++) {
                Median wall = Median.of(times.wall(i));
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("network", network.name());
                row.put("where", where);
                row.put("picture", names.get(i));
                row.put("ms", Results.rounded(wall.value()));
                row.put("low", Results.rounded(wall.low()));
                row.put("high", Results.rounded(wall.high()));
                row.put("rounds", rounds);
                results.add(row);
            }
        }
    }

    private static void open(Network network, Tensor picture, String layer) {
        try (RawMap map = new RawMap(network, picture, 1, 1, layer)) {
            map.compute();
        }
    }

    /** Returns a picture whose height and width no other index has, about as large as all others. */
    private static Tensor picture(int index) {
        int step = index % 32;
        return Network.picture(SMALLEST + step, SMALLEST + 2 * (index / 32) + (32 - step));
    }
}
