package io.freehold.store;

import io.freehold.api.ChainedRecord;
import java.time.InstantSource;
import org.jdbi.v3.core.Handle;

/** Adds what happens in the plane itself to the audit log. */
public final class AuditTrail {
  private static final String OWN = "";

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
      append(handle, entry);
      return entry;
    });
  }

  /** Adds an entry within a transaction, which others that add wait for. */
  private void append(Handle handle, AuditEntry entry) {
    String chain =
        handle.select("select chain from audit_self for update").mapTo(String.class).one();
    AuditChain.Head head = AuditChain.head(handle, OWN, chain);
    var record = new ChainedRecord(chain, head.number() + 1, head.hash(), AuditRows.content(entry));
    AuditRows.insert(handle, OWN, record, entry, clock.instant());
  }
}
