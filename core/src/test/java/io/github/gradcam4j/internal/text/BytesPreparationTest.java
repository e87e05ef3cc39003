package io.github.gradcam4j.internal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.InputException;
import io.github.gradcam4j.ModelProfile;
import io.github.gradcam4j.input.Document;
import io.github.gradcam4j.input.TextPreprocessing;
import io.github.gradcam4j.input.Token;
import io.github.gradcam4j.spi.ModelSignature;
import io.github.gradcam4j.spi.PreparedInput;
import io.github.gradcam4j.spi.TensorSpec;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Models that take characters: of the whole text, or of each token. Tokens here are the letters from a to z. */
class BytesPreparationTest {
    private static PreparedInput prepare(String text, TextPreprocessing how, long... dims) {
        ModelSignature signature = new ModelSignature(
                List.of(new TensorSpec("text", DType.UINT8, Shape.of(dims))),
                List.of(new TensorSpec("y", DType.FLOAT32, Shape.of(-1, 2))));
        return DocumentPreparation.prepare(
                Document.of(text),
                LetterTokenizer.plain(),
                signature,
                ModelProfile.unknown().withText(how));
    }

    private static String bytes(Tensor tensor) {
        byte[] bytes = new byte[(int) tensor.shape().size()];
        tensor.bytes().get(bytes);
        return new String(bytes, StandardCharsets.UTF_8).replace('\0', '.');
    }

    @Test
    void a_whole_text_is_a_row_of_utf_8() {
        for (long[] dims : new long[][] {{-1, -1}, {-1, 1, -1}}) {
            PreparedInput prepared = prepare("a é b", TextPreprocessing.unknown(), dims);
            Tensor tensor = prepared.tensors().get("text");
            assertThat(tensor.shape()).isEqualTo(dims.length == 2 ? Shape.of(1, 6) : Shape.of(1, 1, 6));
            assertThat(bytes(tensor)).isEqualTo("a é b");
            assertThat(prepared.texts().get(0).tokens())
                    .containsExactly(Token.of("a", 0, 1, 0), Token.of("b", 4, 5, 4));
            assertThat(prepared.cutByModel()).isTrue();
        }
    }

    @Test
    void a_length_says_how_many_positions_the_model_makes() {
        PreparedInput prepared = prepare("ab", TextPreprocessing.unknown().withLength(3), -1, -1);
        assertThat(prepared.cutByModel()).isFalse();
        assertThat(prepared.texts().get(0).tokens())
                .containsExactly(Token.of("a", 0, 1, 0), Token.of("b", 1, 2, 1), Token.padding("_", 2));
    }

    @Test
    void each_token_is_a_row_and_what_is_missing_is_empty() {
        PreparedInput prepared = prepare("x y", TextPreprocessing.unknown(), -1, 4, -1);
        Tensor tensor = prepared.tensors().get("text");
        assertThat(tensor.shape()).isEqualTo(Shape.of(1, 4, 1));
        assertThat(bytes(tensor)).isEqualTo("xy..");
        assertThat(prepared.cutByModel()).isFalse();
        assertThat(prepare("xy", TextPreprocessing.unknown(), -1, -1, -1)
                        .tensors()
                        .get("text")
                        .shape())
                .isEqualTo(Shape.of(1, 2, 1));
    }

    @Test
    void what_is_cut_off_is_told() {
        PreparedInput prepared = prepare("abc d", TextPreprocessing.unknown(), -1, 2, -1);
        assertThat(bytes(prepared.tensors().get("text"))).isEqualTo("ab");
        assertThat(prepared.warnings()).singleElement().asString().contains("reads 2 tokens", "has 4", "character 2");
    }

    @Test
    void the_end_at_which_texts_are_cut_is_that_of_the_settings() {
        PreparedInput prepared =
                prepare("abc d", TextPreprocessing.unknown().withCut(TextPreprocessing.Side.START), -1, 2, -1);
        assertThat(bytes(prepared.tensors().get("text"))).isEqualTo("cd");
        assertThat(prepared.warnings())
                .singleElement()
                .asString()
                .contains("the beginning was cut off, up to character 2");
    }

    @Test
    void texts_without_characters_for_the_model_are_refused() {
        for (String text : List.of("", "  ", "a\0b")) {
            assertThatThrownBy(() -> prepare(text, TextPreprocessing.unknown(), -1, -1))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("'text'");
        }
    }
}
