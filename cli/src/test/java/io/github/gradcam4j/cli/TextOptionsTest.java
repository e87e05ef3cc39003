package io.github.gradcam4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.cli.CommandLineFixture.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options for texts that cannot be meant are refused before a model is opened; those that can, reach it. */
class TextOptionsTest {
    @TempDir
    Path folder;

    private CommandLineFixture cli;

    @BeforeEach
    void setUp() {
        cli = new CommandLineFixture(folder);
    }

    private void assertRefused(Outcome outcome, String... hints) {
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.err()).hasLineCount(1).startsWith("gradcam4j: ").contains(hints);
        assertThat(outcome.out()).isEmpty();
        assertThat(cli.backend.opened).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--interpolation bogus      | bogus           | nearest-up",
                "--interpolation 6          | '6'             | 0 to 5",
                "--words whole              | whole           | [pieces, sum, mean, strongest]",
                "--long-text wrap           | wrap            | cut or windows",
                "--length few               | --length        | few",
                "--pad-token [PAD]          | --pad-token     | --tokens FILE",
                "--tokens tokens.txt --pad-token x --pad-value 0 | --pad-token | --pad-value",
                "--pad-value -1             | -1              | 0 to 2147483646",
                "--pad-value 2147483647     | is 2147483647   | 0 to 2147483646",
                "--tokens missing.txt       | missing.txt     | there is no file of tokens",
                "--tokens empty.txt         | empty.txt       | one token a line",
            })
    void what_cannot_be_meant_is_refused_with_what_there_is(String options, String culprit, String hint) {
        cli.file("tokens.txt", "a\nx\n");
        cli.file("empty.txt", "");
        String[] arguments = (options.strip() + " " + cli.picture("a.pgm")).split(" ");
        for (int i = 1; i < arguments.length; i++) {
            arguments[i] = arguments[i - 1].equals("--tokens") ? cli.path(arguments[i]) : arguments[i];
        }
        assertRefused(cli.explain(arguments), culprit.strip(), hint.strip());
    }

    @Test
    void tokens_in_another_encoding_are_refused() throws Exception {
        Path file = cli.file("latin.txt", "");
        Files.write(file, new byte[] {'n', 'a', (byte) 0xef, 'v', 'e', '\n'});
        assertRefused(cli.explain("--tokens", file.toString(), cli.picture("a.pgm")), "latin.txt", "not UTF-8");
    }

    @Test
    void texts_and_pictures_need_a_model_that_is_named() {
        String[] both = {"--text", "good", "holiday.jpg", "-o", cli.path("out")};
        assertRefused(
                cli.run(Stream.concat(Stream.of("explain"), Stream.of(both)).toArray(String[]::new)),
                "need different models",
                "-m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"explain", "explain --words sum", "explain --tokens tokens.txt"})
    void without_inputs_nothing_is_to_be_explained(String command) {
        String tokens = cli.file("tokens.txt", "a\n").toString();
        assertRefused(
                cli.run(command.replace("tokens.txt", tokens).split(" ")),
                "nothing is named to explain",
                ".npy",
                "--text");
    }

    @Test
    void tokens_beside_a_picture_cost_that_input() {
        String tokens = cli.file("tokens.txt", "a\n").toString();
        Outcome outcome = cli.explain("-f", "npy", "--tokens", tokens, cli.picture("a.pgm"));
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).hasLineCount(1).contains("numbers in a .npy array", "a.pgm");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--length 4", "--long-text windows", "--tokenizer words", "--pad-value 0"})
    void options_of_texts_beside_other_inputs_alone_are_refused(String option) {
        Outcome picture = cli.explain(("-f npy " + option + " " + cli.picture("a.pgm")).split(" "));
        assertThat(picture.exitCode()).as(picture.err()).isEqualTo(2);
        assertThat(picture.err())
                .hasLineCount(1)
                .contains(option.split(" ")[0] + " steers how texts are read", "a.pgm' is none", "--text");
        String numbers = cli.file("a.numbers", "1 200").toString();
        Outcome array = cli.explain(("-f npy " + option + " " + numbers).split(" "));
        assertThat(array.exitCode()).as(array.err()).isEqualTo(2);
        assertThat(array.err().contains("--tokens FILE")).isEqualTo(option.startsWith("--pad-value"));
        assertThat(cli.files(".")).doesNotContain("out/a.class0.npy");
    }

    @Test
    void beside_a_text_that_heeds_them_they_do_not_concern_other_inputs() {
        Outcome outcome = cli.explain("-f", "npy", "--length", "4", "--text", "good", cli.picture("a.pgm"));
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(3);
        assertThat(outcome.err()).contains("'text'", "1 of 2 inputs failed").doesNotContain("--length");
        assertThat(cli.files("out")).containsExactly("a.class0.npy");
    }

    @Test
    void tokens_of_a_map_with_rows_and_columns_are_not_shown_and_a_warning_says_so() {
        String tokens = cli.file("tokens.txt", "a\n").toString();
        Outcome outcome = cli.explain(
                "-f", "npy", "--tokens", tokens, cli.file("a.numbers", "1 200").toString());
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("cannot be shown on the words", "not in a row");
    }

    @Test
    void a_text_for_a_model_of_pictures_is_refused_with_its_inputs() {
        Outcome outcome = cli.explain("-f", "json", "--text", "good");
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(3);
        assertThat(outcome.err()).hasLineCount(1).contains("x", "\"kind\": \"tokens\"");
    }

    @Test
    void two_texts_have_names_of_their_own() {
        Outcome outcome = cli.explain("-f", "json", "--text", "good", "--text", "bad");
        assertThat(outcome.err()).contains("'text1'", "'text2'", "2 of 2 inputs failed");
    }
}
