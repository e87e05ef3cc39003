package io.github.gradcam4j.spi;

import io.github.gradcam4j.CompiledModel;
import io.github.gradcam4j.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Is an open model. Thread-safe: any number of threads may run passes at once. After {@link #close()}, which is
 * idempotent, every call throws {@link IllegalStateException}.
 */
public interface GradientModel extends AutoCloseable {
    /**
     * Says what the model can do in this backend.
     *
     * @return the capabilities
     */
    Set<Capability> capabilities();

    /**
     * Declares inputs and outputs.
     *
     * @return the signature
     */
    ModelSignature signature();

    /**
     * Tells shapes of inputs with which the model was exported, where its file keeps them. They are taken where nobody tells
     * another, but for the number of items.
     *
     * @return shapes without free dimensions, by input; empty where nothing is kept
     */
    default Map<String, Shape> exampleShapes() {
        return Map.of();
    }

    /**
     * Lists the layers for a geometry of the inputs.
     *
     * @param inputs the shapes of all inputs, without free dimensions
     * @return the layers in the order of execution; the inputs come first
     * @throws io.github.gradcam4j.ExplanationException if the model does not run with these shapes
     */
    List<LayerInfo> layers(Map<String, Shape> inputs);

    /**
     * Describes the tensor that questions are asked about.
     *
     * @param kind which tensor is wanted
     * @param inputs the shapes of all inputs, without free dimensions
     * @return the tensor of the first output that fits
     * @throws io.github.gradcam4j.UnsupportedModelException if logits are wanted and no final activation is recognised
     */
    ScoreInfo scores(ScoreKind kind, Map<String, Shape> inputs);

    /**
     * Runs the model forward, with the gradients of the classes that the request names.
     *
     * @param request inputs, layers, kind of scores and classes
     * @return the pass, owned by the caller, who closes it
     * @throws IllegalArgumentException if an input is missing, unknown, or of the wrong type or shape, or a layer or
     *     a class does not exist
     * @throws io.github.gradcam4j.UnsupportedModelException if a gradient is wanted that has no exact rule
     * @throws io.github.gradcam4j.ExplanationException if the runtime fails
     */
    Pass run(PassRequest request);

    /**
     * Writes the model as a file that has the maps of some classes among its outputs.
     *
     * @param task the layer, the classes, the method and the file
     * @return what was written
     * @throws IllegalArgumentException if the file is one that the model is read from, or an output cannot have its name
     * @throws io.github.gradcam4j.UnsupportedModelException if an operator on the way has no exact rule
     * @throws io.github.gradcam4j.GradCamException if the file cannot be written
     * @throws UnsupportedOperationException if the model lacks {@link Capability#COMPILE}
     */
    default CompiledModel compile(CompileTask task) {
        throw new UnsupportedOperationException("this backend cannot write models: see capabilities()");
    }

    /** Frees what the model holds. Idempotent; waits for no pass, whose owners must have closed them. */
    @Override
    void close();
}
