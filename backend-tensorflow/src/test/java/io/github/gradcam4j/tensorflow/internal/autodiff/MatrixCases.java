package io.github.gradcam4j.tensorflow.internal.autodiff;

import static io.github.gradcam4j.tensorflow.internal.autodiff.OperatorCase.of;

import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.DataType;

/** Products and other operators of matrices. */
final class MatrixCases {
    private MatrixCases() {}

    static List<OperatorCase> all() {
        List<OperatorCase> all = new ArrayList<>();
        for (boolean a : List.of(false, true)) {
            for (boolean b : List.of(false, true)) {
                long[] left = a ? new long[] {4, 3} : new long[] {3, 4};
                long[] right = b ? new long[] {5, 4} : new long[] {4, 5};
                all.add(of("MatMul")
                        .real(left)
                        .real(right)
                        .with("transpose_a", a)
                        .with("transpose_b", b));
                all.add(of("BatchMatMul")
                        .real(batch(left, 2))
                        .real(batch(right, 2))
                        .with("adj_x", a)
                        .with("adj_y", b));
                all.add(of("BatchMatMulV2")
                        .real(batch(left, 2, 1))
                        .real(batch(right, 3))
                        .with("adj_x", a)
                        .with("adj_y", b));
                all.add(of("BatchMatMulV2")
                        .real(left)
                        .real(batch(right, 2, 2))
                        .with("adj_x", a)
                        .with("adj_y", b));
                all.add(of("BatchMatMulV3")
                        .real(batch(left, 3))
                        .real(right)
                        .with("adj_x", a)
                        .with("adj_y", b)
                        .with("Tout", DataType.DT_DOUBLE));
            }
        }
        all.addAll(einsums());
        all.addAll(diagonals());
        all.addAll(versions());
        all.addAll(solutions());
        all.add(of("SparseMatMul")
                .real(3, 4)
                .real(5, 4)
                .with("transpose_b", true)
                .single());
        all.add(of("SparseMatMul")
                .real(4, 3)
                .real(4, 5)
                .with("transpose_a", true)
                .single());
        return all;
    }

    private static long[] batch(long[] matrix, long... sizes) {
        long[] shape = java.util.Arrays.copyOf(sizes, sizes.length + 2);
        System.arraycopy(matrix, 0, shape, sizes.length, 2);
        return shape;
    }

    private static OperatorCase einsum(String equation, long[]... shapes) {
        OperatorCase one = of("Einsum").with("equation", equation).with("N", shapes.length);
        for (long[] shape : shapes) {
            one.real(shape);
        }
        return one;
    }

    private static long[] shape(long... sizes) {
        return sizes;
    }

    private static List<OperatorCase> einsums() {
        return List.of(
                einsum("ab,bc->ac", shape(2, 3), shape(3, 4)),
                einsum("abc,cde->abde", shape(2, 3, 4), shape(4, 2, 3)),
                einsum("aecd,abcd->acbe", shape(2, 3, 2, 4), shape(2, 5, 2, 4)),
                einsum("acbe,aecd->abcd", shape(2, 2, 5, 3), shape(2, 3, 2, 4)),
                einsum("abcd,cde->abe", shape(2, 3, 2, 4), shape(2, 4, 5)),
                einsum("...ij,...jk->...ik", shape(2, 1, 3, 4), shape(3, 4, 2)),
                einsum("i...,j->...ij", shape(3, 2), shape(4)),
                einsum("abc->ac", shape(2, 3, 4)),
                einsum("abc->ca", shape(2, 3, 4)),
                einsum("ab->ba", shape(2, 3)),
                einsum("ii->i", shape(3, 3)),
                einsum("ii->", shape(3, 3)),
                einsum("iij->j", shape(3, 3, 2)),
                einsum("i->ii", shape(3)),
                einsum("ab->", shape(2, 3)),
                einsum("i,j->ij", shape(2), shape(3)),
                einsum("i,i->", shape(3), shape(3)),
                einsum("abc,cd->ad", shape(2, 3, 4), shape(4, 2)),
                einsum("ab,cd->ac", shape(2, 3), shape(4, 2)),
                einsum("bij,bjk->bik", shape(2, 3, 4), shape(2, 4, 2)),
                einsum("...a->...", shape(2, 3, 4)),
                einsum("...a,a->...", shape(2, 3, 4), shape(4)),
                einsum("abb,bc->ac", shape(2, 3, 3), shape(3, 2)),
                einsum("a...,...->...", shape(2, 3), shape(1)),
                einsum(",ab->ab", shape(), shape(2, 3)));
    }

