package io.github.gradcam4j.pytorch.internal.model;

import ai.djl.ndarray.NDArray;
import io.github.gradcam4j.ExplanationException;
import io.github.gradcam4j.pytorch.internal.engine.Arrays;
import io.github.gradcam4j.spi.Cotangent;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.Pass;
import io.github.gradcam4j.spi.PassRequest;
import io.github.gradcam4j.spi.ScoreInfo;
import io.github.gradcam4j.spi.ScoreKind;
import io.github.gradcam4j.spi.Scores;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The model with replaced values of a layer. TorchScript cannot begin in the middle of a program, so each variant costs a
 * whole run without gradients; all variants are one batch where the model takes that.
 */
final class Replay implements Pass {
    private final int items;
    private final Map<String, Tensor> outputs;
    private final Scores scores;
    private boolean closed;

    /** A layer's value, what it is replaced by, along which axis variants are counted, and for which item. */
    record Question(Value value, Tensor variants, int axis, int item) {
        private int count() {
            return (int) variants.shape().dim(axis);
        }
    }

    private Replay(int items, Map<String, Tensor> outputs, Scores scores) {
        this.items = items;
        this.outputs = outputs;
        this.scores = scores;
    }

    static Replay of(PyTorchModel model, Measured measured, PassRequest request, Question question) {
        List<Tensor> inputs = model.inOrder(request.inputs()).stream()
                .map(input -> input.item(question.item()))
                .toList();
        int count = question.count();
        if (count > 1 && model.isBatchFree()) {
            try {
                List<Tensor> repeated = inputs.stream()
                        .map(input -> Tensor.repeated(input, input.shape().with(0, count), input.layout()))
                        .toList();
                return merge(
                        model,
                        measured,
                        request,
                        List.of(results(model, question.value(), question.variants(), repeated, count)));
            } catch (ExplanationException e) {
                request.cancellation().throwIfRequested(); // one by one, then
            }
        }
        List<Results> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            request.cancellation().throwIfRequested();
            all.add(results(model, question.value(), question.variants().slice(question.axis(), i), inputs, 1));
        }
        return merge(model, measured, request, all);
    }

    /** The outputs of a run, and the value before a final activation under the name of none. */
    private record Results(Map<String, Tensor> outputs) {}

    private static Results results(PyTorchModel model, Value value, Tensor variants, List<Tensor> inputs, int count) {
        try (Execution run = model.execute(Orders.replace(value, variants), inputs)) {
            Map<String, Tensor> copies = new LinkedHashMap<>();
            for (String name : model.program().outputs()) {
                run.output(name).ifPresent(array -> copies.put(name, copy(array, count)));
            }
            run.logits().ifPresent(array -> copies.put("", copy(array, count)));
            return new Results(copies);
        }
    }

    private static Tensor copy(NDArray array, int count) {
        Tensor tensor = Arrays.fromRuntime(array);
        if (tensor.shape().rank() == 0 || tensor.shape().dim(0) != count) {
            throw new ExplanationException("a run of " + count + " items returned a tensor of shape " + tensor.shape());
        }
        return tensor.dtype().isFloating()
                ? Tensor.of(tensor.toFloatArray(), tensor.shape().dims())
                : tensor.copy();
    }

    private static Replay merge(PyTorchModel model, Measured measured, PassRequest request, List<Results> all) {
        Map<String, Tensor> merged = new LinkedHashMap<>();
        for (String name : all.get(0).outputs().keySet()) {
            merged.put(
                    name,
                    joined(all.stream()
                            .map(one -> java.util.Objects.requireNonNull(
                                    one.outputs().get(name)))
                            .toList()));
        }
        ScoreInfo declared = measured.score(request.scores());
        Tensor logits = merged.remove("");
        Tensor output = java.util.Objects.requireNonNull(
                merged.get(model.program().outputs().get(model.program().score())));
        Tensor score = declared.kind() == ScoreKind.LOGITS && logits != null ? logits : output;
        ScoreInfo info = new ScoreInfo(
                declared.tensor(), declared.kind(), declared.activation(), declared.probabilities(), score.shape());
        return new Replay((int) score.shape().dim(0), merged, new Scores(info, score));
    }

    private static Tensor joined(List<Tensor> parts) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        Tensor first = parts.get(0);
        Shape shape = first.shape().with(0, first.shape().dim(0) * parts.size());
        ByteBuffer memory = Tensor.allocate(first.dtype(), shape.size());
        parts.forEach(part -> memory.put(part.bytes()));
        return Tensor.over(first.dtype(), shape, memory.flip()).withLayout(Layout.unknown(shape.rank()));
    }

    @Override
    public int items() {
        return items;
    }

    @Override
    public Map<String, Tensor> outputs() {
        requireOpen();
        return outputs;
    }

    @Override
    public Scores scores() {
        requireOpen();
        return scores;
    }

    @Override
    public Tensor activations(LayerRef layer) {
        throw new IllegalArgumentException(
                "layer '" + layer + "' was not part of the request: a replay has outputs only");
    }

    @Override
    public Map<LayerRef, Tensor> gradients(List<List<Cotangent>> cotangents) {
        return Map.of();
    }

    @Override
    public Pass replay(LayerRef layer, Tensor variants, int item) {
        throw new IllegalArgumentException(
                "layer '" + layer + "' was not part of the request: a replay has outputs only");
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the pass is closed; run the model again");
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
