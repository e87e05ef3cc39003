package io.github.gradcam4j.onnx.internal.layout;

import io.github.gradcam4j.internal.axes.ChannelOrder;
import io.github.gradcam4j.internal.axes.ChannelRule;
import io.github.gradcam4j.internal.axes.ElementRule;
import io.github.gradcam4j.internal.axes.Rule;
import io.github.gradcam4j.internal.axes.SameAxesRule;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds what writes the steps of an operator. */
final class Operators {
    private static final Map<String, Operator> OPERATORS = new HashMap<>();

    /** Takes operators in under their names, in one string. */
    @FunctionalInterface
    interface Registry {
        void put(String names, Operator operator);
    }

    static {
        put("""
                Relu LeakyRelu PRelu Elu Celu Selu Sigmoid HardSigmoid HardSwish Tanh Softplus Softsign Erf Exp Log Sqrt
                Reciprocal Abs Neg Pow Gelu Mish Swish ThresholdedRelu Shrink Round Floor Ceil Sign Sin Cos Tan Add Sub
                Mul Div Mod Sum Mean Max Min Where Not And Or Equal Greater GreaterOrEqual Less LessOrEqual Identity
                Cast com.microsoft.Gelu com.microsoft.FastGelu com.microsoft.BiasGelu com.microsoft.QuickGelu
                com.microsoft.SkipLayerNormalization com.microsoft.SkipSimplifiedLayerNormalization
                com.microsoft.QLinearAdd com.microsoft.QLinearMul""", a -> a.outputs().forEach(output -> a.make(ElementRule.ALL, a.inputs(), output)));
        put("""
                Clip CastLike Dropout Pad Resize Upsample CumSum Trilu LayerNormalization RMSNormalization
                SimplifiedLayerNormalization LpNormalization MeanVarianceNormalization Softmax LogSoftmax QuantizeLinear
                DequantizeLinear DynamicQuantizeLinear ScatterND ScatterElements RotaryEmbedding Attention
                com.microsoft.Attention com.microsoft.MultiHeadAttention com.microsoft.GroupQueryAttention
                com.microsoft.RotaryEmbedding com.microsoft.QuantizeLinear com.microsoft.DequantizeLinear
                com.microsoft.QLinearSigmoid com.microsoft.QLinearLeakyRelu
                com.microsoft.QLinearSoftmax""", a -> a.make(new SameAxesRule(true)));
        put("GroupNormalization BatchNormalization LRN", a -> a.make(new ChannelRule(ChannelOrder.FIRST)));
        put("InstanceNormalization", a -> a.make(normalised(a)));
        WindowOperators.register(Operators::put);
        ViewOperators.register(Operators::put);
        SelectionOperators.register(Operators::put);
        ProductOperators.register(Operators::put);
    }

    private Operators() {}

    private static void put(String names, Operator operator) {
        List.of(names.split("\\s+")).forEach(name -> OPERATORS.put(name, operator));
    }

    static Optional<Operator> of(NodeProto node) {
        return Optional.ofNullable(OPERATORS.get(node.qualifiedType()));
    }

    /**
     * Before there was an operator for groups, exporters wrote their normalisation as one of instances between two Reshapes;
     * what is between those has no channels of its own.
     */
    private static Rule normalised(Operation a) {
        boolean grouped = a.readings()
                .graph()
                .producer(a.proto().inputs().get(0))
                .filter(producer -> producer.opType().equals("Reshape"))
                .isPresent();
        return grouped ? new SameAxesRule(true) : new ChannelRule(ChannelOrder.FIRST);
    }
}
