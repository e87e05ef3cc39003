package io.github.gradcam4j.tensorflow.internal.axes;

import io.github.gradcam4j.internal.axes.ElementRule;
import io.github.gradcam4j.internal.axes.SameAxesRule;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import java.util.List;

/** Operators on elements, and those whose result has the axes of their first input. */
final class ElementOperators {
    private ElementOperators() {}

    static void register(Translations.Registry registry) {
        registry.put("""
                Abs Acos Acosh Add AddN AddV2 Angle ApproximateEqual Asin Asinh Atan Atan2 Atanh BesselI0e BesselI1e
                BitwiseAnd BitwiseOr BitwiseXor Ceil ClipByValue Cos Cosh Digamma Div DivNoNan Elu Equal Erf Erfc Erfinv
                Exp Expm1 Floor FloorDiv FloorMod Greater GreaterEqual Identity Igamma Inv Invert IsFinite IsInf IsNan
                LeakyRelu Less LessEqual Lgamma Log Log1p LogicalAnd LogicalNot LogicalOr Maximum Minimum Mod Mul
                MulNoNan Ndtri Neg NextAfter NotEqual Pow RealDiv Reciprocal Relu Relu6 Rint Round Rsqrt SelectV2 Selu
                Sigmoid Sign Sin Sinh Softplus Softsign Sqrt Square SquaredDifference Sub Tan Tanh TruncateDiv
                TruncateMod Xdivy Xlog1py Xlogy ZerosLike OnesLike""", a -> a.make(ElementRule.ALL));
        registry.put("""
                BiasAdd BiasAddV1 Bitcast Bucketize Cast CheckNumerics DebugIdentity DebugIdentityV2 EnsureShape
                FakeQuantWithMinMaxArgs FakeQuantWithMinMaxVars FakeQuantWithMinMaxVarsPerChannel PlaceholderWithDefault
                PreventGradient QuantizeAndDequantize QuantizeAndDequantizeV2 QuantizeAndDequantizeV3
                QuantizeAndDequantizeV4 Snapshot StopGradient XlaSharding""", a -> a.make(new ElementRule(1)));
        registry.put("BroadcastTo", a -> a.make(new ElementRule(1)));
        registry.put("""
                Softmax LogSoftmax Cumsum Cumprod CumulativeLogsumexp MatrixBandPart MatrixSetDiag MatrixSetDiagV2
                MatrixSetDiagV3 TensorScatterUpdate TensorScatterAdd""", a -> a.make(new SameAxesRule(false)));
        registry.put("IdentityN " + Node.CUSTOM_GRADIENT, a -> {
            for (int i = 0; i < a.outputs().size(); i++) {
                a.make(ElementRule.ALL, List.of(a.input(i)), a.output(i));
            }
        });
        // A condition may have one element for each first index, which stands before the axes and not behind them.
        registry.put("Select", a -> a.make(new ElementRule(2), List.of(a.input(1), a.input(2), a.input(0))));
    }
}
