package io.github.gradcam4j.tensorflow.internal.model;

import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.spi.ClassQuery;
import io.github.gradcam4j.spi.Cotangent;
import io.github.gradcam4j.spi.LayerInfo;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.Pass;
import io.github.gradcam4j.spi.PassRequest;
import io.github.gradcam4j.spi.ScoreInfo;
import io.github.gradcam4j.spi.Scores;
import io.github.gradcam4j.spi.Seeds;
import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import io.github.gradcam4j.tensorflow.internal.engine.Tensors;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A pass of a network: one run, with the gradients of the classes that were asked for. Others cost another run. */
final class TensorFlowPass implements Pass {
    private final TensorFlowModel model;
    private final Measured measured;
    private final PassRequest request;
    private final Run run;
    private final ScoreInfo score;
    private final int items;
    private final List<Run> later = new ArrayList<>();
    private boolean closed;

    private TensorFlowPass(TensorFlowModel model, Measured measured, PassRequest request, Run run, ScoreInfo score) {
        this.model = model;
        this.measured = measured;
        this.request = request;
        this.run = run;
        this.score = score;
        this.items = items(request, score);
    }

    static TensorFlowPass run(TensorFlowModel model, Measured measured, PassRequest request) {
        ScoreInfo score = measured.score(request.scores());
        int items = items(request, score);
        new Seeds(score, items).check(request.classes());
        List<Value> layers = request.layers().stream().map(measured::value).toList();
        boolean asks = !request.classes().isEmpty() && !layers.isEmpty();
        if (asks) {
            request.layers().forEach(ref -> requireGradient(model, measured, ref, score));
        }
        Question question = new Question(
                measured.scoreValue(score),
                layers,
                asks ? Question.Kind.CLASSES : Question.Kind.NONE,
                request.classes().size() > 1);
        Optional<Tensor> queries = asks ? Optional.of(Queries.of(request.classes(), items)) : Optional.empty();
        Run run = Run.of(model, question, request.inputs(), queries);
        try {
            request.cancellation().throwIfRequested();
            Shape shape = Tensors.shape(run.tensor(run.fetched().score()));
            if (shape.rank() == 0 || shape.dim(0) != items) {
                throw new UnsupportedModelException("the scores '" + score.tensor() + "' have shape " + shape
                        + ", but the first axis should count the " + items + " items that were fed");
            }
            return new TensorFlowPass(model, measured, request, run, score);
        } catch (RuntimeException | Error e) {
            run.close();
            throw e;
        }
    }

    /** The items of a batch are what the inputs count first. */
    private static int items(PassRequest request, ScoreInfo score) {
        List<Tensor> inputs = List.copyOf(request.inputs().values());
        long first =
                inputs.get(0).shape().rank() == 0 ? 0 : inputs.get(0).shape().dim(0);
        boolean same = inputs.stream()
                .allMatch(input -> input.shape().rank() > 0 && input.shape().dim(0) == first);
        return (int) (same || score.shape().rank() == 0 ? first : score.shape().dim(0));
    }

    private static void requireGradient(TensorFlowModel model, Measured measured, LayerRef ref, ScoreInfo score) {
        LayerInfo layer = measured.layer(ref);
        if (!layer.dtype().isFloating()) {
            throw new UnsupportedModelException(
                    "layer '" + ref + "' has no gradient: it holds " + layer.dtype() + ". Choose a layer behind it");
        }
        Reach reach = model.reach(measured.scoreValue(score));
        Value value = measured.value(ref);
        if (!reach.isDifferentiable(value)) {
            throw new UnsupportedModelException("the score '" + score.tensor() + "' has no gradient at [" + ref
                    + "]: it does not depend on it, or only through a part without gradients (stop_gradient, rounding,"
                    + " argmax). Choose another layer (gradcam4j layers MODEL), or a method that needs no gradient");
        }
        reach.obstacle(value).ifPresent(obstacle -> {
            throw new UnsupportedModelException("layer '" + ref + "' has no exact gradient: before the score stands "
                    + obstacle + ". Choose a layer behind it (gradcam4j layers MODEL), or a method that needs no"
                    + " gradient");
        });
    }

    @Override
    public int items() {
        return items;
    }

