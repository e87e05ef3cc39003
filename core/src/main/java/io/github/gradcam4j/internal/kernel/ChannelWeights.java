package io.github.gradcam4j.internal.kernel;

import io.github.gradcam4j.spi.CamKernel.Weighting;
import io.github.gradcam4j.spi.CamTask;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Computes the weight of each channel: the mean of its gradient over all positions. */
final class ChannelWeights {
    /** Rows from this length on are summed up in quarters, several elements at once. */
    private static final int LONG = 256;
    /** Elements that are read at a time. */
    private static final int BLOCK = 2048;

    private final CamTask task;
    private final Scratch scratch = Scratch.ofThread();

    private ChannelWeights(CamTask task) {
        this.task = task;
    }

    /** Returns the same sum with one number for each channel, one behind the other, as its gradient. */
    static CamTask of(CamTask task, boolean threads) {
        if (task.gradientsAt().position() == 0 && task.gradientsAt().channel() == 1) {
            return task;
        }
        int channels = task.channels();
        float[] weights = new float[task.targets() * task.items() * channels];
        IntStream gradients = IntStream.range(0, task.targets() * task.items());
        (threads ? gradients.parallel() : gradients)
                .forEach(i -> new ChannelWeights(task)
                        .read(Elements.gradients(task, i / task.items(), i % task.items()), weights, i * channels));
        return new CamTask(
                task.activations(),
                task.activationsAt(),
                FloatBuffer.wrap(weights),
                new CamTask.Strides(0, channels, 1, 0),
                task.items() * channels,
                task.targets(),
                task.items(),
                channels,
                task.positions(),
                Weighting.CHANNEL_MEAN,
                task.negate(),
                task.relu());
    }

    private void read(Elements gradients, float[] weights, int at) {
        int positions = task.positions();
        if (gradients.position() == 0) {
            for (int channel = 0; channel < task.channels(); channel++) {
                weights[at + channel] = gradients.get(channel, 0);
            }
        } else if (!gradients.byChannel(task.channels())) {
            byPosition(gradients, weights, at);
        } else if (positions < LONG && gradients.position() == 1 && gradients.channel() == positions) {
            shortRows(gradients, weights, at);
        } else {
            for (int channel = 0; channel < task.channels(); channel++) {
                weights[at + channel] = (float) (row(gradients, channel) / positions);
            }
        }
    }

    private void shortRows(Elements gradients, float[] weights, int at) {
        int positions = task.positions();
        int together = BLOCK / positions;
        float[] block = scratch.block(BLOCK);
        for (int channel = 0; channel < task.channels(); channel += together) {
            int rows = Math.min(together, task.channels() - channel);
            gradients.ofChannel(channel, 0, rows * positions, block);
            for (int row = 0; row < rows; row++) {
                weights[at + channel + row] = (float) (Lanes.sum(block, row * positions, positions) / positions);
            }
        }
    }

    private double row(Elements gradients, int channel) {
        double sum = 0;
        float[][] quarters = scratch.rows(4, BLOCK / 4);
        float[] open = scratch.open(1, BLOCK / 4)[0];
        for (int position = 0; position < task.positions(); position += BLOCK) {
            int quarter = Math.min(BLOCK, task.positions() - position) / 4;
            int rest = Math.min(BLOCK, task.positions() - position) - 4 * quarter;
            for (int i = 0; i < 4; i++) {
                gradients.ofChannel(channel, position + i * quarter, quarter, quarters[i]);
            }
            Arrays.fill(open, 0, quarter, 0);
            Lanes.add(open, quarters[0], quarters[1], quarters[2], quarters[3], quarter);
            sum += Lanes.sum(open, 0, quarter);
            gradients.ofChannel(channel, position + 4 * quarter, rest, open);
            sum += Lanes.sum(open, 0, rest);
        }
        return sum;
    }

    private void byPosition(Elements gradients, float[] weights, int at) {
        float[][] rows = scratch.rows(4, BLOCK / 4);
        float[] open = scratch.open(1, BLOCK / 4)[0];
        double[] sums = scratch.sums(1, BLOCK / 4)[0];
        for (int channel = 0; channel < task.channels(); channel += BLOCK / 4) {
            int count = Math.min(BLOCK / 4, task.channels() - channel);
            Arrays.fill(open, 0, count, 0);
            Arrays.fill(sums, 0, count, 0);
            int position = 0;
            for (; position <= task.positions() - 4; position += 4) {
                for (int i = 0; i < 4; i++) {
                    gradients.ofPosition(position + i, channel, count, rows[i]);
                }
                Lanes.add(open, rows[0], rows[1], rows[2], rows[3], count);
                if (position % SumsByChannel.OPEN == SumsByChannel.OPEN - 4) {
                    Lanes.drain(open, sums, 0, count);
                }
            }
            for (; position < task.positions(); position++) {
                gradients.ofPosition(position, channel, count, rows[0]);
                Lanes.add(open, rows[0], count);
            }
            Lanes.drain(open, sums, 0, count);
            for (int i = 0; i < count; i++) {
                weights[at + channel + i] = (float) (sums[i] / task.positions());
            }
        }
    }
}
