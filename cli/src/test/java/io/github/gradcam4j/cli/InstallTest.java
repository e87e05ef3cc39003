package io.github.gradcam4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.cli.CommandLineFixture.Outcome;
import io.github.gradcam4j.cli.fetch.TestRepository;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a backend lacks is fetched, and said. */
class InstallTest {
    private static final String JAR = PartialBackend.JAR.fileName();

    @TempDir
    Path folder;

    private final TestRepository server = new TestRepository(TestRepository.bytes(PartialBackend.CONTENT));
    private final PartialBackend partial = new PartialBackend();
    private CommandLineFixture cli;
    private String model;

    @BeforeEach
    void setUp() {
        cli = new CommandLineFixture(folder);
        cli.backends = List.of(cli.backend, partial);
        model = cli.file("partial.model", "partial").toString();
        places().forEach(System::setProperty);
    }

    private Map<String, String> places() {
        return Map.of(
                "maven.user.settings",
                        cli.file("settings.xml", server.settings()).toString(),
                "maven.installation.settings", cli.path("none.xml"),
                "maven.repo.local", cli.path("repository"),
                "gradcam4j.cache", cli.path("cache"));
    }

    @AfterEach
    void tearDown() {
        places().keySet().forEach(System::clearProperty);
        server.close();
    }

    private Outcome explain(String... more) {
        String[] line = new String[7 + more.length];
        System.arraycopy(
                new String[] {"explain", "-m", model, "-o", cli.path("out"), "-fnpy", cli.picture("a.pgm")},
                0,
                line,
                0,
                7);
        System.arraycopy(more, 0, line, 7, more.length);
        return cli.run(line);
    }

    @Test
    void install_fetches_says_so_and_is_ready() {
        Outcome outcome = cli.run("install", "partial", "tiny");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.err())
                .isEqualToIgnoringNewLines("gradcam4j: fetching " + JAR + " (20 bytes) from " + server.address() + "/"
                        + PartialBackend.JAR.path());
        assertThat(outcome.out().lines()).containsExactly("partial is ready: version 1", "tiny is ready: version 1");
        assertThat(cli.run("install", "partial").err()).isEmpty();
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void install_offline_says_what_to_do_and_goes_on_with_the_others() {
        Outcome outcome = cli.run("install", "--offline", "partial", "tiny");
        assertThat(outcome.exitCode()).isEqualTo(4);
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(outcome.err())
                .contains(JAR, "--offline forbids", "gradcam4j install partial", "mvn dependency:get")
                .contains("org.example:tiny-native:1.0:jar:any");
        assertThat(outcome.out()).contains("tiny is ready");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void a_backend_that_is_not_there_is_2() {
        assertThat(cli.run("install", "parital").exitCode()).isEqualTo(2);
    }

    @Test
    void a_repository_without_the_jar_is_4_on_one_line() {
        server.answer(TestRepository.status(404));
        Outcome outcome = cli.run("install", "partial");
        assertThat(outcome.exitCode()).isEqualTo(4);
        assertThat(outcome.err().lines()).hasSize(2);
        assertThat(outcome.err()).contains("'partial' needs " + JAR, "404", "mvn dependency:get");
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void a_model_that_needs_it_fetches_it() {
        Outcome outcome = explain();
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.err()).startsWith("gradcam4j: fetching " + JAR);
        assertThat(cli.files("out")).containsExactly("a.class0.npy");
        assertThat(partial.recognised).isEqualTo(1);
        assertThat(explain().err()).doesNotContain("fetching");
    }

    @Test
    void quiet_fetches_without_a_word() {
        Outcome outcome = explain("--quiet");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(partial.complete).isTrue();
    }

    @Test
    void a_model_that_needs_it_offline_is_4() {
        Outcome outcome = explain("--offline", "--quiet");
        assertThat(outcome.exitCode()).isEqualTo(4);
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(outcome.err()).contains("'partial'", JAR, "--offline forbids", "gradcam4j install partial");
        assertThat(cli.files("out")).isEmpty();
    }

    @Test
    void an_explicit_choice_fetches_too() {
        assertThat(cli.run("layers", model, "--backend", "partial").exitCode()).isZero();
        assertThat(partial.complete).isTrue();
    }

    @Test
    void a_model_of_another_backend_fetches_nothing() {
        Outcome outcome = cli.explain("-fnpy", cli.picture("a.pgm"));
        assertThat(outcome.exitCode()).isZero();
        assertThat(server.requests()).isEmpty();
        assertThat(partial.complete).isFalse();
    }

    @Test
    void progress_is_shown_on_a_terminal() {
        cli.interactive = true;
        assertThat(cli.run("install", "partial").err()).contains("fetch", "100%");
    }

    @Test
    void doctor_says_what_is_lacking_and_how_to_get_it() {
        assertThat(cli.run("doctor").out())
                .containsPattern("partial\\s+not ready: lacks " + JAR + " \\(20 bytes\\)")
                .contains("Fetch with: gradcam4j install partial");
        cli.run("install", "partial");
        assertThat(cli.run("doctor").out()).containsPattern("partial\\s+ready, version 1");
    }
}
