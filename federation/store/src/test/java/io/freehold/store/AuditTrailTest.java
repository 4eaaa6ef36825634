package io.freehold.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.freehold.api.ChainedRecord;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What happens in the plane is added to the audit log and stays as it is. */
class AuditTrailTest {
  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

  private final Database database = TestDatabase.empty();
  private final AuditTrail trail = new AuditTrail(database, InstantSource.fixed(NOW));

  @Test
  void entries_are_chained_over_all_planes_on_a_database() {
    var other = new AuditTrail(TestDatabase.another(), InstantSource.fixed(NOW));
    trail.append(signIn("ada\u0000"));
    other.append(signIn("bob"));
    trail.append(signIn("cleo"));
    List<List<String>> rows = rows("record, previous, hash, actor");
    List<List<String>> newest = rows.subList(rows.size() - 3, rows.size());
    assertThat(newest).extracting(List::getLast).containsExactly("ada\uFFFD", "bob", "cleo");
    assertThat(newest.get(1).get(1)).isEqualTo(newest.get(0).get(2));
    assertThat(newest.get(2).get(1)).isEqualTo(newest.get(1).get(2));
    assertThat(newest)
        .allSatisfy(row -> assertThat(row.get(2)).isEqualTo(ChainedRecord.hash(row.getFirst())));
    assertThat(newest.getFirst().getFirst()).contains("\"detail\":{\"method\":\"oidc\"}");
  }

  @Test
  void the_database_changes_and_removes_no_entry() {
    trail.append(signIn("ada"));
    for (String change :
        List.of(
            "update audit set actor = 'eve'",
            "delete from audit",
            "truncate audit",
            "delete from audit_other",
            "truncate audit_other")) {
      assertThatThrownBy(() -> database.write(handle -> handle.execute(change)))
          .as(change)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("append-only");
    }
  }

  private static AuditEntry signIn(String actor) {
    return new AuditEntry(
        NOW,
        actor,
        "user",
        "session.open",
        "",
        "",
        "",
        "",
        "success",
        "192.0.2.7",
        JsonNodeFactory.instance.objectNode().put("method", "oidc"));
  }

  private List<List<String>> rows(String columns) {
    return database.read(handle ->
        handle
            .select("select " + columns + " from audit where origin = '' order by number")
            .map((row, _) ->
                List.of(row.getString(1), row.getString(2), row.getString(3), row.getString(4)))
            .list());
  }
}
