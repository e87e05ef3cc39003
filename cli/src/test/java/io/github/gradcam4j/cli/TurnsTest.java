package io.github.gradcam4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final int THREADS = 6;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    void no_more_than_so_many_are_in_the_model_and_none_before_the_first_is_through() {
        Turns turns = new Turns(2);
        CountDownLatch leave = new CountDownLatch(1);
        AtomicInteger inside = new AtomicInteger();
        Set<Thread> waiting = ConcurrentHashMap.newKeySet();
        List<Future<Integer>> others = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            others.add(threads.submit(() -> {
                waiting.add(Thread.currentThread());
                return turns.next(() -> {
                    inside.incrementAndGet();
                    await(leave);
                    return inside.get();
                });
            }));
        }
        awaitAll(waiting);
        assertThat(inside).hasValue(0);
        assertThat(turns.<String>first(() -> "explained")).isEqualTo("explained");
        while (inside.get() < 2) {
            Thread.onSpinWait();
        }
        awaitAll(waiting);
        assertThat(inside).hasValue(2);
        leave.countDown();
        assertThat(others).allSatisfy(other -> assertThat(Futures.get(other)).isBetween(2, THREADS));
    }

    private static void awaitAll(Set<Thread> waiting) {
        while (waiting.size() < THREADS
                || waiting.stream().anyMatch(thread -> thread.getState() != Thread.State.WAITING)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void after_a_first_one_that_fails_somebody_else_lets_the_others_in() {
        Turns turns = new Turns(1);
        assertThatThrownBy(() -> turns.first(() -> {
                    throw new InputException("damaged");
                }))
                .isInstanceOf(InputException.class);
        Future<String> other = threads.submit(() -> turns.next(() -> "explained"));
        assertThat(other).isNotDone();
        turns.open();
        assertThat(Futures.get(other)).isEqualTo("explained");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
