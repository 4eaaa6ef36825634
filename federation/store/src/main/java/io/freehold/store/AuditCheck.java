package io.freehold.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.freehold.api.ChainedRecord;
import io.freehold.store.AuditFault.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Checks the chains of the audit log: what came since the last time, and once a day all of it. What
 * is wrong is written down, and is an entry of the plane itself. Several planes on one database
 * share the work.
 */
public final class AuditCheck {
  // Entries may arrive in another order than they were made, by way of a collector.
  private static final Duration LATE = Duration.ofMinutes(1);
  private static final Duration WHOLE = Duration.ofDays(1);
  private static final int BATCH = 500;
  // Of one chain and check; beyond it the rest is one.
  private static final int MAX_FAULTS = 100;

  private static final String DUE =
      """
      select origin, chain from audit_chain
      where chain <> '' and (checked_number < head_number or whole_at is null or whole_at < :whole)
      order by origin, chain
      """;
  private static final String ONE =
      """
      select head_number, anchor_number, anchor_hash, checked_number, whole_at from audit_chain
      where origin = :origin and chain = :chain for update skip locked
      """;
  private static final String BEFORE =
      """
      select number, hash from audit
      where origin = :origin and chain = :chain and number <= :number and number > :anchor
      order by number desc limit 1
      """;
  private static final String ROWS =
      """
      select number, previous, hash, record, stored_at from audit
      where origin = :origin and chain = :chain and number > :number order by number, stored_at
      """;

  private final Database database;
  private final AuditTrail trail;
  private final InstantSource clock;

  public AuditCheck(Database database, AuditTrail trail, InstantSource clock) {
    this.database = database;
    this.trail = trail;
    this.clock = clock;
  }

  /**
   * Checks what is to be checked.
   *
   * @return how many faults were found that were not known
   */
  public int run() {
    Instant now = clock.instant();
    List<Key> due =
        database.read(handle ->
            handle
                .createQuery(DUE)
                .bind("whole", time(now.minus(WHOLE)))
                .map((row, _) -> new Key(row.getString("origin"), row.getString("chain")))
                .list());
    int found = 0;
    for (Key key : due) {
      List<AuditFault> faults = database.write(handle -> check(handle, key, now));
      faults.forEach(fault -> trail.append(entry(key, fault)));
      found += faults.size();
    }
    return found;
  }

  /** Checks a chain; the faults that are new. */
  private static List<AuditFault> check(Handle handle, Key key, Instant now) {
    Optional<State> locked =
        handle
            .createQuery(ONE)
            .bind("origin", key.origin())
            .bind("chain", key.chain())
            .map((row, _) -> State.of(row))
            .findOne();
    if (locked.isEmpty()) {
      return List.of();
    }
    State state = locked.get();
    boolean whole = state.wholeAt().isEmpty() || state.wholeAt().get().isBefore(now.minus(WHOLE));
    AuditChain.Link start = whole ? state.anchor() : start(handle, key, state);
    List<AuditFault> known = AuditChain.faults(handle, key.origin(), key.chain());
    var walk = new Walk(key.chain(), start, now);
    try (Stream<Row> rows =
        handle
            .createQuery(ROWS)
            .setFetchSize(BATCH)
            .bind("origin", key.origin())
            .bind("chain", key.chain())
            .bind("number", start.number())
            .map((row, _) -> Row.of(row))
            .stream()) {
      Iterator<Row> each = rows.iterator();
      while (each.hasNext() && walk.goesOn()) {
        walk.next(each.next());
      }
    }
    walk.end(state.head());
    List<AuditFault> faults =
        walk.faults.stream()
            .map(fault -> known.stream().filter(fault::sameAs).findFirst().orElse(fault))
            .toList();
    AuditChain.faults(handle, key.origin(), key.chain(), start.number(), faults);
    handle
        .createUpdate(
            "update audit_chain set checked_number = :number, checked_at = :now,"
                + " whole_at = case when :whole then :now else whole_at end"
                + " where origin = :origin and chain = :chain")
        .bind("number", walk.last.number())
        .bind("now", time(now))
        .bind("whole", whole)
        .bind("origin", key.origin())
        .bind("chain", key.chain())
        .execute();
    return faults.stream().filter(fault -> known.stream().noneMatch(fault::sameAs)).toList();
  }

