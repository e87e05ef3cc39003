package io.github.gradcam4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileNamesTest {
    @TempDir
    Path folder;

    CommandLineFixture cli;

    @BeforeEach
    void setUp() {
        cli = new CommandLineFixture(folder);
    }

    @Test
    void a_picture_becomes_one_file_for_its_best_class() {
        cli.explain("-f", "npy", cli.picture("light.pgm"), cli.darkPicture("dark.old.pgm"));
        assertThat(cli.files("out")).containsExactly("dark.old.class1.npy", "light.class0.npy");
    }

    @Test
    void formats_are_per_target_or_per_input() {
        cli.explain("-f", "npy,json", "-t", "top:2", cli.picture("a.pgm"));
        assertThat(cli.files("out")).containsExactly("a.class0.npy", "a.class1.npy", "a.json");
    }

    @Test
    void a_class_asked_for_twice_is_written_once() {
        CommandLineFixture.Outcome outcome =
                cli.explain("-f", "npy", "-t", "top", "-t", "class:0", cli.picture("a.pgm"));
        assertThat(outcome.exitCode()).isZero();
        assertThat(cli.files("out")).containsExactly("a.class0.npy");
    }

    @Test
    void layers_are_called_as_they_were_asked_for() {
        cli.explain("-f", "npy,json", "-l", "/block.0/Mul", "-l", "-1", cli.picture("a.pgm"));
        assertThat(cli.files("out"))
                .containsExactly(
                        "a.-block-0-Mul.json", "a.block-1.json", "a.class0.-block-0-Mul.npy", "a.class0.block-1.npy");
    }

    @Test
    void one_layer_is_not_part_of_the_name() {
        cli.explain("-f", "npy", "-l", "block.0", cli.picture("a.pgm"));
        assertThat(cli.files("out")).containsExactly("a.class0.npy");
    }

    @Test
    void items_of_a_batch_are_numbered_and_a_batch_of_one_is_not() {
        cli.explain("-f", "npy,json", cli.file("b.numbers", "2 250 3").toString());
        assertThat(cli.files("out"))
                .containsExactly("b.item0.class0.npy", "b.item0.json", "b.item1.class1.npy", "b.item1.json");
        cli.run(
                "explain",
                "-m",
                cli.path("tiny.model"),
                "-f",
                "npy",
                "-o",
                cli.path("single"),
                cli.file("c.numbers", "1 250").toString());
        assertThat(cli.files("single")).containsExactly("c.class0.npy");
    }

    @Test
    void dump_adds_the_tensors() {
        cli.explain("-f", "json", "--dump", "-t", "top:2", cli.picture("a.pgm"));
        assertThat(cli.files("out"))
                .containsExactly(
                        "a.activations.npy",
                        "a.class0.gradients.npy",
                        "a.class1.gradients.npy",
                        "a.json",
                        "a.outputs.npy",
                        "a.scores.npy");
    }

    @Test
    void stems_keep_the_extension_where_two_inputs_would_collide() {
        cli.explain("-f", "json", cli.picture("a.pgm"), cli.darkPicture("a.gray"), cli.picture("b.pgm"));
        assertThat(cli.files("out")).containsExactly("a.gray.json", "a.pgm.json", "b.json");
    }

    @Test
    void files_of_one_name_in_two_folders_are_told_apart_by_the_folders() {
        cli.explain("-f", "json", cli.picture("cats/1.pgm"), cli.picture("dogs/1.pgm"));
        assertThat(cli.files("out")).containsExactly("cats-1.pgm.json", "dogs-1.pgm.json");
    }

    @Test
    void inputs_that_nothing_tells_apart_are_refused_before_anything_is_written() {
        CommandLineFixture.Outcome outcome =
                cli.explain("-f", "json", cli.picture("x/cats/1.pgm"), cli.picture("y/cats/1.pgm"));
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err())
                .contains("x/cats/1.pgm")
                .contains("y/cats/1.pgm")
                .contains("-o");
        assertThat(folder.resolve("out")).doesNotExist();
    }
}
