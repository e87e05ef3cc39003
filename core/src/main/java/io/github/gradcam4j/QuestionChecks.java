package io.github.gradcam4j;

import io.github.gradcam4j.spi.ClassQuery;
import io.github.gradcam4j.spi.ExplanationTarget;
import io.github.gradcam4j.spi.LayerInfo;
import io.github.gradcam4j.spi.ModelSignature;
import io.github.gradcam4j.spi.ScoreInfo;
import io.github.gradcam4j.spi.TensorSpec;
import java.util.List;

/** Refuses questions that a model has no answer to, before anything runs. */
final class QuestionChecks {
    private QuestionChecks() {}

    /** A layer behind which an operator has no rule is refused by the operator's name; {@code or} is the other remedy. */
    static void requireGradient(LayerInfo layer, String or) {
        if (layer.obstacle().isPresent()) {
            throw new UnsupportedModelException("layer '" + layer.ref() + "' has no exact gradient: "
                    + layer.obstacle().get()
                    + ". Choose a layer behind it (gradcam4j layers MODEL says what stands behind each)" + or);
        }
    }

    /** Names that do not fit would be wrong names: a list for 1000 classes says nothing about a model of 1001. */
    static void requireLabels(Labels labels, ScoreInfo score) {
        int names = labels.names().size();
        if (names > 0 && score.classes() >= 0 && names != score.classes() && !TwoSides.are(labels, score)) {
            throw new IllegalArgumentException("the labels name " + names + " classes, but the scores '"
                    + score.tensor() + "' of the model have " + score.classes()
                    + ". Give one name for each, in the sidecar or with --labels FILE (Java: ExplainerOptions.withLabels)"
                    + (names == 2 && score.classes() == 1
                            ? ". Two names are right for the two sides of a sigmoid: say so with \"output\":"
                                    + " {\"activation\": \"sigmoid\"} in the sidecar"
                            : ""));
        }
    }

    /** A class that does not exist is refused; other questions can be judged only by their target. */
    static void requireClass(ExplanationTarget target, ScoreInfo score, ModelSignature signature) {
        if (target.classQuery().isEmpty()) {
            return;
        }
        int classes = score.classes();
        if (classes < 0) {
            throw new UnsupportedModelException(
                    "target '" + target.spec() + "' asks for a class, but the scores '" + score.tensor()
                            + "' have shape " + score.shape() + ", not one score for each class" + others(signature));
        }
        ClassQuery query = target.classQuery().get();
        if (query instanceof ClassQuery.Index index && index.index() >= classes) {
            throw new IllegalArgumentException("class " + index.index() + " does not exist: the model has " + classes
                    + " classes, 0 to " + (classes - 1));
        }
        if (query instanceof ClassQuery.Rank rank && rank.rank() > classes) {
            throw new IllegalArgumentException("there is no class of rank " + rank.rank() + ": the model has " + classes
                    + " classes. Ask for at most top:" + classes);
        }
    }

    private static String others(ModelSignature signature) {
        List<String> names = signature.outputs().stream().map(TensorSpec::name).toList();
        return names.size() < 2
                ? ". A target of another kind can ask about them (docs/plugins.md)"
                : ". The model's outputs are " + String.join(", ", names)
                        + ": choose another one with --output-name (Java: ExplainerOptions.withOutput) or in the sidecar";
    }
}
