package io.github.gradcam4j.input;

import io.github.gradcam4j.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Is a set of tensors that are fed to the model as they are.
 *
 * @param source where they came from
 * @param tensors the tensors by the model's input name; an empty name means the model's only input. The first axis of
 *     each counts the items of the batch
 * @param texts the tokens of each item, where the tensors are numbers of tokens; empty otherwise
 */
public record Arrays(Source source, Map<String, Tensor> tensors, List<TokenizedText> texts) implements Input {
    /** Copies the map, keeping its order, and the list. */
    public Arrays {
        if (tensors.isEmpty()) {
            throw new IllegalArgumentException("no tensor was given; name at least one input of the model");
        }
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        texts = List.copyOf(texts);
    }

    /**
     * Wraps tensors that are no tokens.
     *
     * @param source where they came from
     * @param tensors the tensors by the model's input name, batch axis first
     */
    public Arrays(Source source, Map<String, Tensor> tensors) {
        this(source, tensors, List.of());
    }

    /**
     * Wraps the tensor for a model with one input.
     *
     * @param name a short name for file names and messages
     * @param tensor the tensor, batch axis first
     * @return the input
     */
    public static Arrays of(String name, Tensor tensor) {
        return new Arrays(Source.named(name), Map.of("", tensor));
    }

    /**
     * Says which tokens the numbers stand for.
     *
     * @param tokens a document for each item of the batch, with one token for each position of the network's input
     * @return a copy
     */
    public Arrays withTexts(List<TokenizedText> tokens) {
        return new Arrays(source, tensors, tokens);
    }
}
