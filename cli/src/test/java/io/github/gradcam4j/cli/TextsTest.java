package io.github.gradcam4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.gradcam4j.cli.CommandLineFixture.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents on the command line, with the bundled classifier and with its files as somebody's own. */
class TextsTest {
    private static final String REVIEW = "A wonderful film, but the ending is dreadful.";
    private static final Path BUNDLED =
            Path.of(System.getProperty("repository.dir"), "models/src/main/resources/io/github/gradcam4j/models");

    @TempDir
    Path folder;

    private CommandLineFixture cli;

    @BeforeEach
    void setUp() {
        cli = new CommandLineFixture(folder);
    }

    private Outcome explain(String... more) {
        return cli.runInstalled(Stream.concat(Stream.of("explain", "-o", cli.path("out")), Stream.of(more))
                .toArray(String[]::new));
    }

    private static void assertDone(Outcome outcome) {
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    }

    private String read(String name) throws IOException {
        return Files.readString(folder.resolve("out").resolve(name));
    }

    private static double weight(String csv, String target, String token) {
        MatchResult row = Pattern.compile("(?m)^" + target + ",\"?" + token + "\"?,\\d+,\\d+,([-.\\deE]+)\\s*$")
                .matcher(csv)
                .results()
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row for " + token + " in " + csv));
        return Double.parseDouble(row.group(1));
    }

    @Test
    void a_text_is_told_in_the_terminal_and_leaves_no_file() {
        Outcome outcome = explain("--text", REVIEW);
        assertDone(outcome);
        assertThat(outcome.out()).contains("positive", "negative", "wonderful");
        assertThat(cli.files(".")).containsExactly("tiny.model");
    }

    @Test
    void both_classes_and_both_signs_go_into_the_files_that_are_named() throws IOException {
        assertDone(explain("-t", "top:2", "--no-relu", "-f", "html,json,csv,tsv,txt,npy", "--text", REVIEW));
        assertThat(cli.files("out"))
                .containsExactly(
                        "text.class0.npy",
                        "text.class1.npy",
                        "text.csv",
                        "text.html",
                        "text.json",
                        "text.tsv",
                        "text.txt");
        String csv = read("text.csv");
        assertThat(weight(csv, "class:1", "wonderful")).isPositive();
        assertThat(weight(csv, "class:1", "dreadful")).isNegative();
        assertThat(weight(csv, "class:0", "dreadful")).isEqualTo(-weight(csv, "class:1", "dreadful"));
        assertThat(read("text.html")).contains("wonderful").doesNotContain("<script");
    }

