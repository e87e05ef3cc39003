package io.github.gradcam4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.input.Token;
import io.github.gradcam4j.input.TokenizedText;
import io.github.gradcam4j.spi.ModelSignature;
import io.github.gradcam4j.spi.PreparedInput;
import io.github.gradcam4j.spi.TensorSpec;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WindowPartsTest {
    private static PreparedInput windows(int count, int length) {
        Tensor ids = Tensor.of(LongStream.range(0, (long) count * length).toArray(), count, length);
        float[] mask = new float[count * length];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = i / length;
        }
        List<TokenizedText> texts = IntStream.range(0, count)
                .mapToObj(i -> new TokenizedText("window " + i, Collections.nCopies(length, Token.of("w", 0, 1, 0))))
                .toList();
        return new PreparedInput(
                Map.of("ids", ids, "mask", Tensor.of(mask, count, length)),
                Optional.empty(),
                "as it is",
                List.of("a warning"),
                texts,
                false);
    }

    private static ModelSignature signature(long batch) {
        return new ModelSignature(
                List.of(
                        new TensorSpec("ids", DType.INT64, Shape.of(batch, -1)),
                        new TensorSpec("mask", DType.FLOAT32, Shape.of(batch, -1))),
                List.of());
    }

    private static void assertWhole(List<WindowParts.Part> parts, int count, int length) {
        List<Long> ids = new ArrayList<>();
        List<Float> mask = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (WindowParts.Part part : parts) {
            assertThat(part.first()).isEqualTo(texts.size());
            assertThat(part.windows()).isEqualTo(count);
            assertThat(part.input().warnings()).containsExactly("a warning");
            part.input().texts().forEach(text -> texts.add(text.text()));
            Tensor rows = part.input().tensors().get("ids");
            assertThat(rows.shape()).isEqualTo(Shape.of(part.input().texts().size(), length));
            for (int i = 0; i < rows.shape().size(); i++) {
                ids.add(rows.longs().get(i));
                mask.add(part.input().tensors().get("mask").floats().get(i));
            }
        }
        assertThat(ids)
                .containsExactlyElementsOf(
                        LongStream.range(0, (long) count * length).boxed().toList());
        assertThat(mask)
                .containsExactlyElementsOf(IntStream.range(0, count * length)
                        .mapToObj(i -> (float) (i / length))
                        .toList());
        assertThat(texts)
                .containsExactlyElementsOf(
                        IntStream.range(0, count).mapToObj(i -> "window " + i).toList());
    }

    @Test
    void long_documents_run_in_parts_of_some_windows() {
        List<WindowParts.Part> parts = WindowParts.of(windows(11, 500), signature(-1));
        assertThat(parts).extracting(part -> part.input().texts().size()).containsExactly(4, 4, 3);
        assertWhole(parts, 11, 500);
    }

    @Test
    void windows_longer_than_a_part_run_one_by_one() {
        List<WindowParts.Part> parts = WindowParts.of(windows(3, 5000), signature(-1));
        assertThat(parts).hasSize(3);
        assertWhole(parts, 3, 5000);
    }

    @Test
    void models_that_read_one_text_at_a_time_read_one_window_at_a_time() {
        List<WindowParts.Part> parts = WindowParts.of(windows(3, 7), signature(1));
        assertThat(parts).hasSize(3);
        assertWhole(parts, 3, 7);
    }

    @Test
    void short_documents_and_what_is_no_document_run_at_once() {
        PreparedInput few = windows(3, 7);
        assertThat(WindowParts.of(few, signature(-1))).containsExactly(new WindowParts.Part(few, 0, 3));
        PreparedInput pictures = new PreparedInput(
                Map.of("ids", Tensor.of(new float[4 * 5000], 4, 5000)), Optional.empty(), "a tensor", List.of());
        assertThat(WindowParts.of(pictures, signature(-1))).containsExactly(new WindowParts.Part(pictures, 0, 4));
    }
}
