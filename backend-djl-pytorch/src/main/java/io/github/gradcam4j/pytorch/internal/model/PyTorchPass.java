package io.github.gradcam4j.pytorch.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.gradcam4j.ExplanationException;
import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.pytorch.internal.engine.Arrays;
import io.github.gradcam4j.pytorch.internal.instrument.Instrumented;
import io.github.gradcam4j.spi.CamKernel;
import io.github.gradcam4j.spi.Cotangent;
import io.github.gradcam4j.spi.LayerInfo;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.Pass;
import io.github.gradcam4j.spi.PassRequest;
import io.github.gradcam4j.spi.ScoreInfo;
import io.github.gradcam4j.spi.ScoreKind;
import io.github.gradcam4j.spi.Scores;
import io.github.gradcam4j.spi.Seeds;
import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A pass of a TorchScript model: a run with its graph of derivatives, which answers any number of questions. */
final class PyTorchPass implements Pass {
    private final PyTorchModel model;
    private final Measured measured;
    private final PassRequest request;
    private final Execution run;
    private final ScoreInfo score;
    private final NDArray scoreArray;
    private final int items;
    private boolean closed;

    private PyTorchPass(PyTorchModel model, Measured measured, PassRequest request, Execution run, int items) {
        this.model = model;
        this.measured = measured;
        this.request = request;
        this.run = run;
        this.items = items;
        ScoreInfo declared = measured.score(request.scores());
        this.scoreArray = declared.kind() == ScoreKind.LOGITS
                ? run.logits()
                        .orElseThrow(() -> new ExplanationException("this run has no '" + declared.tensor() + "'"))
                : Measured.output(model.program(), run);
        Shape shape = Arrays.shape(scoreArray);
        if (shape.rank() == 0 || shape.dim(0) != items) {
            throw new UnsupportedModelException("the scores '" + declared.tensor() + "' have shape " + shape
                    + ", but the first axis should count the " + items
                    + " items that were fed. A traced file may run only"
                    + " with the number of items that it was traced with");
        }
        this.score = new ScoreInfo(
                declared.tensor(), declared.kind(), declared.activation(), declared.probabilities(), shape);
    }

    static PyTorchPass run(PyTorchModel model, Measured measured, PassRequest request) {
        List<Tensor> inputs = model.inOrder(request.inputs());
        int items = items(inputs, measured.score(request.scores()));
        new Seeds(measured.score(request.scores()), items).check(request.classes());
        Execution run = execute(model, measured, request.layers(), inputs);
        try {
            request.cancellation().throwIfRequested();
            model.verified().check(request.layers(), run, inputs);
            return new PyTorchPass(model, measured, request, run, items);
        } catch (RuntimeException | Error e) {
            run.close();
            throw e;
        }
    }

    /**
     * Runs the model. Some modules take another way where nothing before them is differentiated, in which their parts are not
     * called: then all that is before a missing part is differentiated, too.
     */
    private static Execution execute(
            PyTorchModel model, Measured measured, List<LayerRef> layers, List<Tensor> inputs) {
        List<Value> values =
                new ArrayList<>(layers.stream().map(measured::value).toList());
        if (!model.verified().needsAll(layers)) {
            Execution run = model.execute(orders(model, values), inputs);
            if (values.stream().allMatch(value -> run.recorded(value).isPresent())) {
                return run;
            }
            run.close();
            model.verified().demandAll(layers);
        }
        measured.firstDifferentiable().ifPresent(values::add);
        return model.execute(orders(model, values), inputs);
    }

    private static Orders orders(PyTorchModel model, List<Value> values) {
        Orders record = Orders.record(values);
        return model.verified().maySelect(values) ? record.selecting() : record;
    }

    /** The items of a batch are what the inputs count first; of bags of tokens, say, only the result tells. */
    private static int items(List<Tensor> inputs, ScoreInfo score) {
        long first = inputs.get(0).shape().dim(0);
        boolean same = inputs.stream()
                .allMatch(input -> input.shape().rank() > 0 && input.shape().dim(0) == first);
        return (int) (same || score.shape().rank() == 0 ? first : score.shape().dim(0));
    }

    @Override
    public int items() {
        return items;
    }

    @Override
    public Map<String, Tensor> outputs() {
        requireOpen();
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        for (String name : model.program().outputs()) {
            run.output(name).ifPresent(array -> outputs.put(name, lent(array)));
        }
        return outputs;
    }

    @Override
    public Scores scores() {
        requireOpen();
        return new Scores(score, lent(scoreArray));
    }

    @Override
    public Tensor activations(LayerRef ref) {
        requireOpen();
        return lent(recorded(ref).array()).withLayout(requested(ref).layout());
    }