    @Test
    void files_are_documents_and_one_that_fails_costs_only_itself() {
        cli.file("in/a.txt", "What a wonderful film!");
        cli.file("in/b.txt", "Dreadful.");
        cli.file("in/c.txt", "");
        Outcome outcome = explain("-f", "csv", cli.path("in"));
        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.err()).contains("c.txt", "1 of 3 inputs failed");
        assertThat(cli.files("out")).containsExactly("a.csv", "b.csv");
        assertThat(outcome.out().lines()).anyMatch(line -> line.startsWith("a.txt") && line.contains("positive"));
        assertThat(outcome.out().lines()).anyMatch(line -> line.startsWith("b.txt") && line.contains("negative"));
    }

    @Test
    void long_texts_are_cut_with_a_warning_or_read_in_windows() throws IOException {
        Outcome cut = explain("--length", "4", "-f", "csv", "--text", REVIEW);
        assertDone(cut);
        assertThat(cut.err()).contains("warning", "the end was cut off", "but the ending is dreadful.");
        assertThat(read("text.csv")).contains("wonderful").doesNotContain("dreadful");
        Outcome strict = explain("--length", "4", "--strict", "-f", "json", "--text", REVIEW);
        assertThat(strict.exitCode()).isEqualTo(3);
        Outcome windows = explain("--length", "4", "--long-text", "windows", "-f", "csv", "--text", REVIEW);
        assertDone(windows);
        assertThat(cli.files("out")).contains("text.item0.csv", "text.item1.csv", "text.item2.csv");
        assertThat(read("text.item2.csv")).contains("dreadful").doesNotContain("wonderful");
    }

    @Test
    void windows_of_long_texts_run_in_parts_that_are_numbered_on() throws IOException {
        String text = "great ".repeat(2500) + "film";
        assertDone(explain("--length", "16", "--long-text", "windows", "-f", "csv", "--text", text));
        List<String> files = cli.files("out");
        assertThat(files).contains("text.item0.csv", "text.item150.csv").hasSizeGreaterThan(150);
        double first = weight(read("text.item0.csv"), "class:1", "great");
        assertThat(first).isNotZero();
        assertThat(weight(read("text.item150.csv"), "class:1", "great")).isCloseTo(first, within(1e-5));
        assertThat(read("text.item" + (files.size() - 1) + ".csv")).contains("film");
        assertThat(read("text.item150.csv")).doesNotContain("film");
    }

    @Test
    void json_goes_to_standard_output_with_probabilities_where_the_output_is_asked_for() {
        Outcome outcome = cli.runInstalled(
                "explain", "-o", "-", "--method", "grad-cam-l2", "--scores", "output", "--text", REVIEW);
        assertDone(outcome);
        assertThat(outcome.out())
                .contains("\"grad-cam-l2\"", "\"tokens\"", "\"dreadful\"")
                .containsPattern("\"score\"\\s*:\\s*0\\.5");
    }

    @Test
    void a_picture_of_a_text_is_refused() {
        Outcome outcome = explain("-f", "png", "--text", REVIEW);
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(3);
        assertThat(outcome.err()).hasLineCount(1).contains("cannot be shown as png", "json");
    }

    @Test
    void a_model_of_ones_own_is_told_its_tokenizer_by_a_file() throws IOException {
        String model = Files.copy(BUNDLED.resolve("sentiment.onnx"), folder.resolve("own.onnx"))
                .toString();
        Files.copy(BUNDLED.resolve("sentiment.words.txt"), folder.resolve("words.txt"));
        Outcome unknown = explain("-m", model, "--text", REVIEW);
        assertThat(unknown.exitCode()).isEqualTo(3);
        assertThat(unknown.err()).contains("--tokenizer FILE", "'words'");
        String settings = cli.file(
                        "tokenizer.settings.json",
                        "{\"kind\": \"words\", \"file\": \"words.txt\", \"options\": {\"lowercase\": true,"
                                + " \"unknown\": \"<unk>\", \"pattern\": \"[a-z']+|[^\\\\sa-z]\"}}")
                .toString();
        Outcome told = explain("-m", model, "--tokenizer", settings, "-f", "csv", "--text", "a wonderful film");
        assertDone(told);
        assertThat(weight(read("text.csv"), "class:1", "wonderful")).isPositive();
    }

    @Test
    void a_text_on_standard_input_is_told_from_what_is_none() {
        cli.stdin = (REVIEW + "\n").getBytes(StandardCharsets.UTF_8);
        Outcome text = explain("-");
        assertDone(text);
        assertThat(text.out()).startsWith("stdin  ").contains("wonderful");
        assertDone(explain("-f", "csv", "-"));
        assertThat(cli.files("out")).containsExactly("stdin.csv");
        for (byte[] none : new byte[][] {{'M', 'Z', 0, 1}, {'n', 'a', (byte) 0xef, 'v', 'e'}}) {
            cli.stdin = none;
            Outcome binary = explain("-");
            assertThat(binary.exitCode()).isEqualTo(3);
            assertThat(binary.err()).hasLineCount(1).contains("standard input", "no known format");
        }
    }

    @Test
    void a_text_that_begins_like_a_file_of_options_is_a_text() {
        String tweet = "@" + cli.file("friend", "--quiet dreadful");
        Outcome outcome = explain("--text", tweet);
        assertDone(outcome);
        assertThat(outcome.out())
                .startsWith("text  " + tweet.length() + " characters")
                .doesNotContain("dreadful");
    }

    @Test
    void a_tokenizer_that_is_missing_is_a_wrong_option() {
        Outcome outcome = explain("--tokenizer", cli.path("none.json"), "--text", REVIEW);
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.err()).hasLineCount(1).contains("none.json");
    }

    @Test
    void a_list_that_nobody_takes_is_refused_with_the_reason() {
        String twice = cli.file("twice.csv", "the,2\nfilm,3\nthe,4\n").toString();
        Outcome outcome = explain("--tokenizer", twice, "--text", REVIEW);
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.err()).contains("'twice.csv'", "'words': ", "row 3 repeats the word 'the'");
    }

    @Test
    void a_report_and_a_page_do_not_share_a_file() throws IOException {
        String report = cli.path("out/text.html");
        Files.createDirectories(folder.resolve("out"));
        Outcome outcome = explain("-f", "html", "--report", report, "--text", REVIEW);
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(3);
        assertThat(outcome.err()).contains("text.html", "the file of the report");
        Outcome beside = explain("-f", "csv", "--report", report, "--text", REVIEW, "--text", "Dreadful.");
        assertDone(beside);
        assertThat(outcome.out()).doesNotContain("wrote");
        assertThat(cli.files("out")).containsExactly("text.html", "text1.csv", "text2.csv");
        assertThat(explain("--report", report, "--text", REVIEW, "--text", "Dreadful.")
                        .out())
                .contains("text1: ")
                .doesNotContain("->");
    }

    @Test
    void what_steers_a_terminal_does_not_get_there() {
        Outcome outcome = explain("--text", "good \u009b31m \u202e bad");
        assertDone(outcome);
        assertThat(outcome.err()).contains("not in the list");
        assertThat(outcome.out() + outcome.err()).doesNotContain("\u009b").doesNotContain("\u202e");
    }
}
