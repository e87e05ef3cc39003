package io.github.gradcam4j.pytorch.internal.axes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Layout;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileCodeTest {
    private static final String HEAD = """
            #in x float32 2x3x16x20
            def deep(x: Tensor) -> Tensor:
              return __torch__.deep(x)
            def wide(x: Tensor) -> Tensor:
              return torch.add(__torch__.wide(x), __torch__.wide(x))
            class Net(Module):
              def forward(self: __torch__.Net,
                x: Tensor) -> Tensor:
                y = torch.relu(x)
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "while True:\n  pass\nreturn y",
                "while True:\n  y = torch.relu(y)\nreturn y",
                "while torch.gt(torch.sum(y), 0):\n  y = torch.relu(y)\nreturn y",
                "for i in range(9223372036854775807):\n  pass\nreturn y",
                "l = [1]\nwhile True:\n  l = torch.add(l, l)\nreturn y",
                "l = [1]\nwhile True:\n  l = torch.mul(l, 1000)\nreturn y",
                "l = [x]\nwhile True:\n  l = [l, l]\nreturn y",
                "l = annotate(List[Any], [])\n_0 = torch.append(l, l)\nreturn l",
                "l = annotate(List[Any], [])\n_0 = torch.append(l, l)\nreturn torch.strange(l)",
                "l = annotate(List[Any], [])\nwhile True:\n  l = [l, l]\nreturn l",
                "l = [1]\nfor i in range(60):\n  l = [l, l]\nreturn l",
                "d = {1: x}\n_0 = torch._set_item(d, 2, d)\nreturn torch.eq({d: d}, d)",
                "self.me = self\nreturn torch.eq({self: self}, self.me)",
                "s = \"aa\"\nwhile True:\n  s = torch.add(s, s)\nreturn y",
                "return __torch__.deep(y)",
                "return __torch__.wide(y)",
                "return (self).forward(y)",
                "return torch.chunk(y, 9223372036854775807, 1)",
                "return torch.view(y, [9223372036854775807, 9223372036854775807])",
                "return torch.expand(y, [9223372036854775807, 9223372036854775807, 3, 16, 20])",
                "return torch.unbind(torch.zeros([4000000000]), 0)",
                "return torch.tensor_split(y, 0, 1)",
                "return torch.split(y, 0, 1)",
                "return torch.max_pool2d(y, [2, 2], [0, 0], [0, 0], [1, 1], False)",
                "return torch.select(y, 9, 9)",
                "return y[7]",
                "a, b, = 3\nreturn a",
                "return CONSTANTS.c99",
                "return CONSTANTS.cx",
                "return self.nothing",
                "return torch.index(y, 3)",
                "return torch.einsum(\"->->\", [y])",
                "return torch.floordiv(1, 0)",
                "ops.prim.RaiseException(\"no\")\nreturn y",
                "return getattr(self, 3)",
                "return getattr(self)",
                "return annotate(Tensor)",
                "return torch.arange(0, 9223372036854775807, 1)"
            })
    void ends_without_an_exception(String body) {
        Network network = Network.of(HEAD + body.indent(4));

        Meanings meanings = Assertions.assertTimeoutPreemptively(Duration.ofMinutes(2), () -> network.meanings());

        assertThat(meanings.layout(0, 0, 0).axes())
                .isEqualTo(Layout.unknown(meanings.layout(0, 0, 0).rank()).axes());
        Assertions.assertTimeoutPreemptively(
                Duration.ofMinutes(2), () -> InputForms.of(network.archive(), DType.FLOAT32));
    }
}
