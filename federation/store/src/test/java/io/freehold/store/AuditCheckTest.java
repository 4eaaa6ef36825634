package io.freehold.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.api.ApplicationStatus.HistoryEntry;
import io.freehold.api.ChainedRecord;
import io.freehold.api.JournalEntry;
import io.freehold.api.OperationPhase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Chains of clusters: whole, with gaps, and touched by somebody. */
class AuditCheckTest {
  private static final Instant START = Instant.parse("2031-11-21T08:00:00Z");

  private final Database database = TestDatabase.empty();
  private final ReportWriter writer = new ReportWriter(database);
  private final AuditQueries queries = new AuditQueries(database);
  // The log is only ever added to: every test has a cluster of its own.
  private final String cluster = "c-" + UUID.randomUUID();
  private final List<ChainedRecord> chain = chain(UUID.randomUUID().toString(), 10);
  private Instant now = START;
  private final AuditTrail trail = new AuditTrail(database, () -> now);
  private final AuditCheck check = new AuditCheck(database, trail, () -> now);

  @Test
  void what_arrives_in_any_order_and_twice_is_verified_to_the_last() {
    write(4, 5, 6);
    check.run();
    assertThat(only().state()).isEqualTo(AuditChainRow.State.CHECKING);
    write(1, 2, 3);
    write(2, 3, 4);
    check.run();
    assertThat(only().state()).isEqualTo(AuditChainRow.State.VERIFIED);
    assertThat(only().verified()).isEqualTo(6);
    assertThat(entries(new String[0])).hasSize(6);
  }

  @Test
  void a_gap_is_shown_until_it_is_filled_and_is_an_entry_itself() {
    write(1, 2, 3, 7, 8);
    check.run();
    assertThat(only().faults()).as("it may still come").isEmpty();
    later();
    check.run();
    assertThat(only().state()).isEqualTo(AuditChainRow.State.GAP);
    assertThat(only().verified()).isEqualTo(3);
    assertThat(only().faults()).extracting(AuditFault::text).containsExactly("missing 4-6");
    assertThat(entries("audit.gap"))
        .extracting(row -> row.entry().object())
        .containsExactly("missing 4-6");
    check.run();
    assertThat(entries("audit.gap")).as("told once").hasSize(1);
    write(4, 5, 6, 9);
    check.run();
    assertThat(only().state()).isEqualTo(AuditChainRow.State.VERIFIED);
    assertThat(only().verified()).isEqualTo(9);
  }

  @Test
  void another_entry_in_the_place_of_one_does_not_fit() {
    write(1, 2);
    ChainedRecord forged =
        new ChainedRecord(chain.getFirst().chain(), 3, "0".repeat(64), chain.get(2).content());
    write(List.of(forged), 30);
    write(4);
    check.run();
    assertThat(only().state()).isEqualTo(AuditChainRow.State.BROKEN);
    assertThat(only().faults())
        .extracting(AuditFault::text)
        .containsExactly(
            "3 does not continue from the entry before",
            "4 does not continue from the entry before");
    assertThat(only().verified()).isEqualTo(2);
  }

  @Test
  void somebody_with_all_rights_on_the_database_is_found_within_a_day() {
    write(1, 2, 3, 4, 5);
    check.run();
    assertThat(only().state()).isEqualTo(AuditChainRow.State.VERIFIED);
    database.write(handle -> {
      handle.execute("alter table audit disable trigger user");
      handle.execute(
          "update audit set record = replace(record, 'done', 'gone') where origin = ? and number = 2",
          cluster);
      handle.execute("delete from audit where origin = ? and number >= 4", cluster);
      handle.execute("alter table audit enable trigger user");
      return true;
    });
    now = now.plus(Duration.ofHours(25));
    check.run();
    assertThat(only().faults())
        .extracting(AuditFault::text)
        .containsExactly("2 was changed after it was written", "missing 4-5");
  }