    private static List<OperatorCase> diagonals() {
        return List.of(
                of("Diag").real(3),
                of("Diag").real(2, 3),
                of("DiagPart").real(3, 3),
                of("DiagPart").real(2, 3, 2, 3),
                of("MatrixDiag").real(2, 3),
                of("MatrixBandPart").real(2, 3, 4).wideNumber(1).wideNumber(0),
                of("MatrixBandPart").real(2, 3, 4).wideNumber(-1).wideNumber(1));
    }

    private static List<OperatorCase> versions() {
        List<OperatorCase> all = new ArrayList<>();
        all.add(of("MatrixDiagPart").real(2, 3, 3));
        all.add(of("MatrixDiagPart").real(2, 3, 4));
        all.add(of("MatrixSetDiag").real(2, 3, 4).real(2, 3));
        all.add(of("Cross").real(4, 3).real(4, 3));
        for (String version : List.of("V2", "V3")) {
            all.add(of("MatrixDiagPart" + version).real(2, 3, 4).number(1).constantNumber(0));
            all.add(of("MatrixDiagPart" + version).real(2, 4, 3).whole(-2, 1).constantNumber(5));
            all.add(of("MatrixDiag" + version)
                    .real(2, 3)
                    .number(0)
                    .number(-1)
                    .number(-1)
                    .constantNumber(0));
            all.add(of("MatrixDiag" + version)
                    .real(2, 3)
                    .number(-1)
                    .number(4)
                    .number(5)
                    .constantNumber(2));
            all.add(of("MatrixSetDiag" + version).real(2, 3, 4).real(2, 3).number(1));
            all.add(of("MatrixSetDiag" + version).real(2, 3, 4).real(2, 3, 3).whole(-1, 1));
        }
        for (String align : List.of("LEFT_RIGHT", "RIGHT_LEFT", "LEFT_LEFT", "RIGHT_RIGHT")) {
            all.add(of("MatrixDiagPartV3")
                    .real(4, 3)
                    .whole(-2, 1)
                    .constantNumber(5)
                    .with("align", align));
            all.add(of("MatrixDiagV3")
                    .real(3, 3)
                    .whole(-1, 1)
                    .number(3)
                    .number(4)
                    .constantNumber(5)
                    .with("align", align));
            all.add(of("MatrixSetDiagV3").real(3, 4).real(3, 3).whole(-1, 1).with("align", align));
        }
        return all;
    }

    private static List<OperatorCase> solutions() {
        List<OperatorCase> all = new ArrayList<>();
        for (boolean adjoint : List.of(false, true)) {
            all.add(of("MatrixInverse").real(2, 3, 3).with("adjoint", adjoint));
            all.add(of("MatrixSolve").real(2, 3, 3).real(2, 3, 2).with("adjoint", adjoint));
            for (boolean lower : List.of(false, true)) {
                all.add(of("MatrixTriangularSolve")
                        .between(1, 2, 2, 3, 3)
                        .between(1, 2, 2, 3, 2)
                        .with("adjoint", adjoint)
                        .with("lower", lower));
                all.add(of("MatrixTriangularSolve")
                        .between(1, 2, 3, 3)
                        .between(1, 2, 2, 3, 2)
                        .with("adjoint", adjoint)
                        .with("lower", lower));
            }
        }
        all.add(of("MatrixDeterminant").real(2, 3, 3));
        all.add(of("LogMatrixDeterminant").real(2, 3, 3));
        all.add(of("LogMatrixDeterminant").real(3, 3));
        all.add(of("Cholesky").real(2, 3, 4).of(MatrixCases::symmetric));
        all.add(of("Cholesky").real(3, 5).of(MatrixCases::symmetric));
        return all;
    }

    private static Value symmetric(Value matrix, Emitter emit) {
        return emit.value("BatchMatMulV2", List.of(matrix, matrix), Map.of("adj_y", Attributes.of(true)));
    }
}
