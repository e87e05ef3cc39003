package io.github.gradcam4j.pytorch.internal.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.pytorch.internal.program.ModuleNode;
import io.github.gradcam4j.pytorch.internal.program.Program;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which convolutions take batch normalisation into their weights, and which must not. */
class FoldingTest {
    private static final String CONVOLUTION = """
            class Conv(Module):
              weight : Tensor
              bias : Tensor
              def forward(self: __torch__.Conv,
                x: Tensor) -> Tensor:
                bias = self.bias
                weight = self.weight
                return torch._convolution(x, weight, BIAS, [1, 1], [0, 0], [1, 1], TRANSPOSED, [0, 0], 1, False, False, True, True)
            """;
    private static final String NORMALISATION = """
            class Norm(Module):
              weight : Tensor
              bias : Tensor
              running_mean : Tensor
              running_var : Tensor
              def forward(self: __torch__.Norm,
                x: Tensor) -> Tensor:
                running_var = self.running_var
                running_mean = self.running_mean
                bias = self.bias
                weight = self.weight
                return torch.batch_norm(x, weight, bias, running_mean, running_var, TRAINING, 0.10000000000000001, 1.0000000000000001e-05, True)
            """;
    private static final String BLOCK = """
            class Block(Module):
              conv : __torch__.Conv
              norm : __torch__.Norm
              def forward(self: __torch__.Block,
                x: Tensor) -> Tensor:
                norm = self.norm
                conv = self.conv
            """;
    private static final String NESTED = "return torch.relu_((norm).forward((conv).forward(x, ), ))";

    private final String leaves;
    private boolean fits = true;

    FoldingTest() {
        leaves = leaves("None", "False", "False");
    }

    private static String leaves(String bias, String transposed, String training) {
        return CONVOLUTION.replace("BIAS", bias).replace("TRANSPOSED", transposed)
                + NORMALISATION.replace("TRAINING", training);
    }

    /** Returns the method of the block that records nothing, and the pairs. */
    private String folded(String leaves, String body, String net) {
        String text = leaves + BLOCK + body.indent(4) + net;
        Program program = new Program(
                path -> path.equals("code/__torch__.py") ? Optional.of(text) : Optional.empty(), "__torch__.Net");
        ModuleNode root = ModuleNode.root(program).orElseThrow();
        Folding folding = new Folding(root, pair -> fits);
        Inlining inlining = new Inlining(type -> text, folding);
        assertThat(inlining.of(root.children().get("a"), "forward")).isPresent();
        return inlining.byType().get("__torch__.Block") + "\n" + folding.pairs();
    }

    private String folded(String leaves, String body) {
        return folded(leaves, body, "class Net(Module):\n  a : __torch__.Block\n");
    }

    @Test
    void a_convolution_gets_the_folded_weights_and_the_normalisation_is_gone() {
        assertThat(folded(leaves, NESTED))
                .contains("return torch.relu_(torch._convolution(x, gradcam4j_folded[0], gradcam4j_folded[1], [1, 1],")
                .doesNotContain("batch_norm")
                .contains("weight=Path[module=a.conv, attribute=weight]", "bias=Optional.empty")
                .contains("mean=Path[module=a.norm, attribute=running_mean]")
                .contains("variance=Path[module=a.norm, attribute=running_var], epsilon=1.0E-5");
    }

    @Test
    void its_own_bias_is_told() {
        assertThat(folded(leaves("bias", "False", "False"), NESTED))
                .contains("bias=Optional[Path[module=a.conv, attribute=bias]]")
                .doesNotContain("batch_norm");
    }

    @Test
    void a_value_with_a_name_is_folded_if_nothing_else_reads_it() {
        assertThat(folded(leaves, "y = (conv).forward(torch.tanh(x), )\nreturn (norm).forward(y, )"))
                .contains("y = torch._convolution(torch.tanh(x), gradcam4j_folded[0], gradcam4j_folded[1],")
                .contains("return y");
        assertThat(folded(leaves, "y = (conv).forward(x, )\nreturn torch.add((norm).forward(y, ), y)"))
                .contains("torch.batch_norm(y,")
                .doesNotContain("gradcam4j_folded[")
                .contains("[]");
    }

    @Test
    void statistics_of_the_batch_and_transposed_convolutions_stay() {
        assertThat(folded(leaves("None", "False", "True"), NESTED)).contains("batch_norm", "\n[]");
        assertThat(folded(leaves("None", "True", "False"), NESTED)).contains("batch_norm", "\n[]");
    }

    @Test
    void modules_that_share_a_method_keep_their_own_weights() {
        assertThat(folded(leaves, NESTED, "class Net(Module):\n  a : __torch__.Block\n  b : __torch__.Block\n"))
                .contains("batch_norm", "\n[]");
    }

    @Test
    void weights_of_other_types_stay() {
        fits = false;
        assertThat(folded(leaves, NESTED)).contains("batch_norm", "\n[]");
    }
}
