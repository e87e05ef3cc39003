package io.github.gradcam4j.tensorflow.internal.autodiff;

import static io.github.gradcam4j.tensorflow.internal.autodiff.OperatorCase.of;

import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorShapeProto;

/** Functions of single elements. */
final class ElementCases {
    private ElementCases() {}

    static List<OperatorCase> all() {
        List<OperatorCase> all = new ArrayList<>();
        for (String operator : List.of(
                "Abs",
                "Atan",
                "Asinh",
                "Cos",
                "Cosh",
                "Elu",
                "Erf",
                "Erfc",
                "Exp",
                "Expm1",
                "Identity",
                "Neg",
                "Relu",
                "Selu",
                "Sigmoid",
                "Sin",
                "Sinh",
                "Softplus",
                "Softsign",
                "Square",
                "Tanh",
                "LeakyRelu")) {
            all.add(of(operator).real(3, 5));
        }
        all.add(of("LeakyRelu").real(3, 5).with("alpha", 0.3f));
        all.add(of("Relu6").between(-3, 9, 4, 5));
        for (String operator : List.of("Log", "Lgamma", "Sqrt", "Rsqrt", "Inv", "Reciprocal", "Log1p")) {
            all.add(of(operator).between(0.3, 4, 3, 5));
        }
        for (String operator : List.of("Acos", "Asin", "Atanh", "Erfinv", "Tan")) {
            all.add(of(operator).between(-0.9, 0.9, 3, 5));
        }
        all.add(of("Acosh").between(1.2, 4, 3, 5));
        all.add(of("Ndtri").between(0.05, 0.95, 3, 5));
        for (String operator : List.of("Floor", "Ceil", "Round", "Rint", "Sign", "ZerosLike", "OnesLike")) {
            all.add(of(operator).real(3, 5).flat());
        }
        all.add(of("Cast").real(3, 5).with("SrcT", DataType.DT_DOUBLE).with("DstT", DataType.DT_DOUBLE));
        all.add(of("AddN").real(3, 5).real(3, 5).real(3, 5).with("N", 3));
        all.add(of("AddN").real(3, 5).with("N", 1));
        all.add(of("L2Loss").real(3, 5));
        all.addAll(broadcast());
        all.addAll(choices());
        all.addAll(handbook());
        return all;
    }

    private static List<OperatorCase> broadcast() {
        List<OperatorCase> all = new ArrayList<>();
        for (String operator :
                List.of("Add", "AddV2", "Sub", "Mul", "Maximum", "Minimum", "SquaredDifference", "Atan2")) {
            all.add(of(operator).real(3, 5).real(3, 5));
            all.add(of(operator).real(4, 3, 5).real(3, 1));
            all.add(of(operator).real(1, 5).real(2, 3, 1));
            all.add(of(operator).real().real(2, 3));
            all.add(of(operator).real(1, 1).real());
        }
        all.add(of("AccumulateNV2").real(3, 5).real(3, 5).with("N", 2).with("shape", shape(3, 5)));
        for (String operator : List.of("Xlogy", "Xlog1py", "Xdivy", "FloorMod", "Mod", "TruncateMod", "MulNoNan")) {
            all.add(of(operator).real(3, 5).between(0.3, 3, 3, 5));
            all.add(of(operator).real(4, 3, 5).between(0.3, 3, 3, 1));
            all.add(of(operator).real(1, 5).between(0.3, 3, 2, 3, 1));
            all.add(of(operator).real(5).between(-0.9, -0.3, 3, 1));
        }
        all.removeIf(one -> one.toString().startsWith("Xlogy [5] -0.9"));
        for (String operator : List.of("Xlogy", "Xlog1py", "Xdivy")) {
            all.add(of(operator).constant(0, 2, 0).values(0.5, 2, 3));
        }
        all.add(of("MulNoNan").real(3).constant(0, 2, 0));
        for (String operator : List.of("Div", "RealDiv", "DivNoNan", "Pow")) {
            all.add(of(operator).between(0.3, 3, 3, 5).between(0.5, 2, 3, 5));
            all.add(of(operator).between(0.3, 3, 4, 3, 5).between(0.5, 2, 3, 1));
            all.add(of(operator).between(0.3, 3, 1, 5).between(0.5, 2, 2, 3, 1));
            all.add(of(operator).between(0.3, 3).between(0.5, 2, 2, 3));
        }
        all.add(of("DivNoNan").real(3).constant(0, 2, 0));
        all.add(of("Pow").real(3).constant(2, 2, 3));
        all.add(of("Pow").values(0, 0, 0, 1).constant(0, 1, 2, 0));
        all.add(of("FloorDiv").between(0.3, 3, 3).between(0.5, 2, 3).flat());
        return all;
    }

