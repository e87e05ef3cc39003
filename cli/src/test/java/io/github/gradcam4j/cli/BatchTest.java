package io.github.gradcam4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.ExplainerOptions;
import io.github.gradcam4j.GradCamException;
import io.github.gradcam4j.discovery.Platform;
import io.github.gradcam4j.formatters.TerminalSummary.Colours;
import io.github.gradcam4j.input.Input;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchTest {
    /** Long enough for any machine; what waits in vain fails afterwards. */
    private static final int PATIENCE_SECONDS = 30;

    private static final Workers ONE_AT_A_TIME = new Workers(1, OptionalInt.empty());

    @TempDir
    private Path folder;

    private CommandLineFixture cli;

    @BeforeEach
    void setUp() {
        cli = new CommandLineFixture(folder);
    }

    private ExitCode run(int count, Workers workers, Delivery delivery) {
        List<InputFile> inputs = new ArrayList<>();
        List<String> stems = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String stem = String.format(Locale.ROOT, "p%03d", i);
            inputs.add(new InputFile.OnDisk(Path.of(cli.picture("in/" + stem + ".pgm"))));
            stems.add(stem);
        }
        Platform platform = cli.platform();
        Future<Input> first = CompletableFuture.completedFuture(inputs.get(0).read(platform));
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        Console console = new Console(InputStream.nullInputStream(), nowhere, nowhere, false, Colours.NONE);
        ExplainerOptions options = ExplainerOptions.defaults().withPlatform(platform);
        try (Explainer explainer = Explainer.open(folder.resolve("tiny.model"), options)) {
            Batch batch = new Batch(
                    explainer,
                    platform,
                    new QuestionArguments(),
                    new TextArguments(),
                    new OutputArguments(),
                    delivery,
                    console,
                    false);
            return batch.run(inputs, stems, first, workers);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new GradCamException("waited in vain");
            }
        } catch (InterruptedException e) {
            throw new GradCamException("interrupted", e);
        }
    }

    @Test
    void the_model_explains_the_next_input_while_one_is_drawn_even_if_it_takes_one_at_a_time() {
        int count = 5;
        List<CountDownLatch> explained = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            explained.add(new CountDownLatch(1));
        }
        List<String> delivered = new ArrayList<>();
        ExitCode exitCode = run(count, ONE_AT_A_TIME, (explanations, stem, input) -> {
            int number = Integer.parseInt(stem.substring(1));
            explained.get(number).countDown();
            if (number + 1 < count) {
                await(explained.get(number + 1));
            }
            return () -> delivered.add(stem);
        });
        assertThat(exitCode).isEqualTo(ExitCode.DONE);
        assertThat(delivered).containsExactly("p000", "p001", "p002", "p003", "p004");
    }

    @Test
    void writing_that_does_not_come_along_is_waited_for_with_few_pictures_in_memory() {
        int most = ONE_AT_A_TIME.inputsUnderWay() + 2; // under way, waiting, and being written
        CountDownLatch many = new CountDownLatch(most);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        AtomicInteger inMemory = new AtomicInteger();
        List<Integer> seen = new ArrayList<>();
        ExitCode exitCode = run(4 * most, ONE_AT_A_TIME, (explanations, stem, input) -> {
            threads.add(Thread.currentThread());
            inMemory.incrementAndGet();
            many.countDown();
            return () -> {
                await(many);
                while (threads.stream().anyMatch(thread -> thread.getState() != Thread.State.WAITING)) {
                    Thread.onSpinWait();
                }
                seen.add(inMemory.getAndDecrement());
            };
        });
        assertThat(exitCode).isEqualTo(ExitCode.DONE);
        assertThat(seen).startsWith(most).allMatch(number -> number <= most);
    }

    @Test
    void an_input_that_cannot_be_drawn_or_written_costs_only_itself() {
        List<String> delivered = new ArrayList<>();
        ExitCode exitCode = run(6, ONE_AT_A_TIME, (explanations, stem, input) -> {
            if (stem.equals("p000") || stem.equals("p003")) {
                throw new GradCamException("cannot be drawn");
            }
            return () -> {
                if (stem.equals("p004")) {
                    throw new GradCamException("the disk is full");
                }
                delivered.add(stem);
            };
        });
        assertThat(exitCode).isEqualTo(ExitCode.INPUTS);
        assertThat(delivered).containsExactly("p001", "p002", "p005");
    }
}
