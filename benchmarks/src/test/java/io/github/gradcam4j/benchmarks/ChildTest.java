package io.github.gradcam4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChildTest {
    @Test
    void the_last_line_is_what_was_found_and_openmp_waits_asleep() throws Exception {
        assertThat(Child.java(Speaking.class, "3", "forward"))
                .containsEntry("arguments", "3 forward")
                .containsEntry("policy", "passive");
    }

    @Test
    void a_process_that_fails_is_no_measurement() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Child.java(Speaking.class, "fail"))
                .withMessageContaining("exit code 5");
    }

    static final class Speaking {
        private Speaking() {}

        public static void main(String[] args) {
            if (args[0].equals("fail")) {
                System.exit(5);
            }
            System.out.println("something else first");
            System.out.println("{\"arguments\": \"" + String.join(" ", List.of(args)) + "\", \"policy\": \""
                    + System.getenv("OMP_WAIT_POLICY") + "\"}");
        }
    }
}
