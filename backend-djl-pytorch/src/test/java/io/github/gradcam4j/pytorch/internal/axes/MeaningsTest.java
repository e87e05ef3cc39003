package io.github.gradcam4j.pytorch.internal.axes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MeaningsTest {
    private static final String HEAD = """
            #in x float32 2x3x16x20
            #weight a.w 8x3x3x3
            #weight b.w 8x8x3x3
            #weight f 5x8
            class Conv(Module):
              w : Tensor
              def forward(self: __torch__.Conv,
                x: Tensor) -> Tensor:
                return torch.conv2d(x, self.w, None, [1, 1], [1, 1], [1, 1], 1)
              def forward1(self: __torch__.Conv,
                x: Tensor) -> Tensor:
                return torch.conv2d(x, self.w, None, [1, 1], [1, 1], [1, 1], 1)
              def strange(self: __torch__.Conv,
                x: Tensor) -> Tensor:
                return torch.strange(x, self.w)
            class Odd(Module):
              def forward(self: __torch__.Odd,
                x: Tensor) -> Tuple[Tensor, Tensor]:
                return torch.strange(x)
            class Net(Module):
              a : __torch__.Conv
              b : __torch__.Conv
              odd : __torch__.Odd
              f : Tensor
              def forward(self: __torch__.Net,
                x: Tensor) -> Tensor:
            """;
    private static final int A = 1;
    private static final int B = 2;
    private static final int ODD = 3;

    private static Network network(String body) {
        return Network.of(HEAD + body.indent(4));
    }

    @Test
    void what_a_residual_connection_leads_around_is_no_bottleneck() {
        Meanings meanings = network("""
                        a = self.a
                        b = self.b
                        y = (a).forward(x)
                        z = torch.add(y, (b).forward(y))
                        w = (b).forward1(z)
                        return torch.sigmoid(torch.linear(torch.mean(w, [2, 3]), self.f))
                        """).meanings();

        assertThat(meanings.isBottleneck(A, 0, 0)).isTrue();
        assertThat(meanings.isBottleneck(B, 0, 0)).isFalse();
        assertThat(meanings.isBottleneck(B, 1, 0)).isTrue();
        assertThat(meanings.isBottleneck(B, 2, 0)).isFalse();
        assertThat(meanings.layout(B, 1, 0)).isEqualTo(Layout.NCHW);
        assertThat(meanings.layout(B, 2, 0)).isEqualTo(Layout.unknown(0));
        assertThat(meanings.input("x")).isEqualTo(Layout.NCHW);
    }

    @Test
    void of_two_ways_neither_is_a_bottleneck() {
        Meanings meanings = network("""
                        a = self.a
                        b = self.b
                        y = (a).forward(x)
                        z = (b).forward(y)
                        return torch.mean(torch.add(z, (b).forward1(y)), [2, 3])
                        """).meanings();

        assertThat(meanings.isBottleneck(A, 0, 0)).isTrue();
        assertThat(meanings.isBottleneck(B, 0, 0)).isFalse();
        assertThat(meanings.isBottleneck(B, 1, 0)).isFalse();
    }

    @Test
    void what_is_written_into_a_tensor_reaches_its_views_readers() {
        Meanings meanings = network("""
                        a = self.a
                        b = self.b
                        y = torch.zeros([2, 8, 16, 20])
                        z = torch.view(y, [2, 8, 320])
                        _0 = torch.copy_(y, (a).forward(x))
                        return torch.mean((b).forward(torch.view(z, [2, 8, 16, 20])), [2, 3])
                        """).meanings();

        assertThat(meanings.isBottleneck(A, 0, 0)).isTrue();
        assertThat(meanings.isBottleneck(B, 0, 0)).isTrue();
    }

    @Test
    void unknown_operators_keep_ways_and_lose_meanings() {
        Meanings meanings = network("""
                        a = self.a
                        b = self.b
                        y = (b).strange((a).forward(x))
                        return torch.mean(y, [2, 3])
                        """).meanings();

        assertThat(meanings.isBottleneck(A, 0, 0)).isTrue();
    }

    @Test
    void a_run_shows_shapes_that_the_code_does_not() {
        Network network = network("""
                        odd = self.odd
                        b = self.b
                        y, z = (odd).forward(x)
                        return torch.mean((b).forward(y), [2, 3])
                        """);
        ObservedShapes observed = (module, call, output) ->
                module == ODD ? Optional.of(output == 0 ? Shape.of(2, 8, 7, 9) : Shape.of(2, 4)) : Optional.empty();

        assertThat(network.meanings().layout(ODD, 0, 0)).isEqualTo(Layout.unknown(4));
        Meanings meanings = network.meanings(0, observed);
        assertThat(meanings.layout(ODD, 0, 0)).isEqualTo(Layout.NCHW);
        assertThat(meanings.layout(ODD, 0, 1)).isEqualTo(Layout.unknown(2));
        assertThat(meanings.layout(B, 0, 0)).isEqualTo(Layout.NCHW);
    }

    @Test
    void a_shape_that_contradicts_the_code_has_no_meaning() {
        Network network = network("""
                        a = self.a
                        b = self.b
                        return torch.mean((b).forward((a).forward(x)), [2, 3])
                        """);
        ObservedShapes observed =
                (module, call, output) -> module == A ? Optional.of(Shape.of(2, 8, 20, 16)) : Optional.empty();

        Meanings meanings = network.meanings(0, observed);
        assertThat(meanings.layout(A, 0, 0)).isEqualTo(Layout.unknown(4));
        assertThat(meanings.isBottleneck(A, 0, 0)).isTrue();
    }

    @Test
    void calls_within_undecided_branches_are_not_known() {
        Meanings meanings = network("""
                        a = self.a
                        b = self.b
                        y = (a).forward(x)
                        if bool(torch.gt(torch.sum(x), 0)):
                          z = (b).forward(y)
                        else:
                          z = y
                        return torch.mean((b).forward(z), [2, 3])
                        """).meanings();

        assertThat(meanings.layout(A, 0, 0)).isEqualTo(Layout.NCHW);
        assertThat(meanings.layout(B, 0, 0).rank()).isZero();
        assertThat(meanings.isBottleneck(B, 0, 0)).isFalse();
    }

    @Test
    void a_failing_module_leaves_the_others() {
        Meanings meanings = network("""
                        a = self.a
                        b = self.b
                        odd = self.odd
                        y = (a).forward(x)
                        z = (b).forward(torch.permute(y, [0, 1, 2]))
                        w = (b).forward(y)
                        return torch.mean(w, [2, 3])
                        """).meanings();

        assertThat(meanings.layout(B, 1, 0)).isEqualTo(Layout.NCHW);
        assertThat(meanings.isBottleneck(B, 1, 0)).isTrue();
        assertThat(meanings.layout(0, 0, 0).axes()).containsExactly(Axis.BATCH, Axis.CHANNEL);
    }
}