    @Override
    public Map<LayerRef, Tensor> gradients(List<List<Cotangent>> cotangents) {
        requireOpen();
        if (request.layers().isEmpty()) {
            return Map.of();
        }
        Tensor seeds = new Seeds(score, items).of(cotangents, score.shape());
        List<NDArray> values = new ArrayList<>();
        for (LayerRef ref : request.layers()) {
            values.add(differentiable(ref));
        }
        NDArray seedArray = run.array(seeds);
        NDList found = run.call(Instrumented.GRADIENTS, List.of(seedArray, scoreArray), values);
        seedArray.close();
        if (found.isEmpty()) {
            throw noGradient(request.layers().toString());
        }
        Map<LayerRef, Tensor> gradients = new LinkedHashMap<>();
        for (int i = 0; i < request.layers().size(); i++) {
            LayerRef ref = request.layers().get(i);
            List<Axis> axes = new ArrayList<>(List.of(Axis.OTHER));
            axes.addAll(requested(ref).layout().axes());
            Layout layout = new Layout(axes, requested(ref).layout().grid());
            gradients.put(ref, lent(found.get(i)).withLayout(layout));
        }
        return gradients;
    }

    @Override
    public boolean makesSums() {
        return model.sumsOnDevice() && request.sums().isPresent();
    }

    @Override
    public Tensor sums(LayerRef ref, List<List<Cotangent>> cotangents) {
        requireOpen();
        CamKernel.Weighting weighting = request.sums()
                .filter(wanted -> makesSums())
                .orElseThrow(() -> new UnsupportedOperationException("this pass makes no sums: see makesSums()"));
        List<NDArray> values = List.of(differentiable(ref));
        NDArray seeds = run.array(new Seeds(score, items).of(cotangents, score.shape()));
        NDArray form = run.array(LayerForm.of(requested(ref), weighting));
        NDList found = run.call(Instrumented.SUMS, List.of(seeds, scoreArray, form), values);
        if (found.isEmpty()) {
            throw noGradient(ref.toString());
        }
        return lent(found.get(0));
    }

    private NDArray differentiable(LayerRef ref) {
        Execution.Recorded value = recorded(ref);
        if (!value.array().getDataType().isFloating()) {
            throw new UnsupportedModelException("layer '" + ref + "' has no gradient: it holds "
                    + Arrays.type(value.array().getDataType()) + ". Choose a layer behind it");
        }
        if (!requested(ref).onScorePath()) {
            throw noGradient(ref.toString());
        }
        requested(ref).obstacle().ifPresent(obstacle -> {
            throw new UnsupportedModelException(
                    "layer '" + ref + "' has no exact gradient: before the score stands " + obstacle
                            + ". Choose a layer behind it (gradcam4j layers MODEL), or a method that needs no gradient");
        });
        if (!value.isIntact()) {
            throw new UnsupportedModelException(
                    "layer '" + ref + "' has no exact gradient: its value is changed in place"
                            + " under another name after it was recorded. Choose the layer before or behind it");
        }
        return value.array();
    }

    private UnsupportedModelException noGradient(String where) {
        return new UnsupportedModelException("the score '" + score.tensor() + "' has no gradient at " + where
                + ": it does not depend on it, or only through a part without gradients (detach, no_grad, rounding,"
                + " argmax). Choose another layer (gradcam4j layers MODEL), or a method that needs no gradient");
    }

    private Execution.Recorded recorded(LayerRef ref) {
        LayerInfo layer = requested(ref);
        return run.recorded(measured.value(layer.ref()))
                .orElseThrow(() -> new ExplanationException("this run did not reach layer '" + ref
                        + "', although one of the same size did: the way through the model depends on the input"));
    }

    private LayerInfo requested(LayerRef ref) {
        if (!request.layers().contains(ref)) {
            throw new IllegalArgumentException("layer '" + ref + "' was not part of the request");
        }
        return measured.layer(ref);
    }

    @Override
    public Pass replay(LayerRef ref, Tensor variants, int item) {
        requireOpen();
        Shape shape = activations(ref).shape();
        int axis = Math.max(0, requested(ref).layout().indexOf(Axis.BATCH));
        boolean fits = variants.shape().rank() == shape.rank()
                && variants.shape().rank() > 0
                && variants.shape().dim(axis) > 0
                && variants.shape().with(axis, 1).equals(shape.with(axis, 1));
        if (item < 0 || item >= items) {
            throw new IllegalArgumentException("there is no item " + item + " in a batch of " + items);
        }
        if (!fits) {
            throw new IllegalArgumentException("variants of shape " + variants.shape() + " do not fit layer '" + ref
                    + "' of shape " + shape.with(axis, 1));
        }
        return Replay.of(model, measured, request, new Replay.Question(measured.value(ref), variants, axis, item));
    }

    private Tensor lent(NDArray array) {
        Tensor tensor = Arrays.fromRuntime(array);
        Tensor floats = tensor.dtype().isFloating() && tensor.dtype() != DType.FLOAT32
                ? Tensor.of(tensor.toFloatArray(), tensor.shape().dims())
                : tensor;
        return Tensor.borrowed(
                floats.dtype(), floats.shape(), Layout.unknown(floats.shape().rank()), floats.bytes(), () -> !closed);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the pass is closed; run the model again");
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            run.close();
        }
    }
}
