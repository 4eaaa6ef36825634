package io.freehold.store;

import io.freehold.api.ChainedRecord;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Rows of the audit log. */
final class AuditRows {
  private static final String INSERT =
      """
      insert into audit (stored_at, origin, chain, number, at, actor, actor_type, action, object,
        cluster, revision, digest, result, source, record, previous, hash)
      values (:storedAt, :origin, :chain, :number, :at, :actor, :actorType, :action, :object,
        :cluster, :revision, :digest, :result, :source, :record, :previous, :hash)
      on conflict do nothing
      """;

  private AuditRows() {}

  /**
   * An entry with its place in a chain.
   *
   * @param record what is chained
   * @param entry what people search
   */
  record Row(ChainedRecord record, AuditEntry entry) {}

  /** What the record of an entry of the plane itself says. */
  static Map<String, Object> content(AuditEntry entry) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("time", entry.time().toString());
    fields.put("actor", entry.actor());
    fields.put("actorType", entry.actorType());
    fields.put("action", entry.action());
    fields.put("object", entry.object());
    fields.put("cluster", entry.cluster());
    fields.put("revision", entry.revision());
    fields.put("digest", entry.digest());
    fields.put("result", entry.result());
    fields.put("source", entry.source());
    fields.put("detail", Json.plain(entry.detail()));
    return Map.of("entry", fields);
  }

  /** Adds rows of one origin. */
  static void insert(Handle handle, String origin, List<Row> rows, Instant storedAt) {
    PreparedBatch batch = handle.prepareBatch(INSERT);
    for (Row row : rows) {
      AuditEntry entry = row.entry();
      String text = row.record().text();
      batch
          .bind("storedAt", storedAt.atOffset(ZoneOffset.UTC))
          .bind("origin", origin)
          .bind("chain", row.record().chain())
          .bind("number", row.record().number())
          .bind("at", entry.time().atOffset(ZoneOffset.UTC))
          .bind("actor", clean(entry.actor()))
          .bind("actorType", clean(entry.actorType()))
          .bind("action", clean(entry.action()))
          .bind("object", clean(entry.object()))
          .bind("cluster", clean(entry.cluster()))
          .bind("revision", clean(entry.revision()))
          .bind("digest", clean(entry.digest()))
          .bind("result", clean(entry.result()))
          .bind("source", clean(entry.source()))
          .bind("record", text)
          .bind("previous", row.record().previous())
          .bind("hash", ChainedRecord.hash(text))
          .add();
    }
    batch.execute();
  }

  /** PostgreSQL has no NUL in its texts. */
  private static String clean(String text) {
    return text.replace('\0', '\uFFFD');
  }
}
