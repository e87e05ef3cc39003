package io.github.gradcam4j.pytorch.internal.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.pytorch.internal.program.ModuleNode;
import io.github.gradcam4j.pytorch.internal.program.Program;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Where a token is selected before the work of a block, and where it must not be. */
class TokenSelectionTest {
    private static final String LEAVES = """
            class Mlp(Module):
              weight : Tensor
              bias : Tensor
              def forward(self: __torch__.Mlp,
                x: Tensor) -> Tensor:
                bias = self.bias
                weight = self.weight
                return torch.gelu(torch.linear(x, weight, bias))
            class Norm(Module):
              weight : Tensor
              bias : Tensor
              def forward(self: __torch__.Norm,
                x: Tensor) -> Tensor:
                bias = self.bias
                weight = self.weight
                return torch.layer_norm(x, [8], weight, bias, 1.0000000000000001e-05, False)
            class Attention(Module):
              weight : Tensor
              def forward(self: __torch__.Attention,
                x: Tensor) -> Tensor:
                weight = self.weight
                return torch.matmul(torch.softmax(torch.matmul(x, torch.transpose(x, 1, 2)), -1), x)
            class Block(Module):
              attention : __torch__.Attention
              norm : __torch__.Norm
              mlp : __torch__.Mlp
              def forward(self: __torch__.Block,
                x: Tensor) -> Tensor:
                mlp = self.mlp
                norm = self.norm
                attention = self.attention
                _0 = (attention).forward(x, )
                y = torch.add(_0, x)
                _1 = (mlp).forward((norm).forward(y, ), )
                return torch.add(y, _1)
            """;
    private static final String NET = """
            class Net(Module):
              block : __torch__.Block
              head : __torch__.Mlp
              def forward(self: __torch__.Net,
                x: Tensor) -> Tensor:
                head = self.head
                block = self.block
                z = (block).forward(x, )
                s = torch.slice(z, 0, 0, 9223372036854775807)
                t = torch.select(s, 1, 0)
                return (head).forward(t, )
            """;

    private record Found(Optional<String> method, String code, String narrowed) {}

    private static Found found(String leaves, String net) {
        String text = leaves + net;
        Program program = new Program(
                path -> path.equals("code/__torch__.py") ? Optional.of(text) : Optional.empty(), "__torch__.Net");
        ModuleNode root = ModuleNode.root(program).orElseThrow();
        Folding folding = new Folding(root, pair -> false);
        Copies copies = new Copies(type -> text, new Tape(program), FinalActivation.Site.none(), folding);
        TokenSelection selection = new TokenSelection(copies, path -> Optional.empty());
        Optional<String> method = selection.of(root);
        String narrowed = root.all()
                .filter(module -> selection.narrowed().contains(module.number()))
                .map(ModuleNode::path)
                .collect(Collectors.joining(" "));
        return new Found(method, copies.byType().toString(), narrowed);
    }

    private static String token(String value) {
        return "__torch__.gradcam4j_tape.token(" + value + ", 0, )";
    }

    @Test
    void what_follows_the_attention_computes_the_token_alone() {
        Found found = found(LEAVES, NET);
        assertThat(found.method()).hasValue("forward__gradcam4j_selected");
        assertThat(found.narrowed()).isEqualTo("block block.norm block.mlp");
        assertThat(found.code())
                .contains("(block).forward__gradcam4j_token(gradcam4j_tape, ")
                .containsPattern("_0 = __torch__.gradcam4j_tape.token\\(__torch__.gradcam4j_tape.linked\\([^=]*"
                        + "\\(attention\\).forward\\(x, \\)[^=]*, 0, \\)\n")
                .contains("y = torch.add(_0, " + token("x") + ")\n")
                .contains("return torch.add(y, _1)\n");
    }

    @Test
    void a_value_that_is_read_as_a_whole_is_computed_as_a_whole() {
        String net = NET.replace("return (head).forward(t, )", "return torch.add((head).forward(t, ), torch.mean(z))");
        assertThat(found(LEAVES, net).method()).isEmpty();
        String block = LEAVES.replace("return torch.add(y, _1)", "return torch.add(y, torch.mul(_1, torch.mean(y)))");
        assertThat(found(block, NET).narrowed()).isEmpty();
    }

