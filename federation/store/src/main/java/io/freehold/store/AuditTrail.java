package io.freehold.store;

import io.freehold.api.ChainedRecord;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Adds what happens in the plane itself to the audit log. */
public final class AuditTrail {
  /** Origin of the plane's own entries. */
  static final String OWN = "";

  private final Database database;
  private final InstantSource clock;

  /**
   * @param clock says when entries are stored
   */
  public AuditTrail(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Adds an entry; it is stored when this returns.
   *
   * @throws StoreException when it could not be stored
   */
  public void append(AuditEntry entry) {
    database.write(handle -> {
      append(handle, List.of(entry));
      return entry;
    });
  }

  /** Adds entries within a transaction, for whose end others that add wait. */
  void append(Handle handle, List<AuditEntry> entries) {
    String chain =
        handle.select("select chain from audit_self for update").mapTo(String.class).one();
    AuditChain.Link last = AuditChain.head(handle, OWN, chain);
    for (AuditEntry entry : entries) {
      var record =
          new ChainedRecord(chain, last.number() + 1, last.hash(), AuditRows.content(entry));
      List<AuditRows.Row> rows = List.of(new AuditRows.Row(record, entry));
      AuditRows.insert(handle, OWN, rows, clock.instant());
      AuditChain.added(handle, OWN, chain, rows);
      last = new AuditChain.Link(record.number(), record.hash());
    }
  }
}
