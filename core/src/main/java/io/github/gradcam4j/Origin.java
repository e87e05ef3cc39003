package io.github.gradcam4j;

import io.github.gradcam4j.spi.ScoreInfo;
import java.util.Optional;

/** Says what explained: the part of the provenance that does not depend on what was asked. */
record Origin(
        String model, Optional<String> sha256, String backend, String backendVersion, String device, String kernel) {
    Provenance provenance(ExplainRequest request, Provenance.Timing timing, String preprocessing, ScoreInfo scores) {
        return new Provenance(
                Version.current(),
                model,
                sha256,
                backend,
                backendVersion,
                device,
                kernel,
                request.method(),
                request.relu(),
                request.counterfactual(),
                scores,
                preprocessing,
                timing);
    }
}
