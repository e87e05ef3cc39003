package io.github.gradcam4j.spi;

import io.github.gradcam4j.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Reads the tensor that questions are asked about. Valid as long as the tensor may be read. */
public final class Scores {
    /** Scores that are copied at a time, which is faster than to ask for each. */
    private static final int BLOCK = 256;

    private final ScoreInfo info;
    private final Tensor tensor;
    private @Nullable Ranked ranked;
    private @Nullable Softmax softmax;

    /** The classes that were ranked last: the next question is often about one rank more. */
    private record Ranked(int item, List<Integer> classes) {}

    /** The sum that is below each probability of an item, of scores less the highest one. */
    private record Softmax(int item, double highest, double sum) {}

    /**
     * Wraps the scores of a run.
     *
     * @param info what the tensor is; its activation may come from the sidecar
     * @param tensor float32, batch axis first
     */
    public Scores(ScoreInfo info, Tensor tensor) {
        this.info = info;
        this.tensor = tensor;
    }

    /**
     * Says what the tensor is.
     *
     * @return the description
     */
    public ScoreInfo info() {
        return info;
    }

    /**
     * Returns the tensor itself.
     *
     * @return float32, batch axis first
     */
    public Tensor tensor() {
        return tensor;
    }

    /**
     * Returns the number of items.
     *
     * @return the batch dimension
     */
    public int items() {
        return (int) tensor.shape().dim(0);
    }

    /**
     * Returns the number of classes.
     *
     * @return the number of scores of an item
     * @throws io.github.gradcam4j.UnsupportedModelException if the scores are not one for each class
     */
    public int classes() {
        if (info.classes() < 0) {
            throw new io.github.gradcam4j.UnsupportedModelException("the scores '" + info.tensor() + "' of shape "
                    + tensor.shape() + " are not one for each class, so a class cannot be asked for. Use a target for "
                    + "outputs of this form");
        }
        return info.classes();
    }

    /**
     * Returns the score of a class.
     *
     * @param item which item, from 0
     * @param index the class, from 0
     * @return the score
     * @throws IllegalArgumentException if there is no such class
     */
    public double value(int item, int index) {
        int classes = classes();
        if (index < 0 || index >= classes) {
            throw new IllegalArgumentException(
                    "class " + index + " does not exist: the model has " + classes + " classes, 0 to " + (classes - 1));
        }
        return tensor.floats().get(item * classes + index);
    }

    /**
     * Ranks the classes of an item.
     *
     * @param item which item, from 0
     * @param count how many; fewer if there are fewer classes
     * @return class numbers by descending score; of equal scores the lower number first
     */
    public List<Integer> top(int item, int count) {
        int classes = classes();
        int wanted = Math.min(count, classes);
        Ranked known = ranked;
        int have = known == null || known.item != item ? 0 : known.classes.size();
        if (known == null || have < wanted) {
            known = new Ranked(item, rank(item, Math.min(Math.max(wanted, 2 * have), classes)));
            ranked = known;
        }
        return known.classes.subList(0, wanted);
    }

    private List<Integer> rank(int item, int wanted) {
        int classes = classes();
        FloatBuffer scores = tensor.floats();
        float[] block = new float[Math.min(classes, BLOCK)];
        Ranking best = new Ranking(wanted);
        for (int first = 0; first < classes; first += block.length) {
            int length = Math.min(block.length, classes - first);
            scores.get(item * classes + first, block, 0, length);
            for (int i = 0; i < length; i++) {
                best.offer(first + i, block[i]);
            }
        }
        return List.copyOf(best.classes());
    }

    /**
     * Returns the probability of a class.
     *
     * @param item which item, from 0
     * @param index the class, from 0
     * @return the probability, where the activation is known or the scores are probabilities
     */
    public OptionalDouble probability(int item, int index) {
        double score = value(item, index);
        if (info.probabilities()) {
            return OptionalDouble.of(score);
        }
        return switch (info.activation()) {
            case NONE -> OptionalDouble.empty();
            case SIGMOID -> OptionalDouble.of(1 / (1 + Math.exp(-score)));
            case SOFTMAX -> {
                Softmax known = softmax;
                if (known == null || known.item != item) {
                    known = softmax(item);
                    softmax = known;
                }
                yield OptionalDouble.of(Math.exp(score - known.highest) / known.sum);
            }
        };
    }

    private Softmax softmax(int item) {
        double highest = value(item, top(item, 1).get(0));
        double sum = 0;
        for (int c = 0; c < classes(); c++) {
            sum += Math.exp(value(item, c) - highest);
        }
        return new Softmax(item, highest, sum);
    }
}
