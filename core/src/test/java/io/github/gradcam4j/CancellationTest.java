package io.github.gradcam4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CancellationTest {
    @Test
    void nothing_ends_before_it_is_cancelled() {
        Cancellation cancellation = Cancellation.never();
        assertThatCode(cancellation::throwIfRequested).doesNotThrowAnyException();
        cancellation.cancel();
        assertThat(cancellation.isRequested()).isTrue();
        assertThatThrownBy(cancellation::throwIfRequested).isInstanceOf(CancelledException.class);
    }

    @Test
    void an_action_runs_once_however_often_it_is_cancelled() {
        AtomicInteger runs = new AtomicInteger();
        Cancellation cancellation = Cancellation.never();
        cancellation.onCancel(runs::incrementAndGet);
        cancellation.cancel();
        cancellation.cancel();
        assertThat(runs).hasValue(1);
        cancellation.onCancel(runs::incrementAndGet);
        assertThat(runs).as("at once when it is late").hasValue(2);
    }

    @Test
    void an_action_taken_back_does_not_run() {
        AtomicInteger runs = new AtomicInteger();
        Cancellation cancellation = Cancellation.never();
        Cancellation.Registration registration = cancellation.onCancel(runs::incrementAndGet);
        registration.close();
        registration.close();
        cancellation.cancel();
        assertThat(runs).hasValue(0);
    }

    @Test
    void taking_one_registration_back_twice_leaves_an_equal_action_of_another_owner() {
        AtomicInteger runs = new AtomicInteger();
        Runnable shared = runs::incrementAndGet;
        Cancellation cancellation = Cancellation.never();
        Cancellation.Registration first = cancellation.onCancel(shared);
        cancellation.onCancel(shared);
        first.close();
        first.close();
        cancellation.cancel();
        assertThat(runs).hasValue(1);
    }

    @Test
    void a_deadline_takes_effect_by_itself() {
        assertThat(Cancellation.after(Duration.ZERO).isRequested()).isTrue();
        assertThat(Cancellation.after(Duration.ofHours(1)).isRequested()).isFalse();
    }

    @Test
    void a_deadline_far_away_is_no_deadline() {
        assertThat(Cancellation.after(Duration.ofDays(365_000)).isRequested()).isFalse();
    }
}
