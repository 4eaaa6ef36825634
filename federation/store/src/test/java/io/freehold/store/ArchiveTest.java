package io.freehold.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What one plane knew, another knows after reading its archive. */
class ArchiveTest {
  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

  @Test
  void everything_is_there_again_and_newer_things_stay() throws IOException {
    Database database = TestDatabase.empty();
    var writer = new ReportWriter(database);
    writer.write(Records.journal("east", NOW, 1, 2, 3));
    writer.write(Records.state("east", NOW, 4, "shop"));
    new RefusalTable(database).add("mars", "the registry names no such cluster", 3, NOW);
    var text = new StringWriter();
    assertThat(new Archive(database).write(text, NOW)).isEqualTo(12);

    TestDatabase.empty();
    new RegistryTable(database)
        .replace(
            "c0ffee", NOW, List.of(new RegisteredCluster("east", Map.of(), List.of(), 60, "")));
    // An agent was faster than the people.
    writer.write(Records.state("east", NOW.plusSeconds(9), 5, "shop"));
    assertThat(read(database, text.toString())).isEqualTo(10);
    assertThat(read(database, text.toString())).isZero();

    var fleet = new FleetQueries(database);
    assertThat(Records.history(database, "east")).hasSize(3);
    assertThat(
            fleet
                .application(Scope.EVERYTHING, "east", "apps", "shop")
                .orElseThrow()
                .lastReportAt())
        .isEqualTo(NOW.plusSeconds(9));
    assertThat(new RefusalTable(database).all(Scope.EVERYTHING).getFirst().count()).isEqualTo(3);
  }

  @Test
  void what_is_no_archive_is_refused_with_its_line() {
    Database database = TestDatabase.empty();
    assertThatThrownBy(() -> read(database, "hello\n")).hasMessageContaining("line 1");
    String header = "{\"format\":\"freehold-plane\",\"version\":1}\n";
    assertThatThrownBy(() -> read(database, header + "{\"table\":\"pg_authid\",\"row\":{}}\n"))
        .hasMessageContaining("line 2");
    assertThatThrownBy(() -> read(database, header.replace("1}", "2}")))
        .hasMessageContaining("version");
  }

  private static long read(Database database, String text) throws IOException {
    return new Archive(database).read(new BufferedReader(new StringReader(text)));
  }
}
