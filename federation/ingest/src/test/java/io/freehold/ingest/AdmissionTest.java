package io.freehold.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freehold.ingest.Admission.BusyException;
import io.freehold.ingest.Admission.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No sender starves another, and memory is bounded. */
@Timeout(30)
class AdmissionTest {
  private static final RateLimit LIMIT = new RateLimit(100_000, 1_000_000);
  private static final Sender NOISY = new Sender.OfCluster("noisy", "http", "10.0.0.1");
  private static final Sender QUIET = new Sender.OfCluster("quiet", "http", "10.0.0.2");

  private Instant now = Fleet.NOW;
  private final Admission admission = new Admission(LIMIT, () -> now);

  @Test
  void a_sender_that_owes_waits_as_long_as_it_takes_and_others_do_not() {
    try (Ticket ticket = admission.admit(NOISY)) {
      ticket.spend(1_200_000);
    }
    assertThatThrownBy(() -> admission.admit(NOISY))
        .isInstanceOfSatisfying(
            BusyException.class,
            e -> {
              assertThat(e.own()).isTrue();
              assertThat(e.pause()).isBetween(Duration.ofSeconds(2), Duration.ofMillis(2_001));
            });
    admission.admit(QUIET).close();
    now = now.plusMillis(2_001);
    admission.admit(NOISY).close();
  }

  @Test
  void requests_cost_something_even_when_they_are_empty() {
    long passed = 0;
    try {
      while (true) {
        try (Ticket ticket = admission.admit(NOISY)) {
          ticket.spend(0);
          passed++;
        }
      }
    } catch (BusyException _) {
      assertThat(passed).isEqualTo(1_000_000 / RateLimit.SMALLEST + 1);
    }
  }

  @Test
  void places_that_a_noisy_sender_waits_for_are_not_all_there_are() {
    List<Ticket> noisy = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Ticket ticket = admission.admit(NOISY);
      ticket.enter();
      noisy.add(ticket);
    }
    Thread waiting =
        Thread.ofVirtual()
            .start(() -> {
              try (Ticket fifth = admission.admit(NOISY)) {
                fifth.enter();
              }
            });
    try (Ticket quiet = admission.admit(QUIET)) {
      // Would wait for its patience and fail if the noisy one had taken every place.
      quiet.enter();
    }
    assertThat(waiting.isAlive()).isTrue();
    noisy.forEach(Ticket::close);
  }

  @Test
  void bodies_are_bounded_together_and_given_back() {
    try (Ticket ticket = admission.admit(NOISY)) {
      ticket.hold(Admission.MEMORY / 4);
      assertThatThrownBy(() -> ticket.hold(1)).isInstanceOf(BusyException.class);
      try (Ticket quiet = admission.admit(QUIET)) {
        quiet.hold(1000);
      }
    }
    assertThat(admission.held()).isZero();
  }

  @Test
  void a_body_that_never_ends_loses_its_memory_to_those_who_need_it() {
    Ticket slow = admission.admit(NOISY);
    slow.hold(Admission.MEMORY / 4);
    now = now.plus(Admission.SLOWEST_BODY).plusSeconds(1);
    try (Ticket ticket = admission.admit(NOISY)) {
      ticket.hold(1000);
    }
    assertThatThrownBy(() -> slow.hold(1)).isInstanceOf(BusyException.class);
    slow.close();
    assertThat(admission.held()).isZero();
  }

  @Test
  void requests_of_one_sender_are_bounded() {
    List<Ticket> tickets = new ArrayList<>();
    for (int i = 0; i < Admission.UNDER_WAY; i++) {
      tickets.add(admission.admit(NOISY));
    }
    assertThatThrownBy(() -> admission.admit(NOISY)).isInstanceOf(BusyException.class);
    admission.admit(QUIET).close();
    tickets.getFirst().close();
    tickets.getFirst().close();
    admission.admit(NOISY).close();
    assertThatThrownBy(
            () -> {
              admission.admit(NOISY);
              admission.admit(NOISY);
            })
        .isInstanceOf(BusyException.class);
  }
}
