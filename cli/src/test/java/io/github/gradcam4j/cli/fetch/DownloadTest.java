package io.github.gradcam4j.cli.fetch;

import static io.github.gradcam4j.cli.fetch.TestRepository.bytes;
import static io.github.gradcam4j.cli.fetch.TestRepository.chunks;
import static io.github.gradcam4j.cli.fetch.TestRepository.redirect;
import static io.github.gradcam4j.cli.fetch.TestRepository.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.BackendUnavailableException;
import io.github.gradcam4j.spi.NativeJar;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadTest {
    private static final byte[] CONTENT =
            "what a jar holds, more or less".repeat(5000).getBytes(StandardCharsets.UTF_8);
    private static final NativeJar JAR = TestRepository.jar(CONTENT);

    @TempDir
    Path folder;

    private final TestRepository server = new TestRepository(bytes(CONTENT));
    private Optional<String> authorization = Optional.empty();

    @AfterEach
    void stop() {
        server.close();
    }

    private byte[] fetch() throws IOException {
        Repository repository =
                new Repository(URI.create(server.address()), authorization, Optional.empty(), Optional.empty());
        Path file = folder.resolve("file");
        new Download(repository, new Connection(repository, Duration.ofMillis(500)), Duration.ofMillis(1))
                .to(JAR, file, progress::add);
        return Files.readAllBytes(file);
    }

    private final List<Long> progress = new ArrayList<>();

    private void assertRefused(String... hints) {
        assertThatThrownBy(this::fetch)
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessageContainingAll(hints);
    }

    @Test
    void a_file_is_fetched_and_its_progress_told() throws IOException {
        assertThat(fetch()).isEqualTo(CONTENT);
        assertThat(server.requests()).containsExactly("/maven/" + JAR.path());
        assertThat(progress).isSorted().endsWith((long) CONTENT.length);
    }

    @Test
    void another_content_of_the_same_length_is_refused_at_once() {
        byte[] other = CONTENT.clone();
        other[100]++;
        server.answer(bytes(other));
        assertRefused("SHA-256", JAR.sha256(), "not used");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void a_file_of_another_length_is_not_read() {
        server.answer(bytes(new byte[10]));
        assertRefused("is 10 bytes long and not " + CONTENT.length);
        assertThat(folder.resolve("file")).doesNotExist();
    }

    @Test
    void a_file_that_goes_on_is_cut_at_its_length() {
        server.answer(chunks(Arrays.copyOf(CONTENT, CONTENT.length + 200_000)));
        assertRefused("goes on after " + CONTENT.length);
        assertThat(folder.resolve("file").toFile().length()).isLessThanOrEqualTo(CONTENT.length);
    }

    @Test
    void a_connection_that_breaks_is_tried_three_times() {
        server.answer(exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT, 0, 1000);
            exchange.getResponseBody().flush();
            throw new IOException("cut");
        });
        assertRefused("3 attempts", "Check the network");
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void an_answer_that_ends_early_is_none() {
        server.answer(chunks(Arrays.copyOf(CONTENT, 1000)));
        assertRefused("ended after 1000 of " + CONTENT.length, "3 attempts");
    }

    @Test
    void a_server_that_goes_silent_is_given_up() {
        server.answer(exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT, 0, 1000);
            exchange.getResponseBody().flush();
            sleep(Duration.ofSeconds(3));
        });
        assertRefused("timed out", "3 attempts");
    }

    @Test
    void a_server_that_is_busy_is_asked_again() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        server.answer(exchange -> (asked.incrementAndGet() == 1 ? status(503) : bytes(CONTENT)).to(exchange));
        assertThat(fetch()).isEqualTo(CONTENT);
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void nobody_there_is_told_with_what_to_check() {
        server.close();
        assertRefused("Connection refused", "3 attempts", "settings.xml");
    }

    @ParameterizedTest
    @CsvSource({
        "404, does not have it",
        "401, <server> with the id of the mirror",
        "403, <server> with the id of the mirror",
        "407, proxy",
        "418, status 418",
    })
    void what_is_refused_is_not_asked_again(int status, String hint) {
        server.answer(status(status));
        assertRefused(hint, server.address());
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://other.example/x.jar", "ftp://127.0.0.1/x", "file:///etc/passwd", "http:x", "::"})
    void a_redirect_to_less_is_not_followed(String to) {
        server.answer(redirect(to));
        assertRefused("redirects to '" + to + "'", "not followed");
    }

    @Test
    void a_redirect_to_another_port_is_another_host() {
        try (TestRepository other = new TestRepository(bytes(CONTENT))) {
            server.answer(redirect(other.address()));
            assertRefused("not followed");
            assertThat(other.requests()).isEmpty();
        }
    }

    @Test
    void a_redirect_within_the_host_is_followed_with_the_login() throws IOException {
        authorization = Optional.of("Basic dXNlcjpwYXNz");
        List<String> logins = new ArrayList<>();
        server.answer(exchange -> {
            logins.add(exchange.getRequestHeaders().getFirst("Authorization"));
            (exchange.getRequestURI().getPath().equals("/moved") ? bytes(CONTENT) : redirect("/moved")).to(exchange);
        });
        assertThat(fetch()).isEqualTo(CONTENT);
        assertThat(logins).containsExactly("Basic dXNlcjpwYXNz", "Basic dXNlcjpwYXNz");
    }

    @Test
    void redirects_in_a_circle_end() {
        server.answer(redirect("/again"));
        assertRefused("more than 5 times");
    }

    @Test
    void a_proxy_is_gone_through_and_logged_in_at() throws IOException {
        List<String> logins = new ArrayList<>();
        server.answer(exchange -> {
            String login = exchange.getRequestHeaders().getFirst("Proxy-Authorization");
            logins.add(login);
            exchange.getResponseHeaders().set("Proxy-Authenticate", "Basic realm=\"p\"");
            (login == null ? status(407) : bytes(CONTENT)).to(exchange);
        });
        InetSocketAddress address =
                new InetSocketAddress("127.0.0.1", URI.create(server.address()).getPort());
        Repository repository = new Repository(
                URI.create("http://maven.example/r"),
                Optional.empty(),
                Optional.of(new Proxy(Proxy.Type.HTTP, address)),
                Optional.of(new MavenSettings.Proxy("http", "127.0.0.1", address.getPort(), "me", "pass", "")));
        Path file = folder.resolve("file");
        new Download(repository).to(JAR, file, bytes -> {});
        assertThat(file).hasBinaryContent(CONTENT);
        assertThat(logins).containsExactly(null, "Basic bWU6cGFzcw==");
    }

    private static void sleep(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
