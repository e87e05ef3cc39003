package io.github.gradcam4j.tensorflow.internal.model;

import io.github.gradcam4j.ExplanationException;
import io.github.gradcam4j.spi.Cotangent;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.Pass;
import io.github.gradcam4j.spi.PassRequest;
import io.github.gradcam4j.spi.ScoreInfo;
import io.github.gradcam4j.spi.Scores;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import io.github.gradcam4j.tensorflow.internal.engine.Tensors;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Runs the tail of a network again with other values of a layer. The layer is fed, so that nothing is computed that only it
 * needs; what leads around it is. All variants are one batch where the model takes any number of items.
 */
final class Replay {
    private final TensorFlowModel model;
    private final PassRequest request;
    private final LayerRef layer;
    private final ScoreInfo score;
    private final Value scoreValue;
    private final Value replaced;

    Replay(TensorFlowModel model, Measured measured, PassRequest request, LayerRef layer) {
        this.model = model;
        this.request = request;
        this.layer = layer;
        this.score = measured.score(request.scores());
        this.scoreValue = measured.scoreValue(score);
        this.replaced = measured.value(layer);
    }

    Pass of(Tensor variants, int axis, int item) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        request.inputs().forEach((name, input) -> inputs.put(name, input.item(item)));
        int count = (int) variants.shape().dim(axis);
        Prepared program = model.holdReplay(scoreValue, replaced);
        try {
            List<Map<String, Tensor>> all = new ArrayList<>();
            if (count > 1 && model.isBatchFree()) {
                Map<String, Tensor> repeated = new LinkedHashMap<>();
                inputs.forEach((name, input) ->
                        repeated.put(name, Tensor.repeated(input, input.shape().with(0, count), input.layout())));
                all.add(results(program, repeated, variants, count));
            } else {
                for (int i = 0; i < count; i++) {
                    request.cancellation().throwIfRequested();
                    all.add(results(program, inputs, variants.slice(axis, i), 1));
                }
            }
            return pass(all);
        } finally {
            program.release();
        }
    }

    private Map<String, Tensor> results(Prepared program, Map<String, Tensor> inputs, Tensor variants, int count) {
        Map<String, Tensor> fed = new LinkedHashMap<>(inputs);
        fed.put(ReplayGraph.LAYER, variants);
        try (Run run = Run.of(program, fed, java.util.Optional.empty())) {
            Map<String, Tensor> copies = new LinkedHashMap<>();
            run.fetched().outputs().forEach((name, value) -> {
                if (Tensors.type(value.type()).isPresent()) {
                    copies.put(name, copy(run.tensor(value), count));
                }
            });
            copies.put("", copy(run.tensor(run.fetched().score()), count));
            return copies;
        }
    }

    private static Tensor copy(org.tensorflow.Tensor made, int count) {
        Shape shape = Tensors.shape(made);
        if (shape.rank() == 0 || shape.dim(0) != count) {
            throw new ExplanationException("a run of " + count + " items returned a tensor of shape " + shape);
        }
        Tensor tensor = Tensors.fromRuntime(made, Layout.unknown(shape.rank()), () -> true);
        return tensor.dtype().isFloating() ? Tensor.of(tensor.toFloatArray(), shape.dims()) : tensor.copy();
    }

    private Pass pass(List<Map<String, Tensor>> all) {
        Map<String, Tensor> merged = new LinkedHashMap<>();
        for (String name : all.get(0).keySet()) {
            merged.put(
                    name,
                    joined(all.stream()
                            .map(one -> Objects.requireNonNull(one.get(name)))
                            .toList()));
        }
        Tensor asked = Objects.requireNonNull(merged.remove(""));
        ScoreInfo info =
                new ScoreInfo(score.tensor(), score.kind(), score.activation(), score.probabilities(), asked.shape());
        return new Replayed(merged, new Scores(info, asked), layer);
    }

    private static Tensor joined(List<Tensor> parts) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        Tensor first = parts.get(0);
        Shape shape = first.shape().with(0, first.shape().dim(0) * parts.size());
        ByteBuffer memory = Tensor.allocate(first.dtype(), shape.size());
        parts.forEach(part -> memory.put(part.bytes()));
        return Tensor.over(first.dtype(), shape, memory.flip());
    }

    /** Outputs that were computed again; nothing else is known of the run. */
    private static final class Replayed implements Pass {
        private final Map<String, Tensor> outputs;
        private final Scores scores;
        private final LayerRef layer;
        private boolean closed;

        Replayed(Map<String, Tensor> outputs, Scores scores, LayerRef layer) {
            this.outputs = outputs;
            this.scores = scores;
            this.layer = layer;
        }

        @Override
        public int items() {
            return scores.items();
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
        public Tensor activations(LayerRef asked) {
            throw new IllegalArgumentException(
                    "layer '" + asked + "' was not part of the request: a replay of '" + layer + "' has outputs only");
        }

        @Override
        public Map<LayerRef, Tensor> gradients(List<List<Cotangent>> cotangents) {
            return Map.of();
        }

        @Override
        public Pass replay(LayerRef asked, Tensor variants, int item) {
            throw new IllegalArgumentException(
                    "layer '" + asked + "' was not part of the request: a replay of '" + layer + "' has outputs only");
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
}
