package io.github.gradcam4j.tensorflow.internal.savedmodel;

import io.github.gradcam4j.UnsupportedModelException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/**
 * Is one of the functions that a SavedModel offers: what is fed and what comes out.
 *
 * @param name its name
 * @param inputs the tensors that are fed, by the names of the signature
 * @param outputs the tensors that are computed, by the names of the signature
 */
record Signature(String name, Map<String, TensorInfo> inputs, Map<String, TensorInfo> outputs) {
    private static final String USUAL = "serving_default";
    private static final String INITIALISER = "__saved_model_init_op";

    /**
     * Chooses a signature.
     *
     * @param wanted the output that questions are asked about, or the signature, or both with {@code :} between; empty for the
     *     usual one
     */
    static Signature of(SavedModelFolder model, Optional<String> wanted) {
        Map<String, SignatureDef> all = new TreeMap<>(model.graph().getSignatureDefMap());
        all.remove(INITIALISER);
        all.values().removeIf(one -> one.getOutputsCount() == 0 || one.getInputsCount() == 0);
        if (all.isEmpty()) {
            throw new UnsupportedModelException(
                    "the model '" + model.name() + "' offers nothing to run: it was saved without"
                            + " signatures. Export it with one, in Python: model.export('folder'), or"
                            + " tf.saved_model.save(module, 'folder', signatures=module.__call__.get_concrete_function("
                            + "tf.TensorSpec([None, 224, 224, 3])))");
        }
        Optional<String> named = wanted.map(text -> text.contains(":") ? text.substring(0, text.indexOf(':')) : text)
                .filter(all::containsKey);
        if (named.isEmpty() && wanted.filter(text -> text.contains(":")).isPresent()) {
            throw new IllegalArgumentException("the model '" + model.name() + "' has no signature '"
                    + wanted.get().substring(0, wanted.get().indexOf(':')) + "'; its signatures are "
                    + String.join(", ", all.keySet()));
        }
        if (named.isEmpty() && !all.containsKey(USUAL) && all.size() > 1) {
            throw new UnsupportedModelException("the model '" + model.name() + "' has the signatures "
                    + new TreeSet<>(all.keySet()) + " and none called '" + USUAL
                    + "'. Say which one is meant: --output-name "
                    + all.keySet().iterator().next());
        }
        String name = named.orElse(
                all.containsKey(USUAL) ? USUAL : all.keySet().iterator().next());
        SignatureDef chosen = java.util.Objects.requireNonNull(all.get(name));
        return new Signature(name, sorted(chosen.getInputsMap()), sorted(chosen.getOutputsMap()));
    }

    private static Map<String, TensorInfo> sorted(Map<String, TensorInfo> tensors) {
        Map<String, TensorInfo> sorted = new LinkedHashMap<>();
        List<String> names = new ArrayList<>(tensors.keySet());
        names.sort(java.util.Comparator.comparingLong(Signature::number).thenComparing(one -> one));
        names.forEach(one -> sorted.put(one, tensors.get(one)));
        return sorted;
    }

    /** {@code output_10} comes behind {@code output_9}. */
    private static long number(String name) {
        String digits = name.replaceFirst("^.*?(\\d{0,9})$", "$1");
        return digits.isEmpty() ? 0 : Long.parseLong(digits);
    }

    /** Returns the nodes that run when the model is loaded: those that fill tables. */
    static List<String> initialisers(SavedModelFolder model) {
        SignatureDef signature = model.graph().getSignatureDefMap().get(INITIALISER);
        Set<String> nodes = new LinkedHashSet<>();
        if (signature != null) {
            signature.getOutputsMap().values().forEach(output -> nodes.add(output.getName()));
        }
        for (String collection : List.of("saved_model_main_op", "legacy_init_op")) {
            var named = model.graph().getCollectionDefMap().get(collection);
            if (named != null) {
                nodes.addAll(named.getNodeList().getValueList());
            }
        }
        return nodes.stream().map(SavedModelFolder::nodeOf).toList();
    }
}
