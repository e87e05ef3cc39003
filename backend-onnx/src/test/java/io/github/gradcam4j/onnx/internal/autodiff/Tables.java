package io.github.gradcam4j.onnx.internal.autodiff;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Differentiates and runs small models. */
final class Tables {
    private Tables() {}

    static GradientPatch differentiate(Model model, String score, Seed seed, String... layers) {
        Tail tail = Tail.between(new GraphIndex(model.parsed(score)), List.of(layers), score);
        ValueTable table = Model.table(model.bytes(score), tail.probes(), model.inputs);
        return Differentiator.differentiate(tail, table, List.of(layers), seed);
    }

    static Map<String, Runtime.Measured> run(Model model, String score, GradientPatch patch, Array seed) {
        Map<String, Array> feeds = new HashMap<>(model.inputs);
        feeds.put(patch.seedInput(), seed);
        return Runtime.run(Model.concat(model.bytes(score), patch.patch().toBytes(8)), feeds);
    }
}
