package io.github.gradcam4j.internal.kernel;

import com.google.auto.service.AutoService;
import io.github.gradcam4j.spi.Availability;
import io.github.gradcam4j.spi.CamKernel;
import io.github.gradcam4j.spi.CamTask;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Sums maps on the processor: products in float32, sums of up to 32 channels in float32 and these in double precision. Maps
 * that float32 cannot carry on the way are made again in double precision. Small sums are made in the calling thread; large ones
 * in pieces, also by the threads of its pool or the common one, to the same bits.
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
        Destination destination = new Destination(task, maps);
        CamTask sum = pointwise ? task : ChannelWeights.of(task, threads, destination);
        List<Piece> pieces = Piece.of(task);
        Workshare.each(
                IntStream.range(0, pieces.size()),
                threads && pieces.size() > 1,
                piece -> sum(sum, pointwise, pieces.get(piece), destination));
        Workshare.each(destination.doubted(), threads, map -> ExactSums.sum(task, map, destination));
    }

    private static void sum(CamTask task, boolean pointwise, Piece piece, Destination maps) {
        Scratch scratch = Scratch.ofThread();
        boolean byChannel = Elements.activations(task, 0).byChannel(task.channels());
        if (pointwise && byChannel) {
            ProductsByChannel.sum(task, piece, maps, scratch);
        } else if (pointwise || (!byChannel && task.targets() < MANY)) {
            SumsByPosition.sum(task, piece, maps, scratch);
        } else {
            SumsByChannel.sum(task, piece, maps, scratch);
        }
    }
}