    private static AttrValue shape(long... sizes) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (long size : sizes) {
            shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
        }
        return Attributes.of(shape.build());
    }

    /** NextAfter moves a number by less than differences can see, so its second input tells nothing. */
    private static List<OperatorCase> handbook() {
        List<OperatorCase> all = new ArrayList<>();
        for (String operator : List.of(
                "BesselI0",
                "BesselI0e",
                "BesselI1",
                "BesselI1e",
                "BesselJ0",
                "BesselJ1",
                "BesselK0",
                "BesselK0e",
                "BesselK1",
                "BesselK1e",
                "BesselY0",
                "BesselY1",
                "Digamma",
                "Dawsn",
                "Expint",
                "FresnelCos",
                "FresnelSin",
                "Spence")) {
            all.add(of(operator).between(0.4, 4, 3, 4));
        }
        for (String operator : List.of("BesselI0", "BesselI0e", "BesselI1", "BesselI1e", "BesselJ0", "BesselJ1")) {
            all.add(of(operator).between(-4, 4, 3, 4));
        }
        all.add(of("BesselI1").values(0, 1e-9));
        all.add(of("BesselJ1").values(0, 1));
        all.add(of("BesselI1e").values(0.001, 1));
        all.add(of("Spence").values(1, 0.5));
        all.add(of("Polygamma").constant(1, 2, 3).between(0.4, 4, 2, 3));
        all.add(of("Polygamma").constant(1, 2, 3).between(0.4, 4, 1));
        all.add(of("Zeta").constant(2, 3.5, 4).between(0.4, 4, 2, 3));
        for (String operator : List.of("Igamma", "Igammac")) {
            all.add(of(operator).between(0.5, 3, 4).between(0.5, 3, 4));
            all.add(of(operator).between(0.5, 3, 2, 1).between(0.5, 3, 4));
            all.add(of(operator).constant(0.5, 1, 2).between(0.5, 3, 3));
        }
        all.add(of("Betainc").constant(0.5, 1, 3).constant(2, 1, 0.7).between(0.2, 0.8, 3));
        all.add(of("NextAfter").real(2, 3).constant(1, 2, 3));
        all.add(of("NextAfter").real(3).fixed(2, 3));
        return all;
    }

    private static List<OperatorCase> choices() {
        return List.of(
                of("ClipByValue").real(4, 5).constantNumber(-0.5).constantNumber(0.7),
                of("ClipByValue").real(4, 5).between(-0.5, -0.3).between(0.5, 0.7),
                of("ClipByValue").real(4, 5).between(-0.5, -0.3, 4, 5).between(0.5, 0.7, 4, 5),
                of("Select")
                        .truth(new long[] {2, 2}, true, false, false, true)
                        .real(2, 2)
                        .real(2, 2),
                of("Select").truth(new long[] {2}, true, false).real(2, 3).real(2, 3),
                of("Select").truth(new long[] {}, true).real(2, 3).real(2, 3),
                of("SelectV2")
                        .truth(new long[] {2, 2}, true, false, false, true)
                        .real(2, 2)
                        .real(2, 2),
                of("SelectV2").truth(new long[] {2, 1}, true, false).real(3).real(4, 1, 1),
                of("SelectV2").truth(new long[] {}, false).real(2, 3).real());
    }
}
