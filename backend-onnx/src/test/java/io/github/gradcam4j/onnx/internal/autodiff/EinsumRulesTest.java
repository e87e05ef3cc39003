package io.github.gradcam4j.onnx.internal.autodiff;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EinsumRulesTest {
    private static int[] shape(String text) {
        return java.util.Arrays.stream(text.trim().split("x"))
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "bij,bjk->bik; 2x3x4 2x4x5",
                "bhid,bhjd->bhij; 2x2x3x4 2x2x5x4",
                "bij,bjk; 2x3x4 2x4x5",
                "ij->ji; 3x4",
                "bij->b; 2x3x4",
                "bij->; 2x3x4",
                "ij,ik->k; 3x4 3x5",
                "i,j->ij; 3 4",
                "bii->bi; 2x3x3",
                "ii->; 3x3",
                "...ij,...jk->...ik; 2x3x4 2x4x5",
                "...ij,jk->...ik; 2x3x3x4 4x5",
                "b...,...c->bc...; 2x3 3x4",
                "bi , bj , bk -> bijk; 2x2 2x3 2x4",
                "bhwqc,bhwkc->bhwqk; 2x2x1x3x4 2x2x1x5x4",
                "...i,...i->...; 1x3x4 2x3x4",
            })
    void sums_over_named_axes_are_exact_for_every_operand(String equation, String shapes) {
        Model model = new Model(13);
        String[] given = shapes.trim().split(" ");
        String[] names = new String[given.length];
        for (int i = 0; i < given.length; i++) {
            names[i] = model.input("x" + i, Samples.between(i, -1.5, 1.5, shape(given[i])));
        }
        String y = model.node("Einsum", List.of(names), "equation", equation.trim());
        GradientCheck.check(model, y, equation.matches("b[^,.]*(, ?b[^,.]*)*->.*"));
    }
}
