package io.github.gradcam4j.onnx.internal.compile;

import io.github.gradcam4j.onnx.internal.autodiff.Emitter;
import io.github.gradcam4j.onnx.internal.autodiff.GradientPatch;
import io.github.gradcam4j.onnx.internal.autodiff.Seed;
import io.github.gradcam4j.onnx.internal.proto.ModelPatch;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.onnx.internal.proto.TensorProto;
import io.github.gradcam4j.onnx.internal.proto.ValueInfoProto;
import io.github.gradcam4j.spi.CamKernel;
import io.github.gradcam4j.spi.CamTask;
import io.github.gradcam4j.spi.CompileTask;
import io.github.gradcam4j.spi.LayerInfo;
import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;

/** Builds the operators that turn gradients into maps, and the question into constants. */
final class SaliencyGraph {
    private static final long TO_THE_END = Integer.MAX_VALUE;

    private final GradientPatch gradients;
    private final LayerInfo layer;
    private final CompileTask task;
    private final Emitter emit;

    /**
     * Starts with nothing.
     *
     * @param gradients the gradient at one layer, whose question is an input
     * @param layer the layer
     * @param task the method, and the names of the outputs
     * @param opset version of the standard operators
     */
    SaliencyGraph(GradientPatch gradients, LayerInfo layer, CompileTask task, long opset) {
        this.gradients = gradients;
        this.layer = layer;
        this.task = task;
        this.emit = new Emitter(gradients.seedInput() + ".", opset);
    }

    /**
     * Returns the operators from the model's values to the maps.
     *
     * @param seed how the gradient is asked for
     * @param query what a run would be fed for one item
     * @param outputs declarations of the two outputs
     * @return what is added to the model, which gets no input
     */
    ModelPatch patch(Seed seed, long[] query, List<ValueInfoProto> outputs) {
        List<TensorProto> constants = new ArrayList<>(gradients.patch().initializers());
        if (seed == Seed.CLASS_TOP) {
            constants.add(TensorProto.ofLongs(gradients.seedInput(), List.of((long) query.length), query));
        } else {
            String items = emit.slice(emit.op("Shape", gradients.scoreOutput()), 0, 0, 1);
            String rows = emit.longs(new long[] {query.length, 1}, query);
            emit.alias(emit.op("Expand", rows, emit.concat(0, emit.longs(1), items)), gradients.seedInput());
        }
        emit.alias(maps(), task.name());
        emit.alias(emit.transpose(gradients.classesOutput().orElseThrow(), 1, 0), task.classesName());
        List<NodeProto> nodes = new ArrayList<>(emit.nodesFor(List.of(gradients.seedInput())));
        nodes.addAll(gradients.patch().nodes());
        nodes.addAll(emit.nodesFor(List.of(task.name(), task.classesName())));
        constants.addAll(emit.constantsFor(nodes));
        return new ModelPatch(nodes, constants, List.of(), outputs);
    }

    /** Returns the maps, {@code [N, K]} and positions. */
    private String maps() {
        String sums = task.weighting() == CamKernel.Weighting.CHANNEL_MEAN ? weightedByMeans() : weightedByElements();
        String signed = task.counterfactual() ? emit.op("Neg", sums) : sums;
        String shown = task.relu() ? emit.op("Relu", signed) : signed;
        long[] positions = CamTask.mapShape(layer.shape(), layer.layout()).dims();
        return emit.reshape(
                shown,
                LongStream.concat(LongStream.of(0, 0), LongStream.of(positions)).toArray());
    }

    /** Grad-CAM: one matrix product for each item, {@code [K, C] x [C, P]}. */
    private String weightedByMeans() {
        int rank = layer.shape().rank();
        long[] positions =
                layout().positions().stream().mapToLong(axis -> axis + 1L).toArray();
        String means = emit.mean(withoutPrefix(gradient(), 1), positions);
        int channel = channel() + 1;
        long[] channelThird = LongStream.concat(
                        LongStream.of(0, 1, channel),
                        LongStream.rangeClosed(2, rank).filter(axis -> axis != channel))
                .toArray();
        String rows = emit.transpose(emit.reshape(emit.transpose(means, channelThird), 0, 0, 0), 1, 0, 2);
        String weights = emit.op("Expand", rows, emit.longs(1, 1, layer.shape().dim(channel())));
        return emit.op("MatMul", weights, activationsByChannel());
    }

    /** Returns the activations as {@code [N, C, P]}. */
    private String activationsByChannel() {
        long[] channelSecond = LongStream.concat(
                        LongStream.of(0, channel()),
                        layout().positions().stream().mapToLong(Integer::longValue))
                .toArray();
        return emit.reshape(emit.transpose(withoutPrefix(activations(), 0), channelSecond), 0, 0, -1);
    }

    /** HiResCAM: products element by element, summed over the channels. */
    private String weightedByElements() {
        String products = emit.op("Mul", activations(), stored());
        String sums = emit.sum(withoutPrefix(products, 1), false, channel() + 1L);
        long[] itemFirst = LongStream.range(0, layer.shape().rank()).toArray();
        itemFirst[0] = 1;
        itemFirst[1] = 0;
        return emit.reshape(emit.transpose(sums, itemFirst), 0, 0, -1);
    }

    /** Returns the gradient, complete where some of its tokens do not count. */
    private String gradient() {
        return prefix() == 0 ? stored() : emit.op("Expand", stored(), emit.op("Shape", activations()));
    }

    private String stored() {
        return Objects.requireNonNull(gradients.gradientOutputs().get(name()));
    }

    private String activations() {
        return Objects.requireNonNull(gradients.layerOutputs().get(name()));
    }

    /** Leaves out the class token and its like; {@code first} axes come before the layer's. */
    private String withoutPrefix(String value, int first) {
        return prefix() == 0 ? value : emit.slice(value, first + layout().indexOf(Axis.TOKEN), prefix(), TO_THE_END);
    }

    private int prefix() {
        return layout().grid().map(grid -> grid.prefix()).orElse(0);
    }

    private int channel() {
        return layout().indexOf(Axis.CHANNEL);
    }

    private Layout layout() {
        return layer.layout();
    }

    private String name() {
        return layer.ref().name();
    }

    /** Returns the shape of the maps. */
    static Shape shape(LayerInfo layer, long items, int classes) {
        long[] positions = CamTask.mapShape(layer.shape(), layer.layout()).dims();
        return Shape.of(LongStream.concat(LongStream.of(items, classes), LongStream.of(positions))
                .toArray());
    }
}
