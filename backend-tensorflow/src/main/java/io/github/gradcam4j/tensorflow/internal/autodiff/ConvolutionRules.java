package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.proto.AttrValue;

/**
 * Convolutions. Their kernels for gradients know neither groups nor dilations on a CPU.
 */
final class ConvolutionRules {
    private final Shapes shapes;

    private ConvolutionRules(Shapes shapes) {
        this.shapes = shapes;
    }

    static void addTo(Map<String, GradientRule> rules, Shapes shapes) {
        ConvolutionRules convolutions = new ConvolutionRules(shapes);
        rules.put("Conv2D", (node, pullback, emit) -> convolutions.direct(node, "Conv2D", "", pullback, emit));
        rules.put("Conv3D", (node, pullback, emit) -> convolutions.direct(node, "Conv3D", "V2", pullback, emit));
        rules.put("DepthwiseConv2dNative", ConvolutionRules::depthwise);
        rules.put("Conv2DBackpropInput", (node, pullback, emit) -> transposed(node, "Conv2D", "", pullback, emit));
        rules.put("Conv3DBackpropInputV2", (node, pullback, emit) -> transposed(node, "Conv3D", "V2", pullback, emit));
    }

    private void direct(Node node, String operator, String version, Pullback pullback, Emitter emit) {
        Value cotangent = pullback.cotangent();
        boolean special = isDilated(node) || isGrouped(node);
        if (special) {
            pullback.requireNot(node, 1);
            pullback.give(0, new RotatedConvolution(node, emit).input(cotangent));
            return;
        }
        List<Value> ofInput = List.of(emit.shape(node.input(0)), node.input(1), cotangent);
        pullback.give(0, emit.value(operator + "BackpropInput" + version, ofInput, node.attributes()));
        List<Value> ofFilter = List.of(node.input(0), emit.shape(node.input(1)), cotangent);
        pullback.give(1, emit.value(operator + "BackpropFilter" + version, ofFilter, node.attributes()));
    }

    private static boolean isDilated(Node node) {
        return RotatedConvolution.numbers(node, "dilations").stream().anyMatch(dilation -> dilation != 1);
    }

    private static void depthwise(Node node, Pullback pullback, Emitter emit) {
        Value x = node.input(0);
        Value filter = node.input(1);
        Value g = pullback.cotangent();
        List<Value> ofInput = List.of(emit.shape(x), filter, g);
        pullback.give(0, emit.value("DepthwiseConv2dNativeBackpropInput", ofInput, node.attributes()));
        List<Value> ofFilter = List.of(x, emit.shape(filter), g);
        pullback.give(1, emit.value("DepthwiseConv2dNativeBackpropFilter", ofFilter, node.attributes()));
    }

    /** Where nothing is known of the shapes, groups are taken for absent, which the kernels find out. */
    private boolean isGrouped(Node node) {
        Optional<Shape> input = shapes.of(node.input(0));
        Optional<Shape> filter = shapes.of(node.input(1));
        if (input.isEmpty() || filter.isEmpty()) {
            return false;
        }
        int axis = node.attribute("data_format")
                        .map(format -> format.getS().toStringUtf8().startsWith("NC"))
                        .orElse(false)
                ? 1
                : input.get().rank() - 1;
        long channels = input.get().dim(axis);
        long inputs = filter.get().dim(filter.get().rank() - 2);
        return channels > 0 && inputs > 0 && channels != inputs;
    }

    private static void transposed(Node node, String operator, String version, Pullback pullback, Emitter emit) {
        Value cotangent = pullback.cotangent();
        Map<String, AttrValue> attributes = new HashMap<>(node.attributes());
        attributes.remove("Tshape");
        pullback.give(2, emit.value(operator, List.of(cotangent, node.input(1)), attributes));
        List<Value> ofFilter = List.of(cotangent, emit.shape(node.input(1)), node.input(2));
        pullback.give(1, emit.value(operator + "BackpropFilter" + version, ofFilter, attributes));
    }
}
