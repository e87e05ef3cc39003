package io.github.gradcam4j.onnx.internal.compile;

import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.onnx.internal.autodiff.Differentiator;
import io.github.gradcam4j.onnx.internal.autodiff.GradientPatch;
import io.github.gradcam4j.onnx.internal.autodiff.GraphIndex;
import io.github.gradcam4j.onnx.internal.autodiff.Seed;
import io.github.gradcam4j.onnx.internal.autodiff.Tail;
import io.github.gradcam4j.onnx.internal.autodiff.ValueTable;
import io.github.gradcam4j.onnx.internal.proto.DataType;
import io.github.gradcam4j.onnx.internal.proto.MergedModel;
import io.github.gradcam4j.onnx.internal.proto.ModelPatch;
import io.github.gradcam4j.onnx.internal.proto.ValueInfoProto;
import io.github.gradcam4j.onnx.internal.proto.ValueInfoProto.Dimension;
import io.github.gradcam4j.spi.CompileTask;
import io.github.gradcam4j.spi.LayerInfo;
import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.Shape;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Is a model with the maps of some classes among its outputs. Every size that is built into its gradient is declared by its
 * inputs, so that a runtime refuses all others.
 */
public final class SelfExplainingModel {
    private final MergedModel file;
    private final Map<String, Shape> inputs;
    private final Shape saliency;

    private SelfExplainingModel(MergedModel file, Map<String, Shape> inputs, Shape saliency) {
        this.file = file;
        this.inputs = inputs;
        this.saliency = saliency;
    }

    /**
     * Is what a model is compiled from.
     *
     * @param bytes the model file
     * @param graph what is in it
     * @param values what was measured about its values
     * @param inputs the shapes of all inputs that {@code values} hold for; -1 for a free batch
     * @param layer the layer, with its shape for some number of items
     * @param score the value that is differentiated
     * @param seed how the gradient is asked for
     * @param query what a run would be fed for the seed, for one item
     */
    @SuppressWarnings("ArrayRecordComponent") // on its way from one class to the next
    public record Source(
            ByteBuffer bytes,
            GraphIndex graph,
            ValueTable values,
            Map<String, Shape> inputs,
            LayerInfo layer,
            String score,
            Seed seed,
            long[] query) {}

    /**
     * Differentiates a model and merges it with its gradient.
     *
     * @param source the model
     * @param task what is wanted
     * @return the model, not written yet
     * @throws IllegalArgumentException if an output cannot have its name
     * @throws UnsupportedModelException if the gradient is refused
     */
    public static SelfExplainingModel of(Source source, CompileTask task) {
        OutputNames.requireFree(source.graph(), task);
        String layer = source.layer().ref().name();
        requireFixedPositions(source, layer);
        Tail tail = Tail.between(source.graph(), List.of(layer), source.score());
        GradientPatch gradients = Differentiator.differentiate(tail, source.values(), List.of(layer), source.seed());
        Shape saliency = SaliencyGraph.shape(
                source.layer(), batch(source), task.classes().size());
        ModelPatch patch = new SaliencyGraph(
                        gradients, source.layer(), task, source.graph().opset())
                .patch(source.seed(), source.query(), outputs(source, task, saliency));
        var model = source.graph().model();
        MergedModel file = MergedModel.of(source.bytes(), patch, model.irVersion(), builtIn(source), task.metadata());
        if (file.size() > Integer.MAX_VALUE) {
            throw new UnsupportedModelException("the compiled model would have " + file.size()
                    + " bytes; one file holds at most 2 GiB. Store the model's weights as external data first");
        }
        return new SelfExplainingModel(file, source.inputs(), saliency);
    }

    private static void requireFixedPositions(Source source, String layer) {
        var layout = source.layer().layout();
        List<Long> shape = source.values().find(layer).orElseThrow().shape();
        for (int axis = 0; axis < shape.size(); axis++) {
            boolean free = shape.get(axis) == ValueTable.FREE;
            if ((axis == 0) != (layout.indexOf(Axis.BATCH) == axis) || (free && axis > 0)) {
                throw new UnsupportedModelException("layer '" + layer + "' of layout " + layout + " and shape " + shape
                        + " has no map for each item: the batch must be its first axis. Choose another layer");
            }
        }
    }

    private static long batch(Source source) {
        return source.values()
                .find(source.layer().ref().name())
                .orElseThrow()
                .shape()
                .get(0);
    }

    private static List<ValueInfoProto> outputs(Source source, CompileTask task, Shape saliency) {
        List<Dimension> dims = new ArrayList<>();
        for (long size : saliency.dims()) {
            dims.add(new Dimension(size, size < 0 ? batchSymbol(source) : ""));
        }
        return List.of(
                new ValueInfoProto(task.name(), DataType.FLOAT, Optional.of(dims)),
                new ValueInfoProto(task.classesName(), DataType.INT64, Optional.of(dims.subList(0, 2))));
    }

    private static String batchSymbol(Source source) {
        return source.graph().model().graph().inputs().stream()
                .filter(input -> source.graph().isInput(input.name()))
                .flatMap(input -> input.shape().stream())
                .filter(dims -> !dims.isEmpty())
                .map(dims -> dims.get(0).symbol())
                .filter(symbol -> !symbol.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** Returns declarations of the inputs whose sizes the file left open, and which are built in now. */
    private static List<ValueInfoProto> builtIn(Source source) {
        List<ValueInfoProto> declarations = new ArrayList<>();
        for (ValueInfoProto input : source.graph().model().graph().inputs()) {
            Shape shape = source.inputs().get(input.name());
            if (shape == null) {
                continue;
            }
            List<Dimension> dims = new ArrayList<>();
            for (int axis = 0; axis < shape.rank(); axis++) {
                long size = shape.dim(axis);
                int at = axis;
                String symbol =
                        input.shape().map(declared -> declared.get(at).symbol()).orElse("");
                dims.add(new Dimension(size, size < 0 ? symbol : ""));
            }
            if (!input.shape().equals(Optional.of(dims))) {
                declarations.add(new ValueInfoProto(input.name(), input.type(), Optional.of(dims)));
            }
        }
        return declarations;
    }

    /**
     * Returns the shapes that the file takes.
     *
     * @return shapes by input, -1 for a free batch
     */
    public Map<String, Shape> inputs() {
        return inputs;
    }

    /**
     * Returns the shape of the maps.
     *
     * @return {@code [N, K]} and the layer's positions, -1 for a free batch
     */
    public Shape saliency() {
        return saliency;
    }

    /**
     * Returns the content of the file.
     *
     * @return the merged model
     */
    public MergedModel file() {
        return file;
    }
}