    @Test
    void other_axes_and_other_tokens_stay() {
        assertThat(found(LEAVES, NET.replace("select(s, 1, 0)", "select(s, 2, 0)"))
                        .method())
                .isEmpty();
        assertThat(found(LEAVES, NET.replace("select(s, 1, 0)", "select(s, 1, 3)"))
                        .method())
                .isEmpty();
        assertThat(found(LEAVES, NET.replace("slice(z, 0,", "slice(z, 1,")).method())
                .isEmpty();
    }

    @Test
    void what_mixes_tokens_or_changes_values_in_place_stays() {
        assertThat(found(LEAVES.replace("(x, [8], w", "(x, [4, 8], w"), NET).narrowed())
                .isEqualTo("block block.mlp");
        assertThat(found(LEAVES.replace("torch.gelu", "torch.relu_"), NET).narrowed())
                .isEqualTo("");
        assertThat(found(LEAVES.replace("return torch.add(y, _1)", "return torch.add_(y, _1)"), NET)
                        .method())
                .isEmpty();
    }

    @Test
    void branches_stay() {
        String block = LEAVES.replace(
                "    return torch.add(y, _1)\n",
                "    if torch.gt(torch.dim(y), 2):\n      z = torch.add(y, _1)\n    else:\n      z = y\n    return z\n");
        assertThat(found(block, NET).method()).isEmpty();
    }

    @Test
    void a_pooling_module_that_reads_more_than_the_token_gets_all() {
        String pool = """
                class Pool(Module):
                  def forward(self: __torch__.Pool,
                    x: Tensor) -> Tensor:
                    h = torch.slice(x, 0, 0, 4)
                    return HERE
                """;
        String net = NET.replace("  head : ", "  pool : __torch__.Pool\n  head : ")
                .replace("    s = ", "    pool = self.pool\n    t = (pool).forward(z, )\n    s = ")
                .replaceAll("    s = .*\n    t = torch.*\n", "");
        String only = pool.replace("HERE", "torch.select(h, 1, 0)");
        assertThat(found(LEAVES + only, net).narrowed()).isEqualTo("block block.norm block.mlp");
        String more = pool.replace("HERE", "torch.cat([torch.select(h, 1, 0), torch.mean(h, [1])], -1)");
        assertThat(found(LEAVES + more, net).method()).isEmpty();
    }

    @Test
    void what_is_no_tensor_has_no_tokens() {
        String sized =
                LEAVES.replace("return torch.add(y, _1)", "return torch.add(torch.add(y, _1), torch.size(x, 1))");
        assertThat(found(sized, NET).code()).doesNotContain("token(torch.size");
        String scaled = LEAVES.replace(
                        "    x: Tensor) -> Tensor:\n    mlp =", "    x: Tensor,\n    f: float) -> Tensor:\n    mlp =")
                .replace("return torch.add(y, _1)", "return torch.add(torch.add(y, _1), f)");
        assertThat(found(scaled, NET).code()).doesNotContain("token(f");
        String masked = LEAVES.replace(
                        "class Norm(Module):\n  weight : Tensor\n  bias : Tensor\n  def forward(self: __torch__.Norm,\n    x: Tensor)",
                        "class Norm(Module):\n  weight : Tensor\n  bias : Tensor\n  def forward(self: __torch__.Norm,\n    x: Tensor,\n    m: Optional[Tensor])")
                .replace("(norm).forward(y, )", "(norm).forward(y, None, )");
        assertThat(found(masked, NET).narrowed()).isEqualTo("block block.norm block.mlp");
        assertThat(found(masked, NET).code()).doesNotContain("token(None");
    }

    @Test
    void long_chains_of_residual_steps_are_read_once() {
        StringBuilder steps = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            steps.append("    x%d = torch.add(%s, torch.tanh(%s))\n"
                    .formatted(i, i == 0 ? "x" : "x" + (i - 1), i == 0 ? "x" : "x" + (i - 1)));
        }
        String deep = LEAVES.replace(
                "    return torch.gelu(torch.linear(x, weight, bias))\n",
                steps + "    return torch.linear(x59, weight, bias)\n");
        assertThat(found(deep, NET).narrowed()).isEqualTo("block block.norm block.mlp");
    }
}
