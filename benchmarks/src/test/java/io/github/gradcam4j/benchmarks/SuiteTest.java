package io.github.gradcam4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuiteTest {
    @TempDir
    private Path folder;

    @Test
    void a_question_that_fails_is_no_end_but_makes_the_exit_code() throws Exception {
        Question failing = new Question("kernel", "Why?", Failing.class, "", "");
        Question answered = new Question("answered", "How?", Answering.class, "3", "4").with("-Dgreeting=hello");

        int code = Suite.run(new Arguments(true, List.of(failing, answered), Map.of()), folder, folder);

        assertThat(code).isEqualTo(1);
        assertThat(folder.resolve("kernel.json")).doesNotExist();
        assertThat(folder.resolve("answered.json")).content().isEqualTo("[4] full hello");
    }

    @Test
    void where_all_are_answered_the_exit_code_is_zero() throws Exception {
        Question answered = new Question("other", "How?", Answering.class, "3", "4").with("-Dgreeting=hello");

        assertThat(Suite.run(new Arguments(false, List.of(answered), Map.of()), folder, folder))
                .isZero();
        assertThat(folder.resolve("other.json")).content().isEqualTo("[3] short hello");
        assertThat(folder.resolve("benchmarks.md")).exists();
    }

    static final class Failing {
        private Failing() {}

        public static void main(String[] args) {
            throw new IllegalStateException("the native part is missing");
        }
    }

    static final class Answering {
        private Answering() {}

        public static void main(String[] args) throws IOException {
            String answer = List.of(args).subList(1, args.length) + " " + System.getProperty(Results.FORM) + " "
                    + System.getProperty("greeting");
            Files.writeString(Path.of(args[0]), answer);
        }
    }
}
