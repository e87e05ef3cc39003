package io.github.gradcam4j.pytorch.internal.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.pytorch.internal.program.ModuleNode;
import io.github.gradcam4j.pytorch.internal.program.Program;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which calls are written out, and which are not because that could change what is done, or in which order. */
class InliningTest {
    private static final String LEAVES = """
            class Scale(Module):
              __parameters__ = ["weight", ]
              weight : Tensor
              def forward(self: __torch__.Scale,
                input: Tensor) -> Tensor:
                weight = self.weight
                _0 = torch.mul(input, weight)
                return torch.relu_(_0)
            class Twice(Module):
              def forward(self: __torch__.Twice,
                input: Tensor) -> Tensor:
                _0 = torch.relu_(input)
                return torch.add(_0, input)
            class Pair(Module):
              def forward(self: __torch__.Pair,
                a: Tensor,
                b: Tensor) -> Tensor:
                return torch.add(torch.relu_(a), torch.relu_(b))
            class Random(Module):
              def forward(self: __torch__.Random,
                input: Tensor) -> Tensor:
                noise = torch.rand([1])
                return torch.mul(input, noise)
            class Branch(Module):
              flag : bool
              def forward(self: __torch__.Branch,
                input: Tensor) -> Tensor:
                if self.flag:
                  y = torch.relu(input)
                else:
                  y = input
                return y
            class Chain(Module):
              scale : __torch__.Scale
              other : __torch__.Scale
              def forward(self: __torch__.Chain,
                x: Tensor) -> Tensor:
                other = self.other
                scale = self.scale
                return (other).forward((scale).forward(x, ), )
            """;

    private static Optional<String> inlined(String attributes, String body) {
        String root = "class Net(Module):\n" + attributes.indent(2)
                + "  def forward(self: __torch__.Net,\n    x: Tensor) -> Tensor:\n" + body.indent(4);
        Program program = new Program(
                path -> path.equals("code/__torch__.py") ? Optional.of(LEAVES + root) : Optional.empty(),
                "__torch__.Net");
        ModuleNode net = ModuleNode.root(program).orElseThrow();
        Inlining inlining = new Inlining(type -> LEAVES + root, new Folding(net, pair -> false));
        return inlining.of(net, "forward")
                .map(name -> String.valueOf(inlining.byType().get("__torch__.Net")));
    }

    @Test
    void a_chain_of_steps_becomes_one_expression() {
        assertThat(inlined("a : __torch__.Scale", "a = self.a\nreturn (a).forward(torch.tanh(x), )"))
                .get()
                .asString()
                .contains("return torch.relu_(torch.mul(torch.tanh(x), ((a)).weight))");
    }

    @Test
    void chains_of_modules_become_one_expression() {
        assertThat(inlined("c : __torch__.Chain", "c = self.c\ny = (c).forward(x, )\nreturn torch.add(y, x)"))
                .get()
                .asString()
                .contains("torch.relu_(torch.mul(torch.relu_(torch.mul(x, ")
                .contains(".scale).weight")
                .contains(".other).weight")
                .contains("return torch.add(y, x)");
    }

    @Test
    void an_argument_that_is_read_twice_is_not_written_twice() {
        assertThat(inlined("t : __torch__.Twice", "t = self.t\nreturn (t).forward(torch.tanh(x), )"))
                .isEmpty();
    }

    @Test
    void two_arguments_that_may_change_each_other_stay_arguments() {
        assertThat(inlined("p : __torch__.Pair", "p = self.p\nreturn (p).forward(x, x, )"))
                .isEmpty();
    }

    @Test
    void steps_that_are_not_a_chain_stay_a_call() {
        assertThat(inlined("r : __torch__.Random", "r = self.r\nreturn (r).forward(x, )"))
                .isEmpty();
        assertThat(inlined("b : __torch__.Branch", "b = self.b\nreturn (b).forward(x, )"))
                .isEmpty();
    }

    @Test
    void calls_that_stay_have_arguments_that_are_written_out() {
        assertThat(inlined(
                        "b : __torch__.Branch\na : __torch__.Scale",
                        "b = self.b\na = self.a\nreturn (b).forward((a).forward(x, ), )"))
                .get()
                .asString()
                .contains("return (b).forward(torch.relu_(torch.mul(x, ((a)).weight)), )");
    }
}