    @Override
    public Map<String, Tensor> outputs() {
        requireOpen();
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        run.fetched().outputs().forEach((name, value) -> {
            if (Tensors.type(value.type()).isPresent()) {
                outputs.put(name, lent(run.tensor(value), null));
            }
        });
        return outputs;
    }

    @Override
    public Scores scores() {
        requireOpen();
        return new Scores(score, lent(run.tensor(run.fetched().score()), null));
    }

    @Override
    public Tensor activations(LayerRef ref) {
        requireOpen();
        return lent(
                run.tensor(run.fetched().activations().get(index(ref))),
                measured.layer(ref).layout());
    }

    @Override
    public Map<LayerRef, Tensor> gradients(List<List<Cotangent>> cotangents) {
        requireOpen();
        if (request.layers().isEmpty()) {
            return Map.of();
        }
        Tensor seeds = new Seeds(score, items).of(cotangents, score.shape());
        Run answered = run.answers(cotangents, items) ? run : ask(seeds, cotangents.size());
        Map<LayerRef, Tensor> gradients = new LinkedHashMap<>();
        for (int i = 0; i < request.layers().size(); i++) {
            LayerRef ref = request.layers().get(i);
            Layout layout = measured.layer(ref).layout();
            List<Axis> axes = new ArrayList<>(List.of(Axis.OTHER));
            axes.addAll(layout.axes());
            org.tensorflow.Tensor made = answered.tensor(answered.fetched()
                    .gradients()
                    .get(i)
                    .orElseThrow(() -> new IllegalStateException("no gradient at " + ref)));
            Tensor gradient = lent(made, null);
            Shape shape = Tensors.shape(
                    answered.tensor(answered.fetched().activations().get(i)));
            gradients.put(
                    ref,
                    gradient.reshape(shape.stacked(cotangents.size())).withLayout(new Layout(axes, layout.grid())));
        }
        return gradients;
    }

    private Run ask(Tensor seeds, int rows) {
        request.layers().forEach(ref -> requireGradient(model, measured, ref, score));
        request.cancellation().throwIfRequested();
        Question question = new Question(
                measured.scoreValue(score),
                request.layers().stream().map(measured::value).toList(),
                Question.Kind.COTANGENTS,
                rows > 1);
        Run asked = Run.of(model, question, request.inputs(), Optional.of(seeds));
        later.add(asked);
        return asked;
    }

    private int index(LayerRef ref) {
        int index = request.layers().indexOf(ref);
        if (index < 0) {
            throw new IllegalArgumentException("layer '" + ref + "' was not part of the request");
        }
        return index;
    }

    @Override
    public Pass replay(LayerRef ref, Tensor variants, int item) {
        requireOpen();
        Shape shape = Tensors.shape(run.tensor(run.fetched().activations().get(index(ref))));
        int axis = Math.max(0, measured.layer(ref).layout().indexOf(Axis.BATCH));
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
        return new Replay(model, measured, request, ref).of(variants, axis, item);
    }

    private Tensor lent(org.tensorflow.Tensor made, @org.jspecify.annotations.Nullable Layout layout) {
        Layout known = layout == null ? Layout.unknown(made.shape().numDimensions()) : layout;
        Tensor tensor = Tensors.fromRuntime(made, known, () -> !closed);
        return tensor.dtype().isFloating() && tensor.dtype() != DType.FLOAT32
                ? Tensor.of(tensor.toFloatArray(), tensor.shape().dims()).withLayout(known)
                : tensor;
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
            later.forEach(Run::close);
        }
    }

    /** Returns what a run is fed for queries; {@link ClassQuery}s were checked before. */
    private static final class Queries {
        static Tensor of(List<List<ClassQuery>> rows, int items) {
            long[] numbers = new long[rows.size() * items];
            int next = 0;
            for (List<ClassQuery> row : rows) {
                for (int item = 0; item < items; item++) {
                    ClassQuery query = row.get(row.size() == 1 ? 0 : item);
                    numbers[next++] =
                            query instanceof ClassQuery.Index index ? index.index() : -((ClassQuery.Rank) query).rank();
                }
            }
            return Tensor.of(numbers, rows.size(), items);
        }
    }
}
