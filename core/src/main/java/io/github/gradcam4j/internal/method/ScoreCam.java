package io.github.gradcam4j.internal.method;

import com.google.auto.service.AutoService;
import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.spi.CamKernel.Weighting;
import io.github.gradcam4j.spi.CamMethod;
import io.github.gradcam4j.spi.CamTask;
import io.github.gradcam4j.spi.Capability;
import io.github.gradcam4j.spi.Maps;
import io.github.gradcam4j.spi.MethodContext;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;

/**
 * Score-CAM: a channel's activations, scaled to [0, 1] and to the input's size, mask the input; the softmax over all channels
 * of the scores of the masked inputs gives their weights. A channel that is the same everywhere masks nothing and has weight
 * 0. Needs no gradient, and one forward pass per channel.
 */
@AutoService(CamMethod.class)
public final class ScoreCam implements CamMethod {
    @Override
    public String id() {
        return "score-cam";
    }

    @Override
    public String description() {
        return "activations weighted by the score of the input they mask; no gradient, one forward pass per channel";
    }

    @Override
    public String reference() {
        return "Wang et al., arXiv 1910.01279";
    }

    @Override
    public Set<Capability> requires() {
        return Set.of(Capability.FORWARD);
    }

    @Override
    public Maps explain(MethodContext context) {
        if (!context.layer().dtype().isFloating()) {
            throw new UnsupportedModelException("score-cam weighs activations, but those of layer '"
                    + context.layer().ref() + "' are " + context.layer().dtype()
                    + ". Choose a layer of floats, or the method 'occlusion'");
        }
        int targets = context.objectives().size();
        Tensor activations = context.activations();
        Shape whole = activations.shape().stacked(targets);
        Shape once = whole;
        for (int axis : activations.layout().positions()) {
            once = once.with(axis + 1, 1);
        }
        ByteBuffer weights = Tensor.allocate(DType.FLOAT32, once.size());
        CamTask task = CamTask.of(
                activations,
                Tensor.repeated(
                        Tensor.over(DType.FLOAT32, once, weights.duplicate()), whole, Layout.unknown(whole.rank())),
                Weighting.CHANNEL_MEAN,
                false,
                context.relu());
        InputPlane plane = InputPlane.of(context);
        for (int item = 0; item < task.items(); item++) {
            weigh(context, plane, task, item, weights);
        }
        float[] values = new float[targets * task.items() * task.positions()];
        context.kernel().sum(task, values);
        return new Maps(targets, task.items(), CamTask.mapShape(activations.shape(), activations.layout()), values);
    }

    private static void weigh(MethodContext context, InputPlane plane, CamTask task, int item, ByteBuffer weights) {
        Shape grid = CamTask.mapShape(context.layer().shape(), context.layer().layout());
        int[] channels = java.util.stream.IntStream.range(0, task.channels())
                .filter(channel -> !isFlat(channel(task, item, channel)))
                .toArray();
        double[][] scores = new double[task.targets()][channels.length];
        double sign = context.counterfactual() ? -1 : 1;
        plane.ask(
                item,
                channels.length,
                i -> Resampling.linear(scaled(channel(task, item, channels[i])), grid, plane.shape()),
                (i, row, answers) -> {
                    for (int k = 0; k < task.targets(); k++) {
                        scores[k][i] = sign * context.value(k, item, answers, row);
                    }
                });
        for (int k = 0; k < task.targets(); k++) {
            double highest = Arrays.stream(scores[k]).max().orElse(0);
            double sum = Arrays.stream(scores[k])
                    .map(score -> Math.exp(score - highest))
                    .sum();
            for (int i = 0; i < channels.length; i++) {
                int place = (k * task.items() + item) * task.channels() + channels[i];
                weights.asFloatBuffer().put(place, (float) (Math.exp(scores[k][i] - highest) / sum));
            }
        }
    }

    private static float[] channel(CamTask task, int item, int channel) {
        CamTask.Strides at = task.activationsAt();
        float[] map = new float[task.positions()];
        for (int p = 0; p < map.length; p++) {
            map[p] =
                    task.activations().get(at.offset() + item * at.item() + channel * at.channel() + p * at.position());
        }
        return map;
    }

    private static boolean isFlat(float[] map) {
        for (float value : map) {
            if (value != map[0]) {
                return false;
            }
        }
        return true;
    }

    private static float[] scaled(float[] map) {
        float low = map[0];
        float high = map[0];
        for (float value : map) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        float[] scaled = new float[map.length];
        for (int p = 0; p < map.length; p++) {
            scaled[p] = (map[p] - low) / (high - low);
        }
        return scaled;
    }
}
