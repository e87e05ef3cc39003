package io.github.gradcam4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.cli.CommandLineFixture.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputsTest {
    @TempDir
    Path folder;

    CommandLineFixture cli;

    @BeforeEach
    void setUp() {
        cli = new CommandLineFixture(folder);
    }

    @Test
    void a_folder_means_its_files_of_known_kinds_in_order() {
        cli.picture("in/b.pgm");
        cli.picture("in/a.PGM");
        cli.picture("in/.hidden.pgm");
        cli.picture("in/below/c.pgm");
        cli.file("in/notes.txt", "no picture");
        Outcome outcome = cli.explain("-f", "json", cli.path("in"));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(cli.files("out")).containsExactly("a.json", "b.json");
        assertThat(outcome.out().lines().map(line -> line.substring(0, 1))).containsExactly("a", "b");
    }

    @Test
    void many_inputs_at_once_are_told_in_their_order_and_cost_no_other_one() throws IOException {
        int count = 4 * Runtime.getRuntime().availableProcessors() + 3;
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = String.format(Locale.ROOT, "p%03d", i);
            if (i % 5 == 3) {
                cli.file("in/" + name + ".pgm", "P2 damaged");
            } else {
                names.add(name);
                cli.file("in/" + name + ".pgm", CommandLineFixture.pgm(200 + i % 50));
            }
        }
        Outcome together = cli.explain("-f", "npy", cli.path("in"));
        assertThat(together.exitCode()).isEqualTo(3);
        assertThat(together.out().lines().map(line -> line.substring(0, 4))).containsExactlyElementsOf(names);
        assertThat(together.err()).contains((count - names.size()) + " of " + count + " inputs failed");
        for (String name : names) {
            byte[] among = Files.readAllBytes(folder.resolve("out/" + name + ".class0.npy"));
            assertThat(cli.explain("-f", "npy", cli.path("in/" + name + ".pgm")).exitCode())
                    .isZero();
            assertThat(Files.readAllBytes(folder.resolve("out/" + name + ".class0.npy")))
                    .isEqualTo(among);
        }
    }

    @Test
    void a_folder_without_pictures_and_a_glob_without_matches_fail() {
        cli.file("in/notes.txt", "no picture");
        Outcome outcome = cli.explain("-f", "json", cli.path("in"), cli.path("in/*.pgm"));
        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.err())
                .contains("no file of a known kind (gray, numbers, pgm)")
                .contains("no file matches");
    }

    @Test
    void globs_are_expanded_where_the_shell_did_not() {
        cli.picture("in/a1.pgm");
        cli.picture("in/a2.pgm");
        cli.picture("in/b1.pgm");
        cli.picture("in/deep/er/a3.pgm");
        cli.explain("-f", "json", cli.path("in/a*.pgm"));
        assertThat(cli.files("out")).containsExactly("a1.json", "a2.json");
        cli.explain("-f", "json", cli.path("in/**.pgm"));
        assertThat(cli.files("out")).containsExactly("a1.json", "a2.json", "a3.json", "b1.json");
    }

    @Test
    void a_file_with_the_characters_of_a_glob_in_its_name_is_a_file() {
        cli.explain("-f", "json", cli.picture("a[1].pgm"));
        assertThat(cli.files("out")).containsExactly("a[1].json");
    }

    @Test
    void an_input_that_is_named_twice_is_explained_once() {
        String picture = cli.picture("in/a.pgm");
        Outcome outcome = cli.explain("-f", "json", picture, cli.path("in"), cli.path("in/../in/a.pgm"));
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out().lines().filter(line -> line.startsWith("  wrote")))
                .hasSize(1);
    }

    @Test
    void standard_input_is_recognised_by_its_content() {
        cli.stdin = CommandLineFixture.pgm(200).getBytes(StandardCharsets.US_ASCII);
        Outcome outcome = cli.explain("-f", "npy", "-");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(cli.files("out")).containsExactly("stdin.class0.npy");
    }

    @Test
    void empty_standard_input_is_a_failed_input() {
        Outcome outcome = cli.explain("-f", "npy", "-");
        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.err()).contains("standard input").contains("empty");
    }

    @Test
    void a_second_run_over_a_folder_does_not_explain_the_results_of_the_first() throws IOException {
        cli.picture("in/a.gray");
        // The reader of this test knows no .npy, so results are given an extension that it knows.
        Files.createDirectories(folder.resolve("in"));
        assertThat(EarlierResults.without(java.util.stream.Stream.of(
                                "a.jpg",
                                "a.class285.png",
                                "a.class3.layer4-1.npy",
                                "a.item2.class285.png",
                                "a.not-1.npy",
                                "a.activations.npy",
                                "a.jpg.class7.png",
                                "other.class285.png",
                                "a.classic.png")
                        .map(Path::of)
                        .toList()))
                .map(Path::toString)
                .containsExactly("a.jpg", "other.class285.png", "a.classic.png");
    }
}
