package io.github.gradcam4j;

import io.github.gradcam4j.input.Input;
import io.github.gradcam4j.spi.ExplanationTarget;
import io.github.gradcam4j.spi.ScoreKind;
import io.github.gradcam4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Is one question, or several, about one input. Immutable; made by a {@linkplain #about builder}. */
public final class ExplainRequest {
    private final Builder b;

    private ExplainRequest(Builder builder) {
        this.b = builder;
    }

    /**
     * Begins a request. Unless told otherwise it asks for the class with the highest score, at the automatic layer, with
     * Grad-CAM and ReLU.
     *
     * @param input what to explain
     * @return a builder
     */
    public static Builder about(Input input) {
        return new Builder(input);
    }

    /** Is a question: a spec to be parsed, or a target object. */
    sealed interface Question {
        record Spec(String text) implements Question {}

        record Given(ExplanationTarget target) implements Question {}
    }

    /** Collects what a request asks. Not thread-safe. */
    public static final class Builder {
        private final Input input;
        private final Map<String, Tensor> inputs = new LinkedHashMap<>();
        private final List<Question> questions = new ArrayList<>();
        private final Map<Integer, List<Question>> itemQuestions = new LinkedHashMap<>();
        private final List<String> layers = new ArrayList<>();
        private String method = "grad-cam";
        private ScoreKind scores = ScoreKind.AUTO;
        private boolean relu = true;
        private boolean counterfactual;
        private boolean keepTensors;
        private Interpolation interpolation = Interpolation.LINEAR;
        private Words words = Words.PIECES;
        private Cancellation cancellation = Cancellation.never();

        private Builder(Input input) {
            this.input = input;
        }

        private Builder(Builder other) {
            this(other.input);
            inputs.putAll(other.inputs);
            questions.addAll(other.questions);
            other.itemQuestions.forEach((item, list) -> itemQuestions.put(item, List.copyOf(list)));
            layers.addAll(other.layers);
            method = other.method;
            scores = other.scores;
            relu = other.relu;
            counterfactual = other.counterfactual;
            keepTensors = other.keepTensors;
            interpolation = other.interpolation;
            words = other.words;
            cancellation = other.cancellation;
        }

        /**
         * Adds a further input of a model with several.
         *
         * @param name the input's name
         * @param tensor its value, batch axis first
         * @return this builder
         */
        public Builder input(String name, Tensor tensor) {
            inputs.put(name, tensor);
            return this;
        }

        /**
         * Adds a question by spec, such as {@code top}, {@code top:5}, {@code class:282} or {@code class:tabby}. A class that
         * two questions turn out to mean is answered once.
         *
         * @param spec the question
         * @return this builder
         */
        public Builder target(String spec) {
            questions.add(new Question.Spec(spec));
            return this;
        }

        /**
         * Adds a question.
         *
         * @param target the question
         * @return this builder
         */
        public Builder target(ExplanationTarget target) {
            questions.add(new Question.Given(target));
            return this;
        }

        /**
         * Adds a question for one item of a batch, in place of those for all items. Every item must end up with the same
         * number of questions.
         *
         * @param item which item, from 0
         * @param spec the question
         * @return this builder
         */
        public Builder targetOfItem(int item, String spec) {
            itemQuestions.computeIfAbsent(item, key -> new ArrayList<>()).add(new Question.Spec(spec));
            return this;
        }

        /**
         * Adds a layer.
         *
         * @param name a layer's name, a negative number counted from the end of the layers with positions, or {@code auto}
         * @return this builder
         */
        public Builder layer(String name) {
            layers.add(name);
            return this;
        }

        /**
         * Chooses the method.
         *
         * @param id such as {@code grad-cam} or {@code hires-cam}
         * @return this builder
         */
        public Builder method(String id) {
            method = id;
            return this;
        }

        /**
         * Chooses which tensor is differentiated.
         *
         * @param kind the kind of scores
         * @return this builder
         */
        public Builder scores(ScoreKind kind) {
            scores = kind;
            return this;
        }

        /**
         * Keeps or cuts off negative evidence.
         *
         * @param on false to keep it
         * @return this builder
         */
        public Builder relu(boolean on) {
            relu = on;
            return this;
        }

        /**
         * Asks for evidence against the target: gradients are negated.
         *
         * @param on true for evidence against
         * @return this builder
         */
        public Builder counterfactual(boolean on) {
            counterfactual = on;
            return this;
        }

        /**
         * Keeps the tensors behind the explanation.
         *
         * @param on true to keep them
         * @return this builder
         */
        public Builder keepTensors(boolean on) {
            keepTensors = on;
            return this;
        }

        /**
         * Chooses how a map over steps is brought to the number of tokens.
         *
         * @param kind the kind, linear by default
         * @return this builder
         */
        public Builder interpolation(Interpolation kind) {
            interpolation = kind;
            return this;
        }

        /**
         * Chooses whether words have one weight where a tokenizer cuts them into pieces.
         *
         * @param way how the weights of the pieces become that of the word; pieces by default
         * @return this builder
         */
        public Builder words(Words way) {
            words = way;
            return this;
        }

        /**
         * Allows to end the work early.
         *
         * @param other the caller's cancellation
         * @return this builder
         */
        public Builder cancellation(Cancellation other) {
            cancellation = other;
            return this;
        }

        /**
         * Makes the request.
         *
         * @return an immutable request
         */
        public ExplainRequest build() {
            return new ExplainRequest(new Builder(this));
        }
    }

    /**
     * Returns what is explained.
     *
     * @return the input
     */
    public Input input() {
        return b.input;
    }

    /**
     * Returns the further inputs.
     *
     * @return tensors by input name
     */
    public Map<String, Tensor> inputs() {
        return Map.copyOf(b.inputs);
    }

    /**
     * Returns the layers that were named.
     *
     * @return names; empty for the model's default
     */
    public List<String> layers() {
        return List.copyOf(b.layers);
    }

    /**
     * Returns the method.
     *
     * @return its id
     */
    public String method() {
        return b.method;
    }

    /**
     * Returns which tensor is differentiated.
     *
     * @return the kind of scores
     */
    public ScoreKind scores() {
        return b.scores;
    }

    /**
     * Tells whether negative evidence is cut off.
     *
     * @return true by default
     */
    public boolean relu() {
        return b.relu;
    }

    /**
     * Tells whether gradients are negated.
     *
     * @return false by default
     */
    public boolean counterfactual() {
        return b.counterfactual;
    }

    /**
     * Tells whether the tensors are kept.
     *
     * @return false by default
     */
    public boolean keepTensors() {
        return b.keepTensors;
    }

    /**
     * Returns how a map over steps is brought to the number of tokens.
     *
     * @return linear by default
     */
    public Interpolation interpolation() {
        return b.interpolation;
    }

    /**
     * Returns whether words have one weight.
     *
     * @return pieces by default
     */
    public Words words() {
        return b.words;
    }

    /**
     * Returns the caller's cancellation.
     *
     * @return one that never ends anything by default
     */
    public Cancellation cancellation() {
        return b.cancellation;
    }

    List<Question> questions(int item) {
        List<Question> questions = b.itemQuestions.getOrDefault(item, b.questions);
        return questions.isEmpty() ? List.of(new Question.Spec("top")) : List.copyOf(questions);
    }

    Optional<Integer> highestItem() {
        return b.itemQuestions.keySet().stream().max(Integer::compare);
    }
}
