package io.github.gradcam4j.internal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.InputException;
import io.github.gradcam4j.ModelProfile;
import io.github.gradcam4j.spi.ModelSignature;
import io.github.gradcam4j.spi.TensorSpec;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenInputsTest {
    private static TokenInputs find(DType dtype, long... dims) {
        ModelSignature signature =
                new ModelSignature(List.of(new TensorSpec("text", dtype, Shape.of(dims))), List.of());
        return TokenInputs.find(signature, ModelProfile.unknown());
    }

    @Test
    void strings_are_rows_of_bytes_one_for_an_item_or_in_a_column_of_one() {
        assertThat(find(DType.UINT8, -1, -1).takesBytes()).isTrue();
        TokenInputs column = find(DType.UINT8, -1, 1, -1);
        assertThat(column.takesBytes()).isTrue();
        assertThat(column.takesOneHot()).isFalse();
        assertThat(column.length()).as("how many words is not told by a shape").isEqualTo(-1);
    }

    @Test
    void several_strings_of_an_item_are_those_of_its_tokens() {
        TokenInputs tokens = find(DType.UINT8, -1, 7, -1);
        assertThat(tokens.takesBytesOfTokens()).isTrue();
        assertThat(tokens.length()).isEqualTo(7);
        assertThat(find(DType.UINT8, -1, 1, -1).takesBytesOfTokens()).isFalse();
        assertThat(find(DType.UINT8, -1, -1).takesBytesOfTokens()).isFalse();
    }

    @Test
    void numbers_and_ones_are_no_strings_and_pictures_no_text() {
        assertThat(find(DType.INT64, -1, 1).takesBytes()).isFalse();
        assertThat(find(DType.FLOAT32, -1, 7, 40).takesOneHot()).isTrue();
        assertThatThrownBy(() -> find(DType.FLOAT32, -1, 3, 224, 224))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("\"kind\": \"tokens\"");
    }
}
