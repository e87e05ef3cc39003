package io.github.gradcam4j;

import io.github.gradcam4j.discovery.Platform;
import io.github.gradcam4j.input.PicturePreprocessing;
import io.github.gradcam4j.input.TextPreprocessing;
import io.github.gradcam4j.spi.Activation;
import io.github.gradcam4j.spi.ModelSignature;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says what is known about a model beyond its file: what its sidecar tells, and what the caller sets.
 *
 * @param inputs what is known about its inputs
 * @param preprocessing how a picture becomes a tensor
 * @param size rows and columns of the network's picture, where the file leaves them open
 * @param output the output that is asked about; empty for the first
 * @param activation the function that turns a file's logits into probabilities, where the file does not contain it
 * @param labels the names of the classes
 * @param layer the layer to explain at, instead of the automatic one
 * @param text how a document becomes the numbers of its tokens
 */
public record ModelProfile(
        List<InputProfile> inputs,
        Optional<PicturePreprocessing> preprocessing,
        Optional<Shape> size,
        Optional<String> output,
        Optional<Activation> activation,
        Labels labels,
        Optional<String> layer,
        Optional<TextPreprocessing> text) {
    private static final int PICTURE_RANK = 4;

    /** Copies the inputs. */
    public ModelProfile {
        inputs = List.copyOf(inputs);
    }

    /** Reads what is known about a model; what the options say comes before what its sidecar says. */
    static ModelProfile of(ModelSource source, ExplainerOptions options, Platform platform) {
        ModelProfile profile = platform.profileOf(source)
                .orElseGet(ModelProfile::unknown)
                .withShapes(options.model().shapes());
        profile = options.preprocessing().map(profile::withPreprocessing).orElse(profile);
        profile = options.text().map(profile::withText).orElse(profile);
        return options.labels().map(profile::withLabels).orElse(profile);
    }

    /**
     * Says that nothing is known.
     *
     * @return a profile that is silent
     */
    public static ModelProfile unknown() {
        return new ModelProfile(
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Labels.unknown(),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * Finds what is known about an input.
     *
     * @param name the input's name in the model file
     * @return the profile of that name, or the only one if it has no name
     */
    public Optional<InputProfile> input(String name) {
        return inputs.stream()
                .filter(input -> input.name().equals(name) || (input.name().isEmpty() && inputs.size() == 1))
                .findFirst();
    }

    /**
     * Returns a copy with another preprocessing.
     *
     * @param other how a picture becomes a tensor
     * @return the copy
     */
    public ModelProfile withPreprocessing(PicturePreprocessing other) {
        return new ModelProfile(inputs, Optional.of(other), size, output, activation, labels, layer, text);
    }

    /**
     * Returns a copy with other settings for documents.
     *
     * @param other how a document becomes the numbers of its tokens
     * @return the copy
     */
    public ModelProfile withText(TextPreprocessing other) {
        return new ModelProfile(inputs, preprocessing, size, output, activation, labels, layer, Optional.of(other));
    }

    /**
     * Returns a copy with other labels.
     *
     * @param other the names of the classes
     * @return the copy
     */
    public ModelProfile withLabels(Labels other) {
        return new ModelProfile(inputs, preprocessing, size, output, activation, other, layer, text);
    }

    /**
     * Returns a copy in which given shapes replace what was known about the inputs' shapes, and the size of the picture
     * where one of them fixes it.
     *
     * @param shapes shapes by input name
     * @return the copy
     */
    public ModelProfile withShapes(Map<String, Shape> shapes) {
        List<InputProfile> merged = new ArrayList<>();
        for (InputProfile input : inputs) {
            if (!shapes.containsKey(input.name())) {
                merged.add(input);
            }
        }
        shapes.forEach((name, shape) -> {
            Optional<InputProfile> known = input(name);
            merged.add(new InputProfile(
                    name, Optional.of(shape), known.flatMap(InputProfile::layout), known.flatMap(InputProfile::kind)));
        });
        Optional<Shape> open = shapes.values().stream().anyMatch(ModelProfile::fixesPicture) ? Optional.empty() : size;
        return new ModelProfile(merged, preprocessing, open, output, activation, labels, layer, text);
    }

    /** Fills in the shapes that a model was exported with, for inputs of which nothing else tells a shape or a size. */
    ModelProfile withExamples(Map<String, Shape> examples) {
        Map<String, Shape> silent = new LinkedHashMap<>();
        examples.forEach((name, shape) -> {
            boolean sized = shape.rank() == PICTURE_RANK && size.isPresent();
            if (!sized && input(name).flatMap(InputProfile::shape).isEmpty() && shape.rank() > 0) {
                silent.put(name, shape.with(0, -1));
            }
        });
        return silent.isEmpty() ? this : withShapes(silent);
    }

    /** Refuses what is said about inputs that are not there. */
    void requireInputs(ModelSignature signature) {
        try {
            inputs.forEach(input -> signature.input(input.name()));
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException(
                    "the sidecar or --shape speaks of an input that is not there: " + unknown.getMessage(), unknown);
        }
    }

    private static boolean fixesPicture(Shape shape) {
        return shape.rank() == PICTURE_RANK && shape.with(0, 1).isFixed();
    }
}
