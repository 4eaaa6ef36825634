package io.freehold.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every plane on a database learns of every change, once and in one order. */
@Timeout(30)
class ChangeLogTest {
  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
  private static final Change EAST = new Change(Change.Kind.CLUSTER, "east", "", "");
  private static final Change WEST = new Change(Change.Kind.CLUSTER, "west", "", "");

  private Database database;
  private ChangeLog log;

  @BeforeEach
  void open() {
    database = TestDatabase.empty();
    log = new ChangeLog(database);
  }

  @Test
  void a_report_says_what_it_changed_and_a_repetition_nothing() {
    new ReportWriter(database).write(Records.state("east", NOW, 7, "shop"));
    List<LoggedChange> changes = log.after(EventId.START);
    assertThat(changes.stream().map(LoggedChange::change))
        .containsExactlyInAnyOrder(
            EAST, new Change(Change.Kind.APPLICATION, "east", "apps", "shop"));
    new ReportWriter(database).write(Records.state("east", NOW, 7, "shop"));
    assertThat(log.after(changes.getLast().id())).isEmpty();
  }

  @Test
  void who_was_away_goes_on_where_it_was_unless_that_is_forgotten() {
    log.append(List.of(EAST));
    EventId position = log.newest();
    log.append(List.of(WEST));
    assertThat(log.reaches(position)).isTrue();
    assertThat(log.after(position).stream().map(LoggedChange::change)).containsExactly(WEST);
    assertThat(EventId.parse(position.toString())).contains(position);
    assertThat(log.reaches(new EventId(position.transaction() - 1, 1))).isFalse();
    assertThat(log.reaches(new EventId(Long.MAX_VALUE, 1))).isFalse();
    log.prune();
    assertThat(log.reaches(position)).isTrue();
  }

  @Test
  void nothing_is_passed_over_that_commits_later_than_its_successor() throws Exception {
    var written = new CountDownLatch(1);
    var commit = new CountDownLatch(1);
    Thread slow =
        Thread.ofVirtual()
            .start(() ->
                database.write(handle -> {
                  ChangeLog.append(handle, List.of(EAST));
                  written.countDown();
                  try {
                    commit.await();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                  return 1;
                }));
    written.await();
    log.append(List.of(WEST));
    assertThat(log.after(EventId.START)).isEmpty();
    commit.countDown();
    slow.join();
    assertThat(log.after(EventId.START).stream().map(LoggedChange::change))
        .containsExactly(EAST, WEST);
  }

  @Test
  void what_one_plane_writes_another_is_told() throws Exception {
    BlockingQueue<Change> told = new LinkedBlockingQueue<>();
    BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    try (Database other = TestDatabase.another();
        var feed =
            new ChangeFeed(
                other, page -> page.forEach(logged -> told.add(logged.change())), messages::add);
        var here = new ChangeFeed(database, _ -> {}, _ -> {})) {
      feed.start();
      new ReportWriter(database).write(Records.state("east", NOW, 7, "shop"));
      assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo(EAST);
      assertThat(told.poll(10, TimeUnit.SECONDS))
          .isEqualTo(new Change(Change.Kind.APPLICATION, "east", "apps", "shop"));
      // A change has arrived, so it listens.
      here.send("something moved");
      assertThat(messages.poll(10, TimeUnit.SECONDS)).isEqualTo("something moved");
    }
  }
}