  @Test
  void months_are_dropped_behind_an_anchor_and_the_rest_can_be_checked() {
    var months = new AuditMonths(database, trail, 2);
    months.maintain(now);
    write(1, 2, 3);
    now = START.plus(Duration.ofDays(20));
    months.maintain(now);
    write(4, 5);
    now = START.plus(Duration.ofDays(85));
    assertThat(months.maintain(now)).containsExactly("audit_2031_11");
    check.run();
    assertThat(entries("application")).extracting(AuditRow::number).containsExactly(5L, 4L);
    assertThat(only().anchor()).isEqualTo(3);
    assertThat(only().state()).isEqualTo(AuditChainRow.State.VERIFIED);
    AuditRow anchor = entries("audit.anchor").getFirst();
    assertThat(anchor.entry().digest()).isEqualTo(chain.get(2).hash());
    assertThat(anchor.detail().path("dropped").asLong()).isEqualTo(3);
  }

  @Test
  void entries_are_found_by_who_what_where_and_when_page_by_page() {
    write(1, 2, 3);
    assertThat(entries("application.sync")).hasSize(3);
    assertThat(entries("object")).isEmpty();
    AuditFilter text = filter(List.of(), "APPS/SHOP", List.of("success"));
    List<AuditRow> first = queries.entries(Scope.EVERYTHING, text, Optional.empty(), 2);
    List<AuditRow> rest =
        queries.entries(Scope.EVERYTHING, text, Optional.of(first.getLast().position()), 2);
    assertThat(first).extracting(AuditRow::number).containsExactly(3L, 2L);
    assertThat(rest).extracting(AuditRow::number).containsExactly(1L);
    assertThat(
            queries.entries(
                Scope.EVERYTHING, filter(List.of(), "", List.of("failure")), Optional.empty(), 2))
        .isEmpty();
    AuditEntry entry = rest.getFirst().entry();
    assertThat(entry.actor()).isEqualTo("freehold-agent");
    assertThat(entry.revision()).isEqualTo("c0ffee");
    assertThat(rest.getFirst().detail().path("sync").path("message").asText()).isEqualTo("done 1");
  }

  private void later() {
    now = now.plus(Duration.ofMinutes(2));
  }

  private void write(int... numbers) {
    for (int number : numbers) {
      write(List.of(chain.get(number - 1)), number);
    }
  }

  private void write(List<ChainedRecord> records, long sequence) {
    List<Incoming.Entry> entries = new ArrayList<>();
    for (ChainedRecord record : records) {
      entries.add(
          new Incoming.Entry(
              sequence, START.plusSeconds(sequence), sync(record.number()), Optional.of(record)));
    }
    writer.write(new Incoming(cluster, now, List.of(), List.of(), List.of(), entries, List.of()));
  }

  private AuditChainRow only() {
    List<AuditChainRow> rows = queries.chains(Scope.EVERYTHING, List.of(cluster), "", "", 10);
    assertThat(rows).hasSize(1);
    return rows.getFirst();
  }

  private List<AuditRow> entries(String... actions) {
    return queries.entries(
        Scope.EVERYTHING, filter(List.of(actions), "", List.of()), Optional.empty(), 100);
  }

  private AuditFilter filter(List<String> actions, String text, List<String> results) {
    return new AuditFilter(
        Optional.empty(),
        Optional.empty(),
        List.of(),
        actions,
        "",
        List.of(cluster),
        results,
        text);
  }

  private static JournalEntry sync(long number) {
    return JournalEntry.sync(
        Records.SHOP,
        new HistoryEntry(
            number,
            OperationPhase.SUCCEEDED,
            "c0ffee",
            "",
            "",
            START.toString(),
            "done " + number,
            0,
            0,
            0));
  }

  private static List<ChainedRecord> chain(String id, int length) {
    List<ChainedRecord> chain = new ArrayList<>();
    IntStream.rangeClosed(1, length)
        .forEach(number ->
            chain.add(
                new ChainedRecord(
                    id,
                    number,
                    chain.isEmpty() ? "" : chain.getLast().hash(),
                    Map.of("entry", Map.of("sync", Map.of("message", "done " + number))))));
    return chain;
  }
}
