package io.github.gradcam4j.pytorch.internal.axes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InputFormsTest {
    private static final String HEAD = """
            #weight w 8x3x4x4
            #weight table 50x8
            #weight i 18x8
            #weight h 18x6
            class Net(Module):
              w : Tensor
              table : Tensor
              i : Tensor
              h : Tensor
              def forward(self: __torch__.Net,
            """;

    private static InputForms.Form form(String rest) {
        return InputForms.of(Network.of(HEAD + rest.indent(4)).archive(), DType.FLOAT32)
                .get(0);
    }

    private static Optional<Shape> shape(String body) {
        return form("x: Tensor) -> Tensor:\n" + body).shape();
    }

    @Test
    void convolutions_demand_channels() {
        String conv = "return torch.conv2d(%s, self.w, None, [4, 4], [0, 0], [1, 1], 1)";

        assertThat(shape(conv.formatted("torch.relu(torch.div(x, 255.))"))).contains(Shape.of(-1, 3, -1, -1));
        assertThat(shape(conv.formatted("torch.permute(torch.to(x, 6), [0, 3, 1, 2])")))
                .contains(Shape.of(-1, -1, -1, 3));
        assertThat(shape(conv.formatted("torch.unsqueeze(x, 0)"))).contains(Shape.of(3, -1, -1));
        assertThat(shape(conv.formatted("torch.cat([torch.slice(x, 1, 0, 2), torch.slice(x, 1, 1, 2)], 1)")))
                .contains(Shape.of(-1, -1, -1, -1));
    }

    @Test
    void sizes_that_are_unpacked_tell_the_rank() {
        assertThat(shape("a, b, c = torch.size(x)\nreturn torch.view(x, [a, torch.mul(b, c)])"))
                .contains(Shape.of(-1, -1, -1));
    }

    @Test
    void token_numbers_are_whole() {
        InputForms.Form form =
                form("x: Tensor) -> Tensor:\nreturn torch.embedding(self.table, torch.slice(x, 1, 0, 5), 0)");

        assertThat(form.dtype()).isEqualTo(DType.INT64);
        assertThat(form.shape()).contains(Shape.of(-1, -1));
    }

    @Test
    void tokens_may_be_moved_before_anything_tells_how_many_axes_they_have() {
        assertThat(form("x: Tensor) -> Tensor:\ny = torch.contiguous(torch.transpose(x, 0, 1))\n"
                                + "return torch.embedding(self.table, y, 0)")
                        .dtype())
                .isEqualTo(DType.INT64);
        assertThat(form("x: Tensor) -> Tensor:\nn = torch.sub(8, torch.size(x, 1))\n"
                                + "return torch.embedding(self.table, torch.pad(x, [0, int(n)], \"constant\", 1.), 0)")
                        .dtype())
                .isEqualTo(DType.INT64);
    }

    @Test
    void what_weights_are_multiplied_with_is_no_mask() {
        assertThat(form("x: Tensor) -> Tensor:\nreturn torch.linear(torch.mul(x, 2), self.h, None)")
                        .areFeatures())
                .isTrue();
        assertThat(form("x: Tensor) -> Tensor:\nreturn torch.linear(torch.to(x, 6), self.h, None)")
                        .areFeatures())
                .isFalse();
    }

    @Test
    void what_is_resized_may_have_any_size() {
        String conv = "return torch.conv2d(%s, self.w, None, [4, 4], [0, 0], [1, 1], 1)";

        assertThat(shape(conv.formatted("torch.upsample_bicubic2d(x, [8, 8], False, None)")))
                .contains(Shape.of(-1, 3, -1, -1));
    }

    @Test
    void recurrent_layers_demand_features() {
        assertThat(
                        shape(
                                "y, h, = torch.gru(x, torch.zeros([1, 2, 6]), [self.i, self.h], False, 1, 0., False, False, True)\nreturn y"))
                .contains(Shape.of(-1, -1, 8));
    }

    @Test
    void what_nothing_is_demanded_of_has_no_shape() {
        InputForms.Form form =
                form("x: Tensor, y: Optional[Tensor]=None, n: int=3) -> Tensor:\nreturn torch.mul(x, n)");

        assertThat(form).isEqualTo(new InputForms.Form("x", DType.FLOAT32, false, Optional.empty()));
    }
}
