package io.github.gradcam4j.onnx.internal.layout;

import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the rule of an operator. */
final class AxisRules {
    private static final Map<String, AxisRule> RULES = new HashMap<>();

    static {
        put(new WindowRule(), """
                Conv ConvTranspose QLinearConv ConvInteger MaxPool AveragePool LpPool GlobalAveragePool GlobalMaxPool
                GlobalLpPool DepthToSpace SpaceToDepth MaxUnpool com.microsoft.FusedConv
                com.microsoft.QLinearAveragePool com.microsoft.QLinearGlobalAveragePool""");
        put(new ElementRule(), """
                Relu LeakyRelu PRelu Elu Celu Selu Sigmoid HardSigmoid HardSwish Tanh Softplus Softsign Erf Exp Log Sqrt
                Reciprocal Abs Neg Pow Gelu Mish Swish ThresholdedRelu Shrink Round Floor Ceil Sign Sin Cos Tan Add Sub
                Mul Div Mod Sum Mean Max Min Where Not And Or Equal Greater GreaterOrEqual Less LessOrEqual Identity
                Cast com.microsoft.Gelu com.microsoft.FastGelu com.microsoft.BiasGelu com.microsoft.QuickGelu
                com.microsoft.SkipLayerNormalization com.microsoft.SkipSimplifiedLayerNormalization
                com.microsoft.QLinearAdd com.microsoft.QLinearMul""");
        put(new FirstInputRule(true), """
                Clip CastLike Dropout Pad Resize Upsample CumSum Trilu LayerNormalization RMSNormalization
                SimplifiedLayerNormalization LpNormalization MeanVarianceNormalization InstanceNormalization
                GroupNormalization BatchNormalization LRN Softmax LogSoftmax QuantizeLinear
                DequantizeLinear DynamicQuantizeLinear ScatterND ScatterElements RotaryEmbedding Attention
                com.microsoft.Attention com.microsoft.MultiHeadAttention com.microsoft.GroupQueryAttention
                com.microsoft.RotaryEmbedding com.microsoft.QuantizeLinear com.microsoft.DequantizeLinear
                com.microsoft.QLinearSigmoid com.microsoft.QLinearLeakyRelu com.microsoft.QLinearSoftmax""");
        put(new FirstInputRule(false), "Expand");
        put(new JoinRule(), "Concat com.microsoft.QLinearConcat");
        put(new SelectionRule(), "Slice Split GatherElements");
        put(new EmbeddingRule(), "Gather com.microsoft.EmbedLayerNormalization");
        put(new ShapeRule(), "Reshape Flatten Squeeze Unsqueeze Transpose");
        put(new ReductionRule(), """
                ReduceMean ReduceSum ReduceMax ReduceMin ReduceL1 ReduceL2 ReduceProd ReduceSumSquare ReduceLogSum
                ReduceLogSumExp""");
        put(new ProductRule(), "MatMul Gemm com.microsoft.FusedGemm");
        put(new RecurrentRule(), "LSTM GRU RNN");
    }

    private AxisRules() {}

    private static void put(AxisRule rule, String operators) {
        List.of(operators.split("\\s+")).forEach(operator -> RULES.put(operator, rule));
    }

    static Optional<AxisRule> of(NodeProto node) {
        return Optional.ofNullable(RULES.get(node.qualifiedType()));
    }
}
