package io.github.gradcam4j;

import io.github.gradcam4j.spi.CamKernel;
import io.github.gradcam4j.spi.ExplanationTarget;
import io.github.gradcam4j.spi.GradientModel;
import io.github.gradcam4j.spi.LayerInfo;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.MethodContext;
import io.github.gradcam4j.spi.Objective;
import io.github.gradcam4j.spi.Pass;
import io.github.gradcam4j.spi.PassRequest;
import io.github.gradcam4j.spi.ScoreInfo;
import io.github.gradcam4j.spi.Scores;
import io.github.gradcam4j.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** What a method sees of a run. */
record RunContext(
        Pass pass,
        LayerInfo layer,
        List<List<ExplanationTarget>> targets,
        List<List<Objective>> objectives,
        LayerGradients computed,
        CamKernel kernel,
        GradientModel model,
        List<LayerInfo> layers,
        Map<String, Tensor> fed,
        ScoreInfo score,
        ExplainRequest request)
        implements MethodContext {
    @Override
    public Map<String, Tensor> inputs() {
        Map<String, Tensor> named = new LinkedHashMap<>(fed);
        named.replaceAll((name, tensor) -> layers.stream()
                .filter(candidate -> candidate.ref().equals(LayerRef.of(name)))
                .findFirst()
                .map(input -> tensor.withLayout(input.layout()))
                .orElse(tensor));
        return named;
    }

    @Override
    public boolean batchIsFree() {
        return model.signature().inputs().stream()
                .allMatch(input -> input.shape().rank() > 0 && input.shape().dim(0) < 0);
    }

    @Override
    public Scores ask(Map<String, Tensor> others) {
        PassRequest forward = new PassRequest(others, List.of(), request.scores(), List.of(), request.cancellation());
        try (Pass answer = model.run(forward)) {
            return new Scores(score, answer.scores().tensor().copy());
        }
    }

    @Override
    public double value(int target, int item, Scores scores, int row) {
        OptionalInt index = objectives.get(target).get(item).classIndex();
        if (index.isPresent()) {
            return targets.get(target).get(item) instanceof TwoSides.Side
                    ? TwoSides.score(scores, row, index.getAsInt())
                    : scores.value(row, index.getAsInt());
        }
        return targets.get(target).get(item).evaluate(scores, row).value();
    }

    @Override
    public Tensor activations() {
        return pass.activations(layer.ref());
    }

    @Override
    public Tensor gradients() {
        return computed.at(layer.ref())
                .orElseThrow(() -> new IllegalStateException(
                        "a method that reads gradients must name Capability.GRADIENTS in requires()"));
    }

    @Override
    public boolean relu() {
        return request.relu();
    }

    @Override
    public boolean counterfactual() {
        return request.counterfactual();
    }

    @Override
    public Cancellation cancellation() {
        return request.cancellation();
    }
}
