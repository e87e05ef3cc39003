package io.github.gradcam4j.tensorflow.internal.keras.model;

import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.keras.file.Damaged;
import io.github.gradcam4j.tensorflow.internal.keras.file.KerasContents;
import io.github.gradcam4j.tensorflow.internal.keras.file.StoredTensor;
import io.github.gradcam4j.tensorflow.internal.keras.layers.LayerWeights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Tensor;

/** Finds the numbers of weights in a file. */
public final class WeightReader {
    /** Is a weight and where its numbers are. */
    private record Found(LayerWeights.Weight weight, StoredTensor tensor) {}

    private final KerasContents file;

    /** @param file where the numbers are */
    public WeightReader(KerasContents file) {
        this.file = file;
    }

    /** Reads the numbers of all weights; nothing is read unless all of them are there. */
    public Map<Node, Tensor> read(LayerWeights network) {
        List<Found> found = new ArrayList<>();
        if (file.isLegacy()) {
            network.child("layers", "", true).children().forEach(layer -> found.addAll(legacy(layer)));
        } else {
            network.all().forEach(list -> found.addAll(numbered(list)));
        }
        Map<Node, Tensor> tensors = new LinkedHashMap<>();
        try {
            found.forEach(one -> tensors.put(
                    one.weight().node(),
                    NativeTensors.of(one.tensor(), one.weight().node())));
            return tensors;
        } catch (RuntimeException | Error e) {
            tensors.values().forEach(Tensor::close);
            throw e;
        }
    }

    private List<Found> numbered(LayerWeights list) {
        List<LayerWeights.Weight> own = list.own();
        if (own.isEmpty()) {
            return List.of();
        }
        String group = found(list.path()) + "vars";
        int count = file.count(group);
        if (count != own.size()) {
            throw wrongCount(list.owner(), own, count, group);
        }
        List<Found> found = new ArrayList<>();
        for (int i = 0; i < own.size(); i++) {
            found.add(found(own.get(i), group + "/" + i));
        }
        return found;
    }

    /** Older versions of Keras name parts of layers by their private attributes, such as {@code _query_dense}. */
    private String found(String path) {
        StringBuilder found = new StringBuilder();
        for (String part : path.split("/")) {
            boolean isPrivate = !file.hasGroup(found + part) && file.hasGroup(found + "_" + part);
            found.append(isPrivate ? "_" : "").append(part).append('/');
        }
        return path.isEmpty() ? "" : found.toString();
    }

    private List<Found> legacy(LayerWeights layer) {
        List<LayerWeights.Weight> order = layer.inLegacyOrder();
        if (order.isEmpty()) {
            return List.of();
        }
        String group = "model_weights/" + layer.owner();
        List<String> names = file.names(group, "weight_names");
        if (names.size() != order.size()) {
            throw wrongCount(layer.owner(), order, names.size(), group);
        }
        List<Found> found = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            found.add(found(order.get(i), group + "/" + names.get(i)));
        }
        return found;
    }

    private static Damaged wrongCount(String layer, List<LayerWeights.Weight> wanted, int count, String group) {
        return new Damaged("its layer '" + layer + "' needs " + wanted.size() + " weights "
                + wanted.stream().map(LayerWeights.Weight::name).toList() + ", but the file has " + count + " in '"
                + group + "'");
    }

    private Found found(LayerWeights.Weight weight, String path) {
        @Nullable StoredTensor tensor = file.tensor(path);
        if (tensor == null) {
            throw new Damaged("the weight '" + weight.name() + "' of its layer '" + weight.owner()
                    + "' is missing; it should be '" + path + "'");
        }
        if (!tensor.shape().equals(weight.shape())) {
            throw new Damaged("the weight '" + weight.name() + "' of its layer '" + weight.owner()
                    + "' should have shape " + weight.shape() + ", but '" + path + "' has " + tensor.shape());
        }
        return new Found(weight, tensor);
    }
}
