package io.github.gradcam4j.benchmarks;

import io.github.gradcam4j.discovery.Platform;
import io.github.gradcam4j.spi.CamKernel;
import io.github.gradcam4j.spi.CamKernel.Weighting;
import io.github.gradcam4j.spi.CamTask;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What does the processor's kernel cost beside reading the same bytes? The stream copies both arrays, block by block, to one that
 * stays in the nearest cache, in one thread: the fastest way through direct memory that Java has. The kernel takes more
 * threads where it pays, so the ratio is of the clock. The same rounds.
 *
 * <p>Arguments: the file of results, the number of rounds.
 */
public final class KernelStream {
    private static final int WARM_UP = 20;
    private static final int BLOCK = 2048;
    /** Bytes that a contestant reads at least in one round, so that the clock is fine enough. */
    private static final long BYTES = 64 << 20;

    private enum Gradient {
        ONE_PER_CHANNEL,
        FULL
    }

    private record Question(int items, Shape item, Layout layout, Gradient gradient, Weighting weighting) {}

    private KernelStream() {}

    /** Measures. */
    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[1]);
        Results results = new Results("kernel-stream", Map.of());
        for (Layout layout : List.of(Layout.NCHW, Layout.NHWC)) {
            for (String size : List.of("2048x7x7", "256x56x56", "256x56x56 of 16 items")) {
                Shape item = Shape.parse(size.substring(0, size.indexOf(' ') < 0 ? size.length() : size.indexOf(' ')));
                int items = size.endsWith("items") ? 16 : 1;
                for (Gradient gradient : Gradient.values()) {
                    measure(results, new Question(items, item, layout, gradient, Weighting.CHANNEL_MEAN), rounds);
                }
                measure(results, new Question(items, item, layout, Gradient.FULL, Weighting.ELEMENTWISE), rounds);
            }
        }
        results.write(Path.of(args[0]));
    }

    private static void measure(Results results, Question question, int rounds) throws Exception {
        long[] chw = question.item.dims();
        boolean first = question.layout.equals(Layout.NCHW);
        Shape shape = first
                ? Shape.of(question.items, chw[0], chw[1], chw[2])
                : Shape.of(question.items, chw[1], chw[2], chw[0]);
        Tensor activations = noise(shape).withLayout(question.layout);
        Tensor gradients = gradients(shape, question);
        CamTask task = CamTask.of(activations, gradients, question.weighting, false, true);
        CamKernel kernel = Platform.discover().kernels().require("cpu");
        float[] maps = new float[task.items() * task.positions()];
        long bytes = 4L * (task.activations().remaining() + task.gradients().remaining());
        int times = (int) Math.max(1, BYTES / bytes);
        float[] block = new float[BLOCK];
        Interleaved run = Interleaved.measure(
                WARM_UP,
                rounds,
                List.of(
                        () -> {
                            for (int i = 0; i < times; i++) {
                                read(task.activations(), block);
                                read(task.gradients(), block);
                            }
                        },
                        () -> {
                            for (int i = 0; i < times; i++) {
                                kernel.sum(task, maps);
                            }
                        }));
        Median ratio = Median.ofRatios(run.wall(1), run.wall(0));
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("layout", question.layout.toString());
        row.put("shape", question.item.toString());
        row.put("items", question.items);
        row.put("gradient", question.gradient == Gradient.FULL ? "full" : "one number per channel");
        row.put("weighting", question.weighting.toString());
        row.put("MB", Results.rounded(bytes / 1e6));
        row.put("stream us", Results.rounded(1000 * Median.of(run.wall(0)).value() / times));
        row.put("kernel us", Results.rounded(1000 * Median.of(run.wall(1)).value() / times));
        row.put("ratio", Results.rounded(ratio.value()));
        row.put("ratio low", Results.rounded(ratio.low()));
        row.put("ratio high", Results.rounded(ratio.high()));
        row.put("rounds", rounds);
        results.add(row);
    }

    private static void read(FloatBuffer values, float[] block) {
        int end = values.limit();
        for (int at = 0; at < end; at += BLOCK) {
            values.get(at, block, 0, Math.min(BLOCK, end - at));
        }
    }

    private static Tensor gradients(Shape shape, Question question) {
        Shape full = shape.stacked(1);
        if (question.gradient == Gradient.FULL) {
            return noise(full);
        }
        long[] once = full.dims();
        question.layout.positions().forEach(axis -> once[axis + 1] = 1);
        return Tensor.repeated(noise(Shape.of(once)), full, Layout.unknown(full.rank()));
    }

    private static Tensor noise(Shape shape) {
        ByteBuffer memory = Tensor.allocate(DType.FLOAT32, shape.size());
        SplittableRandom random = new SplittableRandom(3);
        while (memory.hasRemaining()) {
            memory.putFloat((float) random.nextDouble(-1, 1));
        }
        return Tensor.over(DType.FLOAT32, shape, memory.flip());
    }
}