  /** The last entry that was checked and is there. */
  private static AuditChain.Link start(Handle handle, Key key, State state) {
    return handle
        .createQuery(BEFORE)
        .bind("origin", key.origin())
        .bind("chain", key.chain())
        .bind("number", state.checked())
        .bind("anchor", state.anchor().number())
        .map((row, _) -> new AuditChain.Link(row.getLong("number"), row.getString("hash")))
        .findOne()
        .orElse(state.anchor());
  }

  private AuditEntry entry(Key key, AuditFault fault) {
    return new AuditEntry(
        clock.instant(),
        "freehold-plane",
        "plane",
        "audit." + (fault.kind() == Kind.MISSING ? "gap" : "broken"),
        fault.text(),
        key.origin(),
        "",
        "",
        "failure",
        "check",
        JsonNodeFactory.instance
            .objectNode()
            .put("chain", key.chain())
            .put("from", fault.from())
            .put("to", fault.to())
            .put("kind", fault.kind().toString()));
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private record Key(String origin, String chain) {}

  private record State(long head, AuditChain.Link anchor, long checked, Optional<Instant> wholeAt) {
    static State of(ResultSet row) throws SQLException {
      return new State(
          row.getLong("head_number"),
          new AuditChain.Link(row.getLong("anchor_number"), row.getString("anchor_hash")),
          row.getLong("checked_number"),
          Optional.ofNullable(row.getObject("whole_at", OffsetDateTime.class))
              .map(OffsetDateTime::toInstant));
    }
  }

  private record Row(AuditChain.Link link, String previous, String record, Instant storedAt) {
    static Row of(ResultSet row) throws SQLException {
      return new Row(
          new AuditChain.Link(row.getLong("number"), row.getString("hash")),
          row.getString("previous"),
          row.getString("record"),
          row.getObject("stored_at", OffsetDateTime.class).toInstant());
    }

    /** Whether the row says what its digest is of. */
    boolean genuine(String chain) {
      if (!ChainedRecord.hash(record).equals(link.hash())) {
        return false;
      }
      JsonNode said = Json.tree(record);
      return said.path("chain").asText().equals(chain)
          && said.path("number").asLong() == link.number()
          && said.path("previous").asText().equals(previous);
    }
  }

  /** A walk along one chain. */
  private static final class Walk {
    private final String chain;
    private final Instant now;
    private final List<AuditFault> faults = new ArrayList<>();
    private AuditChain.Link last;
    private boolean waits;

    Walk(String chain, AuditChain.Link start, Instant now) {
      this.chain = chain;
      this.last = start;
      this.now = now;
    }

    boolean goesOn() {
      return !waits;
    }

    void next(Row row) {
      long number = row.link().number();
      if (number == last.number()) {
        if (!row.link().hash().equals(last.hash())) {
          fault(number, number, Kind.TWICE);
        }
        return;
      }
      if (number > last.number() + 1) {
        if (row.storedAt().isAfter(now.minus(LATE))) {
          waits = true;
          return;
        }
        fault(last.number() + 1, number - 1, Kind.MISSING);
      } else if (!row.previous().equals(last.hash())) {
        fault(number, number, Kind.BROKEN);
      }
      if (!row.genuine(chain)) {
        fault(number, number, Kind.ALTERED);
      }
      last = row.link();
    }

    /** Nothing more came, though there was an entry of this number once. */
    void end(long head) {
      if (!waits && head > last.number()) {
        fault(last.number() + 1, head, Kind.MISSING);
        last = new AuditChain.Link(head, "");
      }
    }

    private void fault(long from, long to, Kind kind) {
      if (faults.size() < MAX_FAULTS) {
        faults.add(new AuditFault(from, to, kind, now));
      }
    }
  }
}
