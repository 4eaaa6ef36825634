package io.freehold.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.api.Application;
import io.freehold.api.ApplicationId;
import io.freehold.api.ApplicationStatus;
import io.freehold.api.TakenOperation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusWriterTest {
  private static final ApplicationId SHOP = new ApplicationId("freehold-system", "shop");

  private final List<String> written = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final Deque<Runnable> threads = new ArrayDeque<>();
  private final List<Later> timers = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private boolean reachable = true;
  private final StatusWriter writer =
      new StatusWriter(
          SHOP,
          status("before"),
          new Store(),
          (pause, work) -> timers.add(new Later(now.plus(pause), work)),
          threads::add,
          new ThisClock(),
          Duration.ofSeconds(20),
          status -> told.add(status.digest()));

  private record Later(Instant at, Runnable work) {}

  @Test
  void aSettledStatusIsWrittenAtOnceAndAnUnchangedOneNever() {
    writer.offer(status("before"), true);
    writer.offer(status("one"), true);
    run();
    writer.offer(status("one"), true);
    pass(Duration.ofMinutes(1));

    assertThat(written).containsExactly("one");
  }

  @Test
  void whatTheProcessBeforeWroteIsToldOnceWithoutBeingWritten() {
    writer.offer(status("before"), false);
    run();
    assertThat(told).isEmpty();
    writer.offer(status("before"), true);
    writer.offer(status("before"), true);
    run();
    assertThat(told).containsExactly("before");

    writer.offer(status("one"), true);
    pass(Duration.ofMinutes(1));
    writer.offer(status("one"), true);
    run();
    assertThat(told).containsExactly("before", "one");
    assertThat(written).containsExactly("one");
  }

  @Test
  void whatDoesNotLastIsNotWritten() {
    writer.offer(status("running"), false);
    pass(Duration.ofMillis(500));
    writer.offer(status("done"), true);
    pass(Duration.ofMinutes(1));

    assertThat(written).containsExactly("done");
  }

  @Test
  void whatLastsIsWrittenAfterASecond() {
    writer.offer(status("running"), false);
    pass(Duration.ofMillis(1100));

    assertThat(written).containsExactly("running");
  }

  @Test
  void quickChangesAreWrittenFourTimesASecondAtMostAndTheLastAlways() {
    for (int i = 0; i <= 100; i++) {
      writer.offer(status("step " + i), true);
      pass(Duration.ofMillis(10));
    }
    pass(Duration.ofSeconds(1));

    assertThat(written).hasSizeBetween(4, 6).last().isEqualTo("step 100");
  }

  @Test
  void aTimerThatComesALittleEarlyIsGoodEnough() {
    writer.offer(status("one"), true);
    run();
    writer.offer(status("two"), true);
    now = timers.getFirst().at().minusMillis(1);
    timers.removeFirst().work().run();
    run();

    assertThat(written).containsExactly("one", "two");
  }

  @Test
  void aFailedWriteIsTriedAgainWithTheNewestStatus() {
    reachable = false;
    writer.offer(status("one"), true);
    run();
    writer.offer(status("two"), true);
    reachable = true;
    pass(Duration.ofSeconds(5));

    assertThat(written).containsExactly("two");
  }

  @Test
  void aChangeWhileWritingIsWrittenAfterwards() {
    writer.offer(status("one"), true);
    Runnable write = threads.remove();
    duringWrite = () -> writer.offer(status("two"), true);
    write.run();
    pass(Duration.ofSeconds(1));

    assertThat(written).containsExactly("one", "two");
  }

  @Test
  void commitsThatChangeNothingAreToldTogetherAndLater() {
    writer.offer(status("@1", "before"), true);
    pass(Duration.ofSeconds(15));
    writer.offer(status("@2", "before"), true);
    assertThat(written).isEmpty();
    pass(Duration.ofSeconds(6));

    assertThat(written).containsExactly("before@2");
  }

  @Test
  void aCommitThatChangesSomethingIsToldAtOnce() {
    writer.offer(status("@1", "before"), true);
    pass(Duration.ofSeconds(1));
    writer.offer(status("@2", "one"), true);
    run();

    assertThat(written).containsExactly("one@2");
  }

  @Test
  void whoAsksIsToldOfTheNextCommitAtOnce() {
    writer.asked();
    writer.offer(status("@1", "before"), true);
    run();
    writer.offer(status("@2", "before"), true);
    pass(Duration.ofSeconds(1));

    assertThat(written).containsExactly("before@1");
  }

  @Test
  void aClosedWriterWritesNothing() {
    writer.offer(status("one"), true);
    writer.close();
    pass(Duration.ofSeconds(5));

    assertThat(written).isEmpty();
  }

  private Runnable duringWrite = () -> {};

  private void run() {
    for (Runnable next = threads.poll(); next != null; next = threads.poll()) {
      next.run();
    }
  }

  private void pass(Duration time) {
    run();
    Instant end = now.plus(time);
    while (true) {
      Later due =
          timers.stream()
              .filter(timer -> !timer.at().isAfter(end))
              .min(java.util.Comparator.comparing(Later::at))
              .orElse(null);
      if (due == null) {
        now = end;
        return;
      }
      timers.remove(due);
      now = due.at();
      due.work().run();
      run();
    }
  }

  private static ApplicationStatus status(String digest) {
    return status("", digest);
  }

  private static ApplicationStatus status(String revision, String digest) {
    return new ApplicationStatus(
        1,
        revision,
        digest,
        io.freehold.api.SyncState.UNKNOWN,
        ApplicationStatus.Health.UNKNOWN,
        ApplicationStatus.Operation.NONE,
        List.of(),
        List.of(),
        ApplicationStatus.Summary.NONE);
  }

  private final class Store implements ApplicationStore {
    @Override
    public boolean writeStatus(ApplicationId id, ApplicationStatus status) {
      Runnable meanwhile = duringWrite;
      duringWrite = () -> {};
      meanwhile.run();
      if (reachable) {
        written.add(status.digest() + status.revision());
      }
      return reachable;
    }

    @Override
    public boolean addFinalizer(Application application) {
      return true;
    }

    @Override
    public boolean removeFinalizer(Application application) {
      return true;
    }

    @Override
    public String takeRequest(Application asked, TakenOperation taken) {
      throw new AssertionError("nobody asks for anything");
    }

    @Override
    public String endRequest(ApplicationId application, String kept) {
      throw new AssertionError("nobody asks for anything");
    }

    @Override
    public String endTermination(ApplicationId application, String value) {
      throw new AssertionError("nobody asks for anything");
    }
  }

  private final class ThisClock extends Clock {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
