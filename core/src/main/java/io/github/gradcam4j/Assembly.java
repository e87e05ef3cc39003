package io.github.gradcam4j;

import io.github.gradcam4j.input.Token;
import io.github.gradcam4j.input.TokenizedText;
import io.github.gradcam4j.internal.text.TokenWeights;
import io.github.gradcam4j.spi.ClassMaps;
import io.github.gradcam4j.spi.Cotangent;
import io.github.gradcam4j.spi.ExplanationTarget;
import io.github.gradcam4j.spi.LayerInfo;
import io.github.gradcam4j.spi.Maps;
import io.github.gradcam4j.spi.Objective;
import io.github.gradcam4j.spi.Pass;
import io.github.gradcam4j.spi.PreparedInput;
import io.github.gradcam4j.spi.Scores;
import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/** Puts explanations together from what a run produced. */
record Assembly(
        ExplainRequest request,
        WindowParts.Part part,
        Labels labels,
        Pass pass,
        Scores scores,
        List<List<ExplanationTarget>> targets,
        List<List<Objective>> objectives,
        LayerGradients gradients,
        Provenance provenance) {
    private static final int RANKED = 10;

    Explanation explanation(int item, LayerInfo layer, Maps maps) {
        PreparedInput prepared = part.input();
        List<TargetExplanation> answers = new ArrayList<>();
        List<String> warnings = new ArrayList<>(prepared.warnings());
        warnings.addAll(layer.notes());
        Optional<TokenizedText> text = text(item, maps.positions(), layer, warnings);
        for (int k : distinct(item)) {
            TargetExplanation answer = answer(k, item, layer, maps, text);
            if (answer.status() != Status.OK) {
                warnings.add(warning(answer, layer));
            } else if (text.isPresent() && isAllAtPadding(text.get(), answer.heatmap())) {
                warnings.add("what speaks for " + answer.title()
                        + " lies at the padding of the text alone, which the network"
                        + " sees and which is not shown: no word speaks for it. Feed it without padding if the network"
                        + " reads any length");
            }
            answers.add(answer);
        }
        return new Explanation(
                request.input(),
                part.first() + item,
                part.windows(),
                prepared.tensors().values().iterator().next().shape(),
                layer,
                answers,
                ranking(item),
                prepared.geometry(),
                text,
                warnings,
                provenance,
                request.keepTensors() ? Optional.of(kept(item, layer)) : Optional.empty());
    }

    /** Returns the tokens, if the positions of the map can be told from one another by them. */
    private Optional<TokenizedText> text(int item, Shape positions, LayerInfo layer, List<String> warnings) {
        PreparedInput prepared = part.input();
        if (prepared.texts().isEmpty()) {
            return Optional.empty();
        }
        TokenizedText text = prepared.texts().get(item);
        String why = null;
        if (positions.rank() != 1) {
            why = "its positions " + positions + " are not in a row";
        } else if (prepared.cutByModel() && positions.size() != text.tokens().size()) {
            why = "the model cuts the text itself, and it is not known how: the layer has " + positions.size()
                    + " positions, but the text has " + text.tokens().size()
                    + " words. Tell the 'length' of the tokenizer in the sidecar";
        }
        if (why != null) {
            warnings.add("the map of layer '" + layer.ref() + "' cannot be shown on the words: " + why);
            return Optional.empty();
        }
        return Optional.of(text);
    }

    /** Lists the targets, without those that turned out to mean a class that an earlier one means. */
    private List<Integer> distinct(int item) {
        Set<Integer> classes = new HashSet<>();
        List<Integer> distinct = new ArrayList<>();
        for (int k = 0; k < targets.size(); k++) {
            OptionalInt index = objectives.get(k).get(item).classIndex();
            if (index.isEmpty() || classes.add(index.getAsInt())) {
                distinct.add(k);
            }
        }
        return distinct;
    }

    private boolean isAllAtPadding(TokenizedText text, Heatmap map) {
        return text.tokens().stream().anyMatch(Token::isPadding)
                && TokenWeights.of(text, map, request.interpolation(), Words.PIECES).stream()
                        .noneMatch(token -> token.weight() > 0);
    }

    private String warning(TargetExplanation answer, LayerInfo layer) {
        return switch (answer.status()) {
            case ZERO_GRADIENT ->
                "the score of " + answer.title() + " does not react to layer '" + layer.ref()
                        + "': its gradient is zero everywhere. Choose an earlier layer";
            default ->
                "no position of layer '" + layer.ref() + "' speaks for " + answer.title()
                        + ": the map has no positive value. "
                        + (request.relu()
                                ? "Keep negative evidence with --no-relu to see what speaks against it"
                                : "What is left speaks against it");
        };
    }

    private TargetExplanation answer(int k, int item, LayerInfo layer, Maps maps, Optional<TokenizedText> text) {
        Objective objective = objectives.get(k).get(item);
        Heatmap heatmap = new Heatmap(maps.positions(), maps.map(k, item));
        String spec = targets.get(k).get(item).spec();
        OptionalInt index = objective.classIndex();
        Optional<String> label = Optional.empty();
        OptionalDouble probability = OptionalDouble.empty();
        if (index.isPresent()) {
            spec = "class:" + index.getAsInt();
            label = labels.name(index.getAsInt());
            probability = targets.get(k).get(item) instanceof TwoSides.Side
                    ? TwoSides.probability(scores, item, index.getAsInt())
                    : scores.probability(item, index.getAsInt());
        }
        return new TargetExplanation(
                spec,
                index,
                label,
                objective.value(),
                probability,
                status(heatmap, k, item, layer),
                heatmap,
                text.map(tokens -> TokenWeights.of(tokens, heatmap, request.interpolation(), request.words()))
                        .orElse(List.of()));
    }

    private Status status(Heatmap heatmap, int k, int item, LayerInfo layer) {
        float max = heatmap.max();
        if (!Float.isFinite(max) || !Float.isFinite(heatmap.min())) {
            throw new ExplanationException(
                    "the map at layer '" + layer.ref() + "' is not finite (" + heatmap.min() + " to " + max
                            + "): activations or gradients overflow. Choose another layer, or check the model's weights");
        }
        if (max > 0) {
            return Status.OK;
        }
        return max == 0 && isGradientZero(k, item, layer) ? Status.ZERO_GRADIENT : Status.NO_POSITIVE_EVIDENCE;
    }

    private boolean isGradientZero(int k, int item, LayerInfo layer) {
        Optional<ClassMaps> made = pass.classMaps(layer.ref());
        if (made.isPresent() && objectives.get(k).get(item).cotangent() instanceof Cotangent.OneHot one) {
            float[] sums = new float[(int) made.get().sums().shape().dim(2)];
            made.get().copy(item, one.index(), false, false, sums, 0);
            for (float sum : sums) {
                if (sum != 0) {
                    return false; // and the gradients, which the pass would have to run for, need not be asked
                }
            }
        }
        int items = layer.layout().indexOf(Axis.BATCH);
        return gradients
                .at(layer.ref())
                .filter(gradient -> isZero(gradient.stored(), k, item, items + 1))
                .isPresent();
    }

    /** Looks at the gradient of one target and one item, which may be in memory once for all of them. */
    private static boolean isZero(Tensor gradient, int k, int item, int axis) {
        FloatBuffer values = gradient.floats();
        long[] dims = gradient.shape().dims();
        int before = product(dims, 1, axis);
        int behind = product(dims, axis + 1, dims.length);
        int target = Math.min(k, (int) dims[0] - 1);
        for (int i = 0; i < before; i++) {
            int start = ((target * before + i) * (int) dims[axis] + Math.min(item, (int) dims[axis] - 1)) * behind;
            for (int j = start; j < start + behind; j++) {
                if (values.get(j) != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private static int product(long[] dims, int from, int to) {
        return (int) Arrays.stream(dims, from, to).reduce(1, Math::multiplyExact);
    }

    private List<ClassScore> ranking(int item) {
        if (scores.info().classes() < 0) {
            return List.of();
        }
        if (TwoSides.are(labels, scores.info())) {
            return TwoSides.ranking(scores, item, labels);
        }
        return scores.top(item, RANKED).stream()
                .map(c -> new ClassScore(c, labels.name(c), scores.value(item, c), scores.probability(item, c)))
                .toList();
    }

    private KeptTensors kept(int item, LayerInfo layer) {
        Tensor outputs = pass.outputs().values().iterator().next();
        List<Tensor> kept = new ArrayList<>();
        Tensor activations = pass.activations(layer.ref());
        int items = activations.layout().indexOf(Axis.BATCH);
        gradients.at(layer.ref()).ifPresent(gradient -> {
            Shape shape = gradient.shape();
            for (int k : distinct(item)) {
                Tensor row = gradient.item(k)
                        .reshape(Shape.of(Arrays.copyOfRange(shape.dims(), 1, shape.rank())))
                        .withLayout(activations.layout());
                kept.add(row.slice(items, item));
            }
        });
        return new KeptTensors(item(outputs, item), item(scores.tensor(), item), activations.slice(items, item), kept);
    }

    private Tensor item(Tensor tensor, int item) {
        boolean batched = tensor.shape().rank() > 0 && tensor.shape().dim(0) == pass.items();
        return batched ? tensor.item(item).copy() : tensor.copy();
    }
}
