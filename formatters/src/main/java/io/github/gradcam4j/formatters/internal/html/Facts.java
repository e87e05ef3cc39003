package io.github.gradcam4j.formatters.internal.html;

import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.Provenance;

/** Writes how an explanation came about. */
record Facts(Markup html, Explanation explanation) {
    void list() {
        Provenance provenance = explanation.provenance();
        html.raw("<dl>\n");
        fact("model", provenance.model());
        provenance.modelSha256().ifPresent(hash -> fact("model's SHA-256", hash));
        fact("backend", provenance.backend() + " " + provenance.backendVersion() + ", " + provenance.device());
        explanation.input().source().sha256().ifPresent(hash -> fact("input's SHA-256", hash));
        fact("input", explanation.inputShape() + ", " + provenance.preprocessing());
        if (explanation.items() > 1) {
            fact("item", explanation.item() + " of " + explanation.items() + ", counted from 0");
        }
        fact(
                "layer",
                explanation.layer().ref() + ", " + explanation.layer().operator() + ", "
                        + explanation.layer().shape() + " "
                        + explanation.layer().layout());
        fact("method", manner(provenance) + ", kernel " + provenance.kernel());
        fact(
                "scores",
                provenance.scores().kind() + " '" + provenance.scores().tensor() + "' "
                        + provenance.scores().shape());
        fact("gradcam4j", provenance.library());
        html.raw("</dl>\n");
    }

    /** Returns the method, what was differentiated, and where. */
    static String method(Explanation explanation) {
        Provenance provenance = explanation.provenance();
        return manner(provenance) + ", of " + provenance.scores().kind() + " '"
                + provenance.scores().tensor() + "' at layer "
                + explanation.layer().ref();
    }

    private static String manner(Provenance provenance) {
        return provenance.method()
                + (provenance.relu() ? "" : ", negative evidence kept")
                + (provenance.counterfactual() ? ", counterfactual" : "");
    }

    private void fact(String name, String value) {
        html.raw("<dt>").text(name).raw("</dt><dd>").text(value).raw("</dd>\n");
    }
}
