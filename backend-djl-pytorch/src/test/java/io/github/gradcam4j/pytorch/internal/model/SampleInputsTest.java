package io.github.gradcam4j.pytorch.internal.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.pytorch.internal.instrument.PaddingTokens;
import io.github.gradcam4j.pytorch.internal.program.Program;
import io.github.gradcam4j.spi.TensorSpec;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SampleInputsTest {
    private static final String CODE = """
            class Net(Module):
              def forward(self: __torch__.Net,
                ids: Tensor,
                mask: Tensor) -> Tensor:
                real = torch.ne(ids, 1)
                return torch.mul(real, torch.eq(torch.add(mask, 1), 1))
            """;

    /** Models that take the last token which is no padding saw an empty text, whose first position alone mattered. */
    @Test
    void tokens_are_none_that_stand_for_padding_as_long_as_the_model_runs_with_others() {
        Program program = new Program(
                path -> path.equals("code/__torch__.py") ? Optional.of(CODE) : Optional.empty(), "__torch__.Net");
        assertThat(program.type("__torch__.Net")).isPresent();
        Map<String, Set<Long>> padding = PaddingTokens.of(program, List.of("ids", "mask"));
        assertThat(padding).isEqualTo(Map.of("ids", Set.of(1L)));

        Shape shape = Shape.of(1, 2);
        List<TensorSpec> inputs =
                List.of(new TensorSpec("ids", DType.INT64, shape), new TensorSpec("mask", DType.INT64, shape));
        List<List<Long>> first = SampleInputs.Whole.ways(List.of(), padding).stream()
                .limit(2)
                .map(way -> SampleInputs.of(inputs, Map.of("ids", shape, "mask", shape), way).stream()
                        .map(tensor -> tensor.longs().get(0))
                        .toList())
                .toList();
        assertThat(first).containsExactly(List.of(2L, 1L), List.of(1L, 1L));
    }
}
