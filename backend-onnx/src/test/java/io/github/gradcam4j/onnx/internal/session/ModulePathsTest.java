package io.github.gradcam4j.onnx.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.onnx.internal.autodiff.GraphIndex;
import io.github.gradcam4j.onnx.internal.proto.DataType;
import io.github.gradcam4j.onnx.internal.proto.GraphProto;
import io.github.gradcam4j.onnx.internal.proto.ModelProto;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.onnx.internal.proto.TensorProto;
import io.github.gradcam4j.onnx.internal.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Module paths in graphs as the exporters write them, where a name must not stand for something else. */
class ModulePathsTest {
    private final List<NodeProto> nodes = new ArrayList<>();
    private final List<TensorProto> weights = new ArrayList<>();

    /** Appends a node as the TorchScript exporter names it; a weight is an initializer with one element. */
    private void torchScript(String name, String operator, String input, String... weight) {
        node(name, operator, name + "_output_0", input, Map.of(), weight);
    }

    /** Appends a node as the dynamo exporter describes it. */
    private void dynamo(
            String scopes, String className, String operator, String output, String input, String... weight) {
        node(
                "node_" + output,
                operator,
                output,
                input,
                Map.of("pkg.torch.onnx.name_scopes", scopes, "pkg.torch.onnx.class_hierarchy", className),
                weight);
    }

    private void node(
            String name, String operator, String output, String input, Map<String, String> metadata, String... weight) {
        List<String> inputs = new ArrayList<>(List.of(input));
        inputs.addAll(List.of(weight));
        nodes.add(new NodeProto(name, "", operator, inputs, List.of(output), Map.of(), metadata));
    }

    private void weight(String name, float value) {
        weights.add(TensorProto.ofFloats(name, List.of(1L, 1L, 1L, 1L), value));
    }

    private Map<String, List<String>> paths() {
        GraphProto graph = new GraphProto(
                "",
                nodes,
                weights,
                List.of(ValueInfoProto.tensor("x", DataType.FLOAT, List.of(1L, 1L, 1L, 1L))),
                List.of(ValueInfoProto.untyped(
                        nodes.get(nodes.size() - 1).outputs().get(0))),
                List.of());
        return ModulePaths.of(new GraphIndex(new ModelProto(8, Map.of("", 17L), "", graph, List.of(), Map.of())));
    }

    @Test
    void a_convolution_that_holds_the_normalisation_behind_it_does_not_pass_for_the_convolution() {
        weight("onnx::Conv_1", 1);
        weight("block.conv2.weight", 2);
        torchScript("/block/conv1/Conv", "Conv", "x", "onnx::Conv_1");
        torchScript("/block/conv2/Conv", "Conv", "/block/conv1/Conv_output_0", "block.conv2.weight");
        assertThat(paths())
                .containsEntry("/block/conv1/Conv_output_0", List.of("block.conv1+batchnorm"))
                .containsEntry("/block/conv2/Conv_output_0", List.of("block", "block.conv2"));
    }

    @Test
    void a_container_ends_behind_the_normalisation_that_was_merged() {
        weight("onnx::Conv_1", 1);
        torchScript("/down/down.0/Conv", "Conv", "x", "onnx::Conv_1");
        torchScript("/Relu", "Relu", "/down/down.0/Conv_output_0");
        assertThat(paths()).containsEntry("/down/down.0/Conv_output_0", List.of("down", "down.0+batchnorm"));
    }

    @Test
    void a_separable_convolution_ends_before_the_normalisation_that_was_merged() {
        weight("sep.depthwise.weight", 1);
        weight("onnx::Conv_2", 2);
        torchScript("/sep/depthwise/Conv", "Conv", "x", "sep.depthwise.weight");
        torchScript("/sep/pointwise/Conv", "Conv", "/sep/depthwise/Conv_output_0", "onnx::Conv_2");
        torchScript("/relu/Relu", "Relu", "/sep/pointwise/Conv_output_0");
        assertThat(paths())
                .containsEntry("/sep/depthwise/Conv_output_0", List.of("sep.depthwise"))
                .containsEntry("/sep/pointwise/Conv_output_0", List.of("sep.pointwise+batchnorm"));
    }

    @Test
    void a_module_whose_last_convolution_went_into_a_normalisation_outside_of_it_has_no_path() {
        weight("sep.depthwise.weight", 1);
        weight("sep.pointwise.weight", 2);
        dynamo(
                "['', 'sep', 'sep.depthwise', 'conv2d']",
                "['Net', 'Sep', 'Conv2d', 'aten']",
                "Conv",
                "a",
                "x",
                "sep.depthwise.weight");
        dynamo(
                "['', 'bn', 'norm']",
                "['Net', 'torch.nn.modules.batchnorm.BatchNorm2d', 'aten']",
                "Conv",
                "b",
                "a",
                "sep.pointwise.weight");
        assertThat(paths()).containsEntry("a", List.of("sep.depthwise")).containsEntry("b", List.of("bn"));
    }

    @Test
    void a_module_around_a_merged_pair_keeps_its_path() {
        weight("block.conv.weight", 1);
        dynamo(
                "['', 'block', 'block.bn', 'norm']",
                "['Net', 'B', 'torch.nn.modules.batchnorm.BatchNorm2d', 'aten']",
                "Conv",
                "a",
                "x",
                "block.conv.weight");
        assertThat(paths()).containsEntry("a", List.of("block", "block.bn"));
    }

    @Test
    void a_module_with_weights_that_runs_again_is_named_by_the_call_and_its_twin_with_other_weights_is_not() {
        weight("conv.weight", 1);
        weight("fc.weight", 2);
        weight("fc_1.weight", 3);
        torchScript("/conv/Conv", "Conv", "x", "conv.weight");
        torchScript("/conv_1/Conv", "Conv", "/conv/Conv_output_0", "conv.weight");
        torchScript("/fc/Conv", "Conv", "/conv_1/Conv_output_0", "fc.weight");
        torchScript("/fc_1/Conv", "Conv", "/fc/Conv_output_0", "fc_1.weight");
        Map<String, List<String>> paths = paths();
        assertThat(paths).containsEntry("/conv/Conv_output_0", List.of("conv#0"));
        assertThat(paths.get("/conv_1/Conv_output_0")).containsExactlyInAnyOrder("conv#1", "conv_1");
        assertThat(paths).containsEntry("/fc/Conv_output_0", List.of("fc"));
        assertThat(paths).containsEntry("/fc_1/Conv_output_0", List.of("fc_1"));
    }
}
