package io.github.gradcam4j.tensorflow.internal.keras.layers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Signal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.DataType;

/** The order in which HDF5 files list weights. */
class LayerWeightsTest {
    private static Signal constant() {
        Node node = new Node("c", "Const", List.of(), Map.of(), Map.of(), List.of(DataType.DT_FLOAT));
        return new Signal(node.output(), Shape.of());
    }

    private static void normalization(LayerWeights list) {
        list.weight("gamma", true, LayerWeightsTest::constant);
        list.weight("mean", false, LayerWeightsTest::constant);
    }

    private static List<String> order(LayerWeights list) {
        return list.inLegacyOrder().stream()
                .map(weight -> weight.owner() + "." + weight.name())
                .toList();
    }

    @Test
    void what_training_changes_comes_first_through_all_layers() {
        LayerWeights network = new LayerWeights("", "net", true);
        normalization(network.child("one", "one", true));
        normalization(network.child("two", "two", true));
        assertThat(order(network)).containsExactly("one.gamma", "two.gamma", "one.mean", "two.mean");
    }

    @Test
    void a_frozen_layer_is_behind_those_that_train_with_all_it_has() {
        LayerWeights network = new LayerWeights("", "net", true);
        normalization(network.child("one", "one", false));
        normalization(network.child("two", "two", true));
        assertThat(order(network)).containsExactly("two.gamma", "one.gamma", "one.mean", "two.mean");
    }

    @Test
    void archives_number_what_training_changes_first() {
        LayerWeights list = new LayerWeights("layers/x", "x", true);
        list.weight("mean", false, LayerWeightsTest::constant);
        list.weight("gamma", true, LayerWeightsTest::constant);
        assertThat(list.own()).extracting(LayerWeights.Weight::name).containsExactly("gamma", "mean");
    }
}
