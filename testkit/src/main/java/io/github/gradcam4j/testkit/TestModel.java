package io.github.gradcam4j.testkit;

import io.github.gradcam4j.spi.ModelOptions;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Describes a small network to {@link GradientBackendContract}: where it is, what to feed it, and what is known about it.
 *
 * @param name a short name for reports
 * @param source the model file
 * @param options how to open it
 * @param items at least two different items, each a tensor with batch dimension 1 for every input
 * @param batches whether the batch dimension is free, so that several items run at once
 * @param classes the number of classes; -1 if the scores are not one for each class
 * @param layers layers with floating-point values through which every path from the inputs to the scores leads
 * @param tolerance how far a difference quotient may be from a gradient, relative to its size
 * @param references recorded values from elsewhere
 */
public record TestModel(
        String name,
        ModelSource source,
        ModelOptions options,
        List<Map<String, Tensor>> items,
        boolean batches,
        int classes,
        List<String> layers,
        double tolerance,
        List<Reference> references) {
    private static final double TOLERANCE = 0.01;
    private static final int ITEMS = 3;

    /** Copies the lists. */
    public TestModel {
        items = List.copyOf(items);
        layers = List.copyOf(layers);
        references = List.copyOf(references);
        if (items.size() < 2) {
            throw new IllegalArgumentException("model '" + name + "' has " + items.size()
                    + " items; give two different ones at least, so that mixed items are noticed");
        }
    }

    /**
     * Records what another implementation computed, for a check that does not rest on the backend itself.
     *
     * @param layer the layer's name
     * @param classIndex the class whose score was differentiated
     * @param inputs the inputs, by name
     * @param activations the layer's activations
     * @param gradients the gradients at the layer, of the layer's shape
     * @param tolerance the largest error allowed, relative to the largest recorded value
     */
    public record Reference(
            String layer,
            int classIndex,
            Map<String, Tensor> inputs,
            Tensor activations,
            Tensor gradients,
            double tolerance) {
        /** Copies the inputs. */
        public Reference {
            inputs = Map.copyOf(inputs);
        }
    }

    /**
     * Describes a network with a free batch dimension, and draws three items of standard normal values for it.
     *
     * @param name a short name for reports
     * @param source the model file
     * @param inputs the shape of every input, with batch dimension 1
     * @param seed the seed of the items
     * @param classes the number of classes; -1 if the scores are not one for each class
     * @param layers layers through which every path from the inputs to the scores leads
     * @return the description
     */
    public static TestModel of(
            String name, ModelSource source, Map<String, Shape> inputs, long seed, int classes, String... layers) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Map<String, Tensor>> items = new ArrayList<>();
        for (int i = 0; i < ITEMS; i++) {
            Map<String, Tensor> item = new LinkedHashMap<>();
            new TreeMap<>(inputs).forEach((input, shape) -> item.put(input, Seeds.normal(random, shape)));
            items.add(item);
        }
        return new TestModel(
                name, source, ModelOptions.defaults(), items, true, classes, List.of(layers), TOLERANCE, List.of());
    }

    /**
     * Says that the file fixes the batch dimension to 1.
     *
     * @return a copy
     */
    public TestModel withFixedBatch() {
        return new TestModel(name, source, options, items, false, classes, layers, tolerance, references);
    }

    /**
     * Sets how the model is opened.
     *
     * @param other the options
     * @return a copy
     */
    public TestModel withOptions(ModelOptions other) {
        return new TestModel(name, source, other, items, batches, classes, layers, tolerance, references);
    }

    /**
     * Sets how far a difference quotient may be from a gradient.
     *
     * @param other the tolerance, relative to the size of the quotient
     * @return a copy
     */
    public TestModel withTolerance(double other) {
        return new TestModel(name, source, options, items, batches, classes, layers, other, references);
    }

    /**
     * Adds recorded values.
     *
     * @param other the records
     * @return a copy
     */
    public TestModel withReferences(List<Reference> other) {
        return new TestModel(name, source, options, items, batches, classes, layers, tolerance, other);
    }
}
