package io.github.gradcam4j;

import io.github.gradcam4j.spi.ScoreKind;
import java.util.List;

/**
 * Says what a compiled model is to explain. Immutable; every {@code with} method returns a copy.
 *
 * @param targets which classes, such as {@code top:3}, {@code class:282} or {@code class:tabby}
 * @param layer a layer's name, a negative number counted from the end of the layers with positions, or {@code auto}; empty
 *     for the sidecar's, or {@code auto} where there is none
 * @param method such as {@code grad-cam} or {@code hires-cam}
 * @param scores which tensor is differentiated
 * @param relu whether negative evidence is cut off
 * @param counterfactual whether gradients are negated: evidence against the class
 * @param name the name of the output with the maps; the one with their classes is called {@code NAME_class}
 */
public record CompileRequest(
        List<String> targets,
        String layer,
        String method,
        ScoreKind scores,
        boolean relu,
        boolean counterfactual,
        String name) {
    /** Copies the targets and checks that there is one, and a name. */
    public CompileRequest {
        targets = List.copyOf(targets);
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("a model is compiled for at least one class, such as top:1");
        }
        if (name.isBlank()) {
            throw new IllegalArgumentException("the name of the output is empty. Name it, such as saliency");
        }
    }

    /**
     * Returns the defaults: Grad-CAM with ReLU of the class with the highest score, at the layer that {@code explain} takes,
     * in outputs {@code saliency} and {@code saliency_class}.
     *
     * @return the defaults
     */
    public static CompileRequest defaults() {
        return new CompileRequest(List.of("top"), "", "grad-cam", ScoreKind.AUTO, true, false, "saliency");
    }

    /**
     * Chooses the classes, in the order of the maps.
     *
     * @param specs such as {@code top:3}, {@code class:282} or {@code class:tabby}
     * @return a copy
     */
    public CompileRequest withTargets(String... specs) {
        return new CompileRequest(List.of(specs), layer, method, scores, relu, counterfactual, name);
    }

    /**
     * Chooses the layer.
     *
     * @param other a layer's name, a negative number, or {@code auto}
     * @return a copy
     */
    public CompileRequest withLayer(String other) {
        return new CompileRequest(targets, other, method, scores, relu, counterfactual, name);
    }

    /**
     * Chooses the method.
     *
     * @param id such as {@code hires-cam}
     * @return a copy
     */
    public CompileRequest withMethod(String id) {
        return new CompileRequest(targets, layer, id, scores, relu, counterfactual, name);
    }

    /**
     * Chooses which tensor is differentiated.
     *
     * @param kind the kind of scores
     * @return a copy
     */
    public CompileRequest withScores(ScoreKind kind) {
        return new CompileRequest(targets, layer, method, kind, relu, counterfactual, name);
    }

    /**
     * Keeps or cuts off negative evidence.
     *
     * @param on false to keep it
     * @return a copy
     */
    public CompileRequest withRelu(boolean on) {
        return new CompileRequest(targets, layer, method, scores, on, counterfactual, name);
    }

    /**
     * Asks for evidence against the classes.
     *
     * @param on true for evidence against
     * @return a copy
     */
    public CompileRequest withCounterfactual(boolean on) {
        return new CompileRequest(targets, layer, method, scores, relu, on, name);
    }

    /**
     * Names the outputs: this and {@code NAME_class}. A file that was compiled before can get another pair of outputs.
     *
     * @param other the name
     * @return a copy
     */
    public CompileRequest withName(String other) {
        return new CompileRequest(targets, layer, method, scores, relu, counterfactual, other);
    }
}
