package io.github.gradcam4j.internal.kernel;

import com.google.auto.service.AutoService;
import io.github.gradcam4j.spi.Availability;
import io.github.gradcam4j.spi.CamKernel;
import io.github.gradcam4j.spi.CamTask;
import java.util.List;

/**
 * Sums maps on the processor: products in float32, sums of up to 32 channels in float32 and these in double precision. What is
 * too large or too small for that is summed again in double precision. Small sums are made in the calling thread; large ones in
 * pieces by the common pool, to the same bits.
 */
@AutoService(CamKernel.class)
public final class CpuKernel implements CamKernel {
    /** Products below which a second thread does not pay: some milliseconds. */
    private static final long WORTH_THREADS = 1 << 23;
    /** Targets from which on activations are worth being turned around. */
    private static final int MANY = 16;

    @Override
    public String id() {
        return "cpu";
    }

    @Override
    public Availability availability() {
        return new Availability.Available("2", List.of("cpu"));
    }

    @Override
    public void sum(CamTask task, float[] maps) {
        boolean pointwise =
                task.weighting() == Weighting.ELEMENTWISE && task.gradientsAt().position() != 0;
        boolean threads = Crossover.work(task) >= WORTH_THREADS;
        CamTask sum = pointwise ? task : ChannelWeights.of(task, threads);
        Destination destination = new Destination(task, maps);
        List<Piece> pieces = Piece.of(task);
        if (threads && pieces.size() > 1) {
            pieces.parallelStream().forEach(piece -> sum(sum, pointwise, piece, destination));
        } else {
            pieces.forEach(piece -> sum(sum, pointwise, piece, destination));
        }
    }

    private static void sum(CamTask task, boolean pointwise, Piece piece, Destination maps) {
        Scratch scratch = Scratch.ofThread();
        boolean byChannel = Elements.activations(task, 0).byChannel(task.channels());
        if (pointwise && byChannel) {
            ProductsByChannel.sum(task, piece, maps, scratch);
        } else if (pointwise || (!byChannel && piece.targets() < MANY)) {
            SumsByPosition.sum(task, piece, maps, scratch);
        } else {
            SumsByChannel.sum(task, piece, maps, scratch);
        }
    }
}
