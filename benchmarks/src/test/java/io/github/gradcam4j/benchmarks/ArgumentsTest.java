package io.github.gradcam4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    private static final Path HERE = Path.of("/here");
    private static final Question PLAIN = new Question("plain", "How?", Kernels.class, "20", "200 -f 3");
    private static final Question LARGE =
            new Question("large", "How large?", TorchPeers.class, "3 {networks}/torch {python-torch}", "9");
    private static final List<Question> ALL = List.of(PLAIN, LARGE);

    @Test
    void without_names_the_short_form_puts_every_question_for_which_enough_is_given() {
        Arguments arguments = parse();

        assertThat(arguments.full()).isFalse();
        assertThat(arguments.questions()).containsExactly(PLAIN);
    }

    @Test
    void what_is_given_goes_into_the_arguments_and_paths_begin_where_the_user_is() {
        Arguments arguments =
                parse("short", "--networks", "../my nets", "--python-torch", "python3.11", "--results", "/out");

        assertThat(arguments.questions()).containsExactly(PLAIN, LARGE);
        assertThat(LARGE.arguments(false, arguments.given())).containsExactly("3", "/my nets/torch", "python3.11");
        assertThat(arguments.given()).containsEntry("results", "/out");
    }

    @Test
    void a_python_that_is_a_path_begins_where_the_user_is_too() {
        assertThat(parse("--python-torch", "venv/bin/python").given())
                .containsEntry("python-torch", "/here/venv/bin/python");
    }

    @Test
    void names_choose_questions_with_and_without_a_form() {
        assertThat(parse("full", "plain")).isEqualTo(new Arguments(true, List.of(PLAIN), Map.of()));
        assertThat(parse("plain")).isEqualTo(new Arguments(false, List.of(PLAIN), Map.of()));
        assertThat(PLAIN.arguments(true, Map.of())).containsExactly("200", "-f", "3");
    }

    @Test
    void a_question_that_needs_more_than_is_given_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("large"))
                .withMessageContaining("'large' needs --networks and --python-torch");
    }

    @Test
    void unknown_questions_and_options_are_refused_with_what_there_is() {
        assertThatIllegalArgumentException().isThrownBy(() -> parse("slow")).withMessageContaining("plain, large");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("--speed", "9"))
                .withMessageContaining("--networks");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("--networks"))
                .withMessageContaining("no value");
    }

    @Test
    void a_class_of_jmh_is_named_before_its_options() {
        Question question = Question.jmh("kernel", "How?", KernelBenchmark.class, "", "-f 3");

        assertThat(question.program()).isEqualTo(Jmh.class);
        assertThat(question.arguments(false, Map.of())).containsExactly("KernelBenchmark");
        assertThat(question.arguments(true, Map.of())).containsExactly("KernelBenchmark", "-f", "3");
    }

    @Test
    void the_real_questions_have_names_of_their_own_and_need_no_more_in_full_than_in_short() {
        assertThat(Questions.ALL).extracting(Question::name).doesNotHaveDuplicates();
        assertThat(Questions.ALL).allSatisfy(question -> {
            Question full = new Question("", "", Suite.class, question.fullForm(), "");
            assertThat(full.needs()).isEqualTo(question.needs());
            assertThat(Suite.usage()).contains(question.name(), question.asks());
        });
    }

    private static Arguments parse(String... words) {
        return Arguments.parse(List.of(words), HERE, ALL);
    }
}
