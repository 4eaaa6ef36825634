package io.freehold.store;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.freehold.api.ApplicationStatus.HistoryEntry;
import io.freehold.api.ChainedRecord;
import io.freehold.api.JournalEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** What agents write in their journals, as entries of the audit log. */
final class JournalAudit {
  /** Chain of entries that are in none: of agents from before there were chains. */
  static final String UNCHAINED = "";

  private static final String AGENT = "freehold-agent";
  private static final String SOURCE = "journal";
  private static final String REFUSED = "refused";

  private JournalAudit() {}

  /**
   * Adds journal entries of one cluster.
   *
   * @param entries those that were not there before
   */
  static void add(Handle handle, String cluster, List<Incoming.Entry> entries, Instant receivedAt) {
    if (entries.isEmpty()) {
      return;
    }
    List<AuditRows.Row> rows = new ArrayList<>();
    for (Incoming.Entry entry : entries) {
      rows.add(
          new AuditRows.Row(
              entry.link().orElseGet(() -> unchained(cluster, entry)),
              audit(cluster, entry.at(), entry.entry())));
    }
    AuditRows.insert(handle, cluster, rows, receivedAt);
    rows.stream()
        .collect(Collectors.groupingBy(row -> row.record().chain()))
        .forEach((chain, of) -> AuditChain.added(handle, cluster, chain, of));
  }

  private static ChainedRecord unchained(String cluster, Incoming.Entry entry) {
    Object said = Json.plain(Json.tree(entry.entry()));
    return new ChainedRecord(
        UNCHAINED,
        entry.sequence(),
        "",
        Map.of(
            "cluster",
            cluster,
            "sequence",
            entry.sequence(),
            "entry",
            said == null ? Map.of() : said));
  }

  private static AuditEntry audit(String cluster, Instant at, JournalEntry entry) {
    String application = entry.name().isEmpty() ? "" : entry.namespace() + "/" + entry.name();
    return switch (entry.kind()) {
      case SYNC -> {
        HistoryEntry sync = entry.sync();
        boolean asked = !sync.initiatedBy().isEmpty();
        boolean authored =
            !entry.commits().isEmpty() && !entry.commits().getFirst().author().isEmpty();
        yield entry(
            at,
            asked ? sync.initiatedBy() : authored ? entry.commits().getFirst().author() : AGENT,
            asked ? "user" : authored ? "author" : "agent",
            "application.sync",
            application,
            cluster,
            sync.revision(),
            sync.digest(),
            result(sync));
      }
      case DRIFT ->
          entry(
              at,
              entry.drift().manager().isEmpty() ? "unknown" : entry.drift().manager(),
              "manager",
              "object.change",
              entry.drift().object(),
              cluster,
              "",
              "",
              entry.drift().repaired() ? "reverted" : "reported");
      case NOTE ->
          entry(
              at,
              AGENT,
              "agent",
              "application.note",
              application,
              cluster,
              "",
              "",
              entry.message().startsWith(REFUSED) ? "denied" : "success");
    };
  }

  private static String result(HistoryEntry sync) {
    return switch (sync.phase()) {
      case SUCCEEDED -> "success";
      case FAILED, ERROR -> "failure";
      case SUPERSEDED, RUNNING -> "superseded";
    };
  }

  private static AuditEntry entry(
      Instant at,
      String actor,
      String actorType,
      String action,
      String object,
      String cluster,
      String revision,
      String digest,
      String result) {
    return new AuditEntry(
        at,
        actor,
        actorType,
        action,
        object,
        cluster,
        revision,
        digest,
        result,
        SOURCE,
        MissingNode.getInstance());
  }
}
