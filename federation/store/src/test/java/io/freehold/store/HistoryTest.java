package io.freehold.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Months come and go. */
class HistoryTest {
  private static final Instant NOVEMBER = Instant.parse("2031-11-21T08:00:00Z");
  private static final Instant AUGUST = Instant.parse("2031-08-01T00:00:00Z");

  private Database database;
  private ReportWriter writer;

  @BeforeEach
  void open() {
    database = TestDatabase.empty();
    writer = new ReportWriter(database);
    new RegistryTable(database)
        .replace(
            "c0ffee",
            NOVEMBER,
            List.of(new RegisteredCluster("east", Map.of(), List.of(), 60, "")));
  }

  @Test
  void rows_move_to_the_table_of_their_month_and_repetitions_stay_one_row() {
    writer.write(Records.journal("east", NOVEMBER, 1, 2));
    assertThat(tableOf(1)).isEqualTo("journal_other");
    History history = new History(database, 13);
    assertThat(history.maintain(NOVEMBER)).isEmpty();
    assertThat(tableOf(1)).isEqualTo("journal_2031_11");
    writer.write(Records.journal("east", NOVEMBER, 2, 3));
    assertThat(sequences()).containsExactly(3L, 2L, 1L);
    assertThat(tableOf(3)).isEqualTo("journal_2031_11");
    assertThat(history.maintain(NOVEMBER)).isEmpty();
  }

  @Test
  void months_that_are_too_old_are_dropped_whole() {
    writer.write(Records.journal("east", AUGUST, 1));
    writer.write(Records.journal("east", NOVEMBER, 2));
    new History(database, 13).maintain(AUGUST);
    assertThat(tableOf(1)).isEqualTo("journal_2031_08");
    List<String> dropped = new History(database, 2).maintain(NOVEMBER);
    assertThat(dropped).contains("journal_2031_08", "sync_span_2031_08");
    assertThat(sequences()).containsExactly(2L);
    // Something that old which comes late is kept nowhere for long.
    writer.write(Records.journal("east", AUGUST, 3));
    new History(database, 2).maintain(NOVEMBER);
    assertThat(sequences()).containsExactly(2L);
  }

  private List<Long> sequences() {
    return Records.history(database, "east").stream().map(FleetEntry::sequence).toList();
  }

  private String tableOf(long sequence) {
    return database.read(handle ->
        handle
            .select("select tableoid::regclass::text from journal where sequence = ?", sequence)
            .mapTo(String.class)
            .one());
  }
}
