package io.github.gradcam4j;

import io.github.gradcam4j.spi.ScoreInfo;
import java.util.Optional;

/**
 * Says how an explanation came about, completely enough to repeat it.
 *
 * @param library the version of this library
 * @param model the model's file name
 * @param modelSha256 the SHA-256 of the model's bytes, if it is one file
 * @param backend the backend's id
 * @param backendVersion the version of the engine behind it
 * @param device where the model ran
 * @param kernel the kernel that summed the map, or the backend where its engine did
 * @param method the method's id
 * @param relu whether negative evidence was cut off
 * @param counterfactual whether gradients were negated
 * @param scores which tensor was differentiated
 * @param preprocessing how the input became a tensor, in one line
 * @param timing how long it took
 */
public record Provenance(
        String library,
        String model,
        Optional<String> modelSha256,
        String backend,
        String backendVersion,
        String device,
        String kernel,
        String method,
        boolean relu,
        boolean counterfactual,
        ScoreInfo scores,
        String preprocessing,
        Timing timing) {
    /**
     * Says how long the steps took, for the whole batch.
     *
     * @param prepareMillis from input to tensors
     * @param runMillis forward and gradients
     * @param mapMillis from tensors to maps
     */
    public record Timing(double prepareMillis, double runMillis, double mapMillis) {}
}
