package io.github.gradcam4j.cli.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.BackendUnavailableException;
import io.github.gradcam4j.spi.NativeJar;
import io.github.gradcam4j.spi.NativeParts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetcherTest {
    private static final byte[] CONTENT = "libraries".repeat(1000).getBytes(StandardCharsets.UTF_8);
    private static final NativeJar JAR = TestRepository.jar(CONTENT);

    @TempDir
    Path home;

    private final TestRepository server = new TestRepository(TestRepository.bytes(CONTENT));
    private final Properties system = new Properties();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Backend backend = new Backend();

    @BeforeEach
    void setUp() throws IOException {
        system.setProperty("user.home", home.toString());
        Files.createDirectories(home.resolve(".m2"));
        Files.writeString(home.resolve(".m2/settings.xml"), server.settings());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void give(boolean offline) {
        Fetcher.of(Map.of(), system, offline).give(backend, JAR, new Told());
    }

    private Path downloads() {
        return home.resolve(".cache/gradcam4j/downloads");
    }

    private void assertNothingIsLeft() throws IOException {
        try (Stream<Path> files = Files.list(downloads())) {
            assertThat(files.map(file -> file.getFileName().toString())).containsOnly(JAR.fileName() + ".lock");
        }
    }

    @Test
    void a_jar_is_fetched_handed_over_and_not_kept() throws IOException {
        give(false);
        assertThat(backend.installed).containsExactly(new String(CONTENT, StandardCharsets.UTF_8));
        assertThat(told).containsExactly("started " + server.address() + "/" + JAR.path(), "ended");
        assertNothingIsLeft();
    }

    @Test
    void what_maven_has_is_taken_without_a_network() throws IOException {
        Path file = home.resolve(".m2/repository").resolve(JAR.path());
        Files.createDirectories(file.getParent());
        Files.write(file, CONTENT);
        give(true);
        assertThat(backend.installed).hasSize(1);
        assertThat(told).containsExactly("found " + file);
        assertThat(file).exists();
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void what_maven_has_is_not_trusted() throws IOException {
        Path file = home.resolve(".m2/repository").resolve(JAR.path());
        Files.createDirectories(file.getParent());
        byte[] other = CONTENT.clone();
        other[0]++;
        Files.write(file, other);
        give(false);
        assertThat(backend.installed).containsExactly(new String(CONTENT, StandardCharsets.UTF_8));
    }

    @Test
    void offline_means_offline() throws IOException {
        assertThatThrownBy(() -> give(true))
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessageContaining("--offline forbids");
        Files.writeString(
                home.resolve(".m2/settings.xml"), server.settings().replace("</s", "<offline>true</offline></s"));
        assertThatThrownBy(() -> give(false)).hasMessageContainingAll("settings.xml", "<offline>");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void what_a_killed_process_left_is_not_used() throws IOException {
        Files.createDirectories(downloads());
        Files.writeString(downloads().resolve(JAR.fileName()), "half a j");
        Files.writeString(downloads().resolve(JAR.fileName() + ".part"), "half");
        give(false);
        assertThat(backend.installed).containsExactly(new String(CONTENT, StandardCharsets.UTF_8));
        assertNothingIsLeft();
    }

    @Test
    void a_download_that_could_not_be_installed_is_not_fetched_again() throws IOException {
        backend.full = true;
        assertThatThrownBy(() -> give(false)).hasMessageContaining("full");
        backend.full = false;
        give(true);
        assertThat(backend.installed).hasSize(1);
        assertThat(server.requests()).hasSize(1);
        assertNothingIsLeft();
    }

    @Test
    void a_failure_leaves_nothing() throws IOException {
        server.answer(TestRepository.bytes(new byte[CONTENT.length]));
        assertThatThrownBy(() -> give(false)).hasMessageContaining("SHA-256");
        assertThat(backend.installed).isEmpty();
        assertNothingIsLeft();
    }

    @Test
    void of_two_at_once_one_fetches_and_the_other_waits() throws Exception {
        CountDownLatch waits = new CountDownLatch(1);
        server.answer(exchange -> {
            try {
                waits.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            TestRepository.bytes(CONTENT).to(exchange);
        });
        Runnable one = () -> Fetcher.of(Map.of(), system, false).give(backend, JAR, new Told() {
            @Override
            public void waiting(String fileName) {
                super.waiting(fileName);
                waits.countDown();
            }
        });
        // Threads of their own: the common pool has only one on a machine with two cores.
        ExecutorService both = Executors.newFixedThreadPool(2);
        try {
            Future<?> first = both.submit(one);
            Future<?> second = both.submit(one);
            first.get(30, TimeUnit.SECONDS);
            second.get(30, TimeUnit.SECONDS);
        } finally {
            both.shutdown();
        }
        assertThat(server.requests()).hasSize(1);
        assertThat(backend.installed).hasSize(1);
        assertThat(told).containsOnlyOnce("waiting " + JAR.fileName());
        assertNothingIsLeft();
    }

    @Test
    void a_folder_that_cannot_be_made_is_named_with_the_variable() throws IOException {
        system.setProperty(
                "gradcam4j.cache", Files.writeString(home.resolve("taken"), "").toString());
        assertThatThrownBy(() -> give(false)).hasMessageContainingAll("taken", "GRADCAM4J_CACHE");
    }

    private class Told implements Watcher {
        @Override
        public void waiting(String fileName) {
            told.add("waiting " + fileName);
        }

        @Override
        public void found(NativeJar jar, Path file) {
            told.add("found " + file);
        }

        @Override
        public void started(NativeJar jar, URI address) {
            told.add("started " + address);
        }

        @Override
        public void progress(long bytes) {}

        @Override
        public void ended() {
            told.add("ended");
        }
    }

    private static final class Backend implements NativeParts {
        final List<String> installed = new CopyOnWriteArrayList<>();
        boolean full;

        @Override
        public List<NativeJar> missing() {
            return installed.isEmpty() ? List.of(JAR) : List.of();
        }

        @Override
        public void install(NativeJar jar, Path file) {
            if (full) {
                throw new BackendUnavailableException("the disk is full");
            }
            try {
                installed.add(Files.readString(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
