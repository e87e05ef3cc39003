package io.github.gradcam4j.internal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.InputException;
import io.github.gradcam4j.InputProfile;
import io.github.gradcam4j.ModelProfile;
import io.github.gradcam4j.input.Document;
import io.github.gradcam4j.input.TextPreprocessing;
import io.github.gradcam4j.input.TextPreprocessing.Side;
import io.github.gradcam4j.input.Token;
import io.github.gradcam4j.spi.ModelSignature;
import io.github.gradcam4j.spi.PreparedInput;
import io.github.gradcam4j.spi.TensorSpec;
import io.github.gradcam4j.spi.Tokenizer;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentPreparationTest {
    private static final TextPreprocessing OPEN = TextPreprocessing.unknown();

    private static TensorSpec ids(long... dims) {
        return new TensorSpec("ids", DType.INT64, Shape.of(dims));
    }

    private static PreparedInput prepare(
            String text, Tokenizer tokenizer, TextPreprocessing how, TensorSpec... inputs) {
        return DocumentPreparation.prepare(
                Document.of(text),
                tokenizer,
                new ModelSignature(List.of(inputs), List.of()),
                ModelProfile.unknown().withText(how));
    }

    /** The rows of an input, as whole numbers. */
    private static String rows(PreparedInput prepared, String name) {
        return ReadTensor.rows(prepared.tensors().get(name));
    }

    private static String tokens(PreparedInput prepared, int item) {
        return prepared.texts().get(item).tokens().stream().map(Token::text).collect(Collectors.joining());
    }

    @Test
    void a_network_of_any_length_reads_the_tokens_that_there_are() {
        PreparedInput prepared = prepare("b a-d", LetterTokenizer.plain(), OPEN, ids(-1, -1));
        assertThat(prepared.tensors().get("ids").shape()).isEqualTo(Shape.of(1, 3));
        assertThat(rows(prepared, "ids")).isEqualTo("2 1 4");
        assertThat(prepared.texts().get(0).tokens())
                .containsExactly(Token.of("b", 0, 1, 0), Token.of("a", 2, 3, 2), Token.of("d", 4, 5, 4));
        assertThat(prepared.warnings()).isEmpty();
        assertThat(prepared.description()).isEqualTo("letters, 3 tokens");
    }

    @Test
    void a_short_text_is_filled_up_to_the_length_of_the_input() {
        PreparedInput prepared = prepare("abc", LetterTokenizer.plain(), OPEN, ids(-1, 5));
        assertThat(rows(prepared, "ids")).isEqualTo("1 2 3 0 0");
        assertThat(prepared.texts().get(0).tokens().subList(3, 5))
                .containsExactly(Token.padding("_", 3), Token.padding("_", 3));
    }

    @ParameterizedTest
    @CsvSource({"START, 9 9 1 2 3, __abc", "END, 1 2 3 9 9, abc__"})
    void settings_say_at_which_end_and_with_what(Side side, String row, String shown) {
        PreparedInput prepared =
                prepare("abc", LetterTokenizer.plain(), OPEN.withLength(5).withPadding(side, 9), ids(-1, -1));
        assertThat(rows(prepared, "ids")).isEqualTo(row);
        assertThat(tokens(prepared, 0)).isEqualTo(shown);
    }

    @Test
    void otherwise_the_tokenizer_says_it() {
        Tokenizer front = new LetterTokenizer(true, Side.START, OptionalLong.of(7), OptionalInt.empty());
        PreparedInput prepared = prepare("ab", front, OPEN, ids(-1, 6));
        assertThat(rows(prepared, "ids")).isEqualTo("7 7 30 1 2 31");
        assertThat(tokens(prepared, 0)).isEqualTo("__[ab]");
    }

    @Test
    void what_fills_up_must_be_known_only_where_something_is_missing() {
        Tokenizer silent = new LetterTokenizer(false, Side.END, OptionalLong.empty(), OptionalInt.empty());
        assertThat(rows(prepare("abc", silent, OPEN, ids(-1, 3)), "ids")).isEqualTo("1 2 3");
        assertThatThrownBy(() -> prepare("ab", silent, OPEN, ids(-1, 3)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("2 tokens")
                .hasMessageContaining("reads 3")
                .hasMessageContaining("padId");
    }

    @Test
    void a_length_that_the_tokenizer_tells_is_the_most_and_fills_nothing_up() {
        Tokenizer four = new LetterTokenizer(false, Side.END, OptionalLong.of(0), OptionalInt.of(4));
        assertThat(rows(prepare("ab", four, OPEN, ids(-1, -1)), "ids")).isEqualTo("1 2");
        assertThat(rows(prepare("abcdef", four, OPEN, ids(-1, -1)), "ids")).isEqualTo("1 2 3 4");
    }

    @ParameterizedTest
    @CsvSource({"END, 30 1 2 3 31, end, characters 3 to 6, def", "START, 30 4 5 6 31, beginning, characters 0 to 3, abc"
    })
    void a_long_text_is_cut_between_its_marks_and_a_warning_says_what_was_lost(
            Side side, String row, String end, String range, String lost) {
        PreparedInput prepared = prepare("abcdef", LetterTokenizer.marking(), OPEN.withCut(side), ids(-1, 5));
        assertThat(rows(prepared, "ids")).isEqualTo(row);
        assertThat(prepared.warnings()).singleElement().asString().contains(end, range, lost, "windows");
    }

    @Test
    void windows_overlap_and_the_last_one_is_full() {
        PreparedInput prepared =
                prepare("abcdefgh", LetterTokenizer.marking(), OPEN.withWindows(1), ids(-1, 6), mask(DType.INT64));
        assertThat(rows(prepared, "ids")).isEqualTo("30 1 2 3 4 31 / 30 4 5 6 7 31 / 30 5 6 7 8 31");
        assertThat(rows(prepared, "mask")).isEqualTo("1 1 1 1 1 1 / 1 1 1 1 1 1 / 1 1 1 1 1 1");
        assertThat(tokens(prepared, 1)).isEqualTo("[defg]");
        assertThat(prepared.texts().get(2).tokens().get(1)).isEqualTo(Token.of("e", 4, 5, 4));
        assertThat(prepared.warnings()).isEmpty();
        assertThat(prepared.description()).contains("10 tokens of 6 in 3 windows");
    }

    @Test
    void a_text_that_fits_is_one_window() {
        assertThat(rows(prepare("abcd", LetterTokenizer.marking(), OPEN.withWindows(3), ids(-1, 6)), "ids"))
                .isEqualTo("30 1 2 3 4 31");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 9})
    void windows_that_would_not_get_ahead_are_refused(int overlap) {
        assertThatThrownBy(() -> prepare("abcdefgh", LetterTokenizer.marking(), OPEN.withWindows(overlap), ids(-1, 6)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("share " + overlap)
                .hasMessageContaining("holds 4 tokens")
                .hasMessageContaining("'overlap'");
    }

    private static TensorSpec mask(DType dtype) {
        return new TensorSpec("mask", dtype, Shape.of(-1, -1));
    }

    @Test
    void mask_segments_and_positions_are_found_by_their_names_in_any_order() {
        PreparedInput prepared = prepare(
                "ab",
                LetterTokenizer.marking(),
                OPEN.withLength(6).withPadding(Side.START, 5),
                new TensorSpec("token_type_ids", DType.INT64, Shape.of(-1, -1)),
                new TensorSpec("position_ids", DType.INT32, Shape.of(-1, -1)),
                new TensorSpec("attention_mask", DType.FLOAT32, Shape.of(-1, -1)),
                new TensorSpec("input_ids", DType.INT32, Shape.of(-1, -1)));
        assertThat(rows(prepared, "input_ids")).isEqualTo("5 5 30 1 2 31");
        assertThat(rows(prepared, "attention_mask")).isEqualTo("0 0 1 1 1 1");
        assertThat(rows(prepared, "token_type_ids")).isEqualTo("0 0 0 0 0 0");
        assertThat(rows(prepared, "position_ids")).isEqualTo("1 1 0 1 2 3");
    }

    @Test
    void a_profile_says_which_input_takes_the_tokens() {
        TensorSpec x = new TensorSpec("x", DType.INT64, Shape.of(-1, -1));
        TensorSpec y = new TensorSpec("y", DType.INT64, Shape.of(-1, 4));
        ModelSignature both = new ModelSignature(List.of(x, y), List.of());
        assertThatThrownBy(() -> DocumentPreparation.prepare(
                        Document.of("ab"), LetterTokenizer.plain(), both, ModelProfile.unknown()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("'x'")
                .hasMessageContaining("\"kind\": \"tokens\"");
        ModelProfile told = new ModelProfile(
                List.of(new InputProfile(
                        "y",
                        java.util.Optional.empty(),
                        java.util.Optional.empty(),
                        java.util.Optional.of(InputProfile.Kind.TOKENS))),
                java.util.Optional.empty(),
                java.util.Optional.empty(),
                java.util.Optional.empty(),
                java.util.Optional.empty(),
                io.github.gradcam4j.Labels.unknown(),
                java.util.Optional.empty(),
                java.util.Optional.empty());
        PreparedInput prepared = DocumentPreparation.prepare(Document.of("ab"), LetterTokenizer.plain(), both, told);
        assertThat(prepared.tensors()).containsOnlyKeys("y");
        assertThat(rows(prepared, "y")).isEqualTo("1 2 0 0");
    }

    @ParameterizedTest
    @EnumSource(names = "BOOL", mode = EnumSource.Mode.EXCLUDE)
    void numbers_are_written_as_the_input_takes_them(DType dtype) {
        PreparedInput prepared =
                prepare("az", LetterTokenizer.marking(), OPEN, new TensorSpec("ids", dtype, Shape.of(-1, 5)));
        assertThat(prepared.tensors().get("ids").dtype()).isEqualTo(dtype);
        if (dtype != DType.UINT8) { // bytes are the text itself
            assertThat(rows(prepared, "ids")).isEqualTo("30 1 26 31 0");
        }
    }

    @Test
    void a_mask_may_be_boolean() {
        PreparedInput prepared = prepare("az", LetterTokenizer.plain(), OPEN, ids(-1, 3), mask(DType.BOOL));
        assertThat(rows(prepared, "mask")).isEqualTo("1 1 0");
    }

    @Test
    void numbers_that_do_not_fit_are_refused() {
        TextPreprocessing large = OPEN.withPadding(Side.END, 300);
        assertThatThrownBy(() -> prepare(
                        "a", LetterTokenizer.plain(), large, new TensorSpec("ids", DType.INT8, Shape.of(-1, 2))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("300")
                .hasMessageContaining("int64");
    }

    @Test
    void an_input_of_rank_3_takes_a_row_of_zeros_and_a_one_for_each_token() {
        PreparedInput prepared = prepare(
                "ca", LetterTokenizer.plain(), OPEN, new TensorSpec("letters", DType.FLOAT32, Shape.of(-1, 3, 4)));
        assertThat(prepared.tensors().get("letters").shape()).isEqualTo(Shape.of(1, 3, 4));
        assertThat(rows(prepared, "letters")).isEqualTo("0 0 0 1 0 1 0 0 1 0 0 0");
        assertThatThrownBy(() -> prepare(
                        "d",
                        LetterTokenizer.plain(),
                        OPEN,
                        new TensorSpec("letters", DType.FLOAT32, Shape.of(-1, 3, 4))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("token number 4 is none of the 4");
    }

    @Test
    void a_length_that_contradicts_the_input_is_refused() {
        assertThat(rows(prepare("ab", LetterTokenizer.plain(), OPEN.withLength(3), ids(-1, 3)), "ids"))
                .isEqualTo("1 2 0");
        assertThatThrownBy(() -> prepare("ab", LetterTokenizer.plain(), OPEN.withLength(4), ids(-1, 3)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("reads 4")
                .hasMessageContaining("takes 3")
                .hasMessageContaining("'length'");
    }

    @ParameterizedTest
    @CsvSource({"'', blank", "' \t', blank", "123, letters"})
    void a_text_without_tokens_is_refused_where_nothing_fills_it_up(String text, String why) {
        assertThatThrownBy(() -> prepare(text, LetterTokenizer.plain(), OPEN, ids(-1, -1)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("holds no token")
                .hasMessageContaining(why);
    }

    @Test
    void an_empty_text_is_all_padding_or_only_marks() {
        assertThat(rows(prepare("", LetterTokenizer.plain(), OPEN, ids(-1, 3)), "ids"))
                .isEqualTo("0 0 0");
        PreparedInput marks = prepare("", LetterTokenizer.marking(), OPEN, ids(-1, 4));
        assertThat(rows(marks, "ids")).isEqualTo("30 31 0 0");
        assertThat(tokens(marks, 0)).isEqualTo("[]__");
    }

    @ParameterizedTest
    @CsvSource({"abc, 2", "abc, 1", "'', 1"})
    void marks_that_leave_no_room_are_refused(String text, int length) {
        assertThatThrownBy(() -> prepare(text, LetterTokenizer.marking(), OPEN, ids(-1, length)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("reads " + length + " tokens")
                .hasMessageContaining("marks");
    }

    @Test
    void a_network_that_reads_characters_gets_them_as_bytes() {
        PreparedInput prepared =
                prepare("aé", LetterTokenizer.plain(), OPEN, new TensorSpec("text", DType.UINT8, Shape.of(-1, -1)));
        assertThat(prepared.cutByModel()).isTrue();
        assertThat(prepared.tensors())
                .hasEntrySatisfying(
                        "text", bytes -> assertThat(ReadTensor.rows(bytes)).isEqualTo("97 195 169"));
        assertThat(Map.copyOf(prepared.tensors())).hasSize(1);
    }
}
