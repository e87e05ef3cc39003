package io.github.gradcam4j.tensorflow.internal.keras.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallConfigTest {
    private static final Set<String> LAYERS = Set.of("a", "b");

    @Test
    void keras_2_writes_tensors_with_named_arguments_in_each() {
        CallConfig call =
                CallConfig.of(List.of(List.of("a", 0, 0, Map.of("value", List.of("b", 1, 0), "axis", 1))), LAYERS);
        assertThat(call.arguments()).containsExactly(new TensorRef("a", 0, 0));
        assertThat(call.named())
                .containsEntry("value", new TensorRef("b", 1, 0))
                .containsEntry("axis", 1);
    }

    @Test
    void keras_2_writes_several_tensors_as_one_argument_and_functions_without_a_list() {
        CallConfig several = CallConfig.of(List.of(List.of("a", 0, 0, Map.of()), List.of("b", 0, 1, Map.of())), LAYERS);
        assertThat(several.arguments()).containsExactly(List.of(new TensorRef("a", 0, 0), new TensorRef("b", 0, 1)));
        CallConfig function = CallConfig.of(List.of("a", 0, 0, Map.of("y", 2.0)), LAYERS);
        assertThat(function.arguments()).containsExactly(new TensorRef("a", 0, 0));
        CallConfig constant =
                CallConfig.of(List.of("_CONSTANT_VALUE", -1, 1.5, Map.of("y", List.of("a", 0, 0))), LAYERS);
        assertThat(constant.arguments()).containsExactly(1.5);
        assertThat(constant.named()).containsEntry("y", new TensorRef("a", 0, 0));
    }

    @Test
    void keras_3_writes_arguments_as_they_were_given() {
        Map<String, Object> tensor =
                Map.of("class_name", "__keras_tensor__", "config", Map.of("keras_history", List.of("b", 0, 0)));
        CallConfig call = CallConfig.of(
                Map.of("args", List.of(tensor, 3, List.of(tensor)), "kwargs", Map.of("mask", tensor)), LAYERS);
        TensorRef ref = new TensorRef("b", 0, 0);
        assertThat(call.arguments()).containsExactly(ref, 3, List.of(ref));
        assertThat(call.named()).containsEntry("mask", ref);
    }

    @Test
    void parts_of_maps_come_in_the_order_of_their_names() {
        assertThat(CallConfig.flat(Map.of("z", 1, "a", List.of(2, Map.of("q", 3))), Integer.class))
                .containsExactly(2, 3, 1);
    }
}
