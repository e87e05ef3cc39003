package io.github.gradcam4j.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.ModelProfile;
import io.github.gradcam4j.input.Document;
import io.github.gradcam4j.input.TextPreprocessing;
import io.github.gradcam4j.input.TextPreprocessing.Side;
import io.github.gradcam4j.spi.ModelSignature;
import io.github.gradcam4j.spi.PreparedInput;
import io.github.gradcam4j.spi.TensorSpec;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** To which length short texts are filled up, and what position tokens then have. */
class FillingUpTest {
    private static final TextPreprocessing OPEN = TextPreprocessing.unknown();

    private static PreparedInput prepare(
            String text, LetterTokenizer tokenizer, TextPreprocessing how, long length, String... names) {
        List<TensorSpec> inputs = Stream.of(names)
                .map(name -> new TensorSpec(name, DType.INT64, Shape.of(-1, length)))
                .toList();
        return DocumentPreparation.prepare(
                Document.of(text),
                tokenizer,
                new ModelSignature(inputs, List.of()),
                ModelProfile.unknown().withText(how));
    }

    private static String rows(PreparedInput prepared, String name) {
        return ReadTensor.rows(prepared.tensors().get(name));
    }

    private static LetterTokenizer filling(int most, int filled) {
        return new LetterTokenizer(false, Side.END, OptionalLong.of(0), OptionalInt.of(most), OptionalInt.of(filled));
    }

    @ParameterizedTest
    @CsvSource({
        "ab,     4, 4, 1 2 0 0",
        "abcdef, 4, 4, 1 2 3 4",
        "abcdef, 5, 3, 1 2 3 4 5",
        "abcdef, 2, 4, 1 2 0 0",
    })
    void the_length_that_the_tokenizer_fills_up_to_is_that_of_a_network_of_any(
            String text, int most, int filled, String row) {
        PreparedInput prepared = prepare(text, filling(most, filled), OPEN, -1, "ids", "mask");
        assertThat(rows(prepared, "ids")).isEqualTo(row);
        assertThat(rows(prepared, "mask")).isEqualTo(row.replaceAll("[1-9]", "1"));
        assertThat(prepared.description())
                .isEqualTo("letters, " + text.length() + " tokens of " + row.split(" ").length);
    }

    @Test
    void a_length_that_is_told_goes_before_it() {
        assertThat(rows(prepare("ab", filling(4, 4), OPEN.withLength(3), -1, "ids"), "ids"))
                .isEqualTo("1 2 0");
        assertThat(rows(prepare("ab", filling(4, 4), OPEN, 5, "ids"), "ids")).isEqualTo("1 2 0 0 0");
    }

    @ParameterizedTest
    @CsvSource({"START, 1 1 0 1 2", "END, 0 1 2 3 4"})
    void padding_in_front_that_a_mask_hides_takes_up_no_positions(Side side, String positions) {
        PreparedInput prepared = prepare(
                "abc",
                LetterTokenizer.plain(),
                OPEN.withPadding(side, 0),
                5,
                "input_ids",
                "attention_mask",
                "position_ids");
        assertThat(rows(prepared, "position_ids")).isEqualTo(positions);
    }

    @Test
    void without_a_mask_padding_is_read_and_takes_up_positions() {
        PreparedInput prepared = prepare(
                "abc", LetterTokenizer.plain(), OPEN.withPadding(Side.START, 0), 5, "input_ids", "position_ids");
        assertThat(rows(prepared, "position_ids")).isEqualTo("0 1 2 3 4");
    }
}
