package io.freehold.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * Something that happened once: a sync that ended, a drift that was repaired, a report that was
 * refused.
 *
 * @param kind what happened
 * @param namespace namespace of the Application, empty when it is about the cluster
 * @param name name of the Application, empty when it is about the cluster
 * @param at when, RFC 3339
 * @param sync for {@link Kind#SYNC} the ended sync
 * @param drift for {@link Kind#DRIFT} what was changed by whom
 * @param message a sentence for people
 * @param commits for {@link Kind#SYNC} the newest commits that it brought, newest first, at most
 *     {@link Commit#LIMIT}: those of its source's repository after the revision that was applied
 *     before; of a first sync only the newest
 * @param moreCommits whether it brought more than these
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record JournalEntry(
    Kind kind,
    String namespace,
    String name,
    String at,
    ApplicationStatus.HistoryEntry sync,
    Drift drift,
    String message,
    List<Commit> commits,
    boolean moreCommits) {
  private static final ApplicationStatus.HistoryEntry NO_SYNC =
      new ApplicationStatus.HistoryEntry(0, OperationPhase.SUCCEEDED, "", "", "", "", "", 0, 0, 0);

  public JournalEntry {
    kind = Defaults.value(kind, Kind.NOTE);
    namespace = Defaults.text(namespace);
    name = Defaults.text(name);
    at = Defaults.text(at);
    sync = Defaults.value(sync, NO_SYNC);
    drift = Defaults.value(drift, Drift.NONE);
    message = Defaults.text(message);
    commits = Defaults.list(commits);
  }

  /** The same entry with the commits that the sync brought. */
  public JournalEntry with(List<Commit> brought) {
    boolean more = brought.size() > Commit.LIMIT;
    return new JournalEntry(
        kind,
        namespace,
        name,
        at,
        sync,
        drift,
        message,
        more ? brought.subList(0, Commit.LIMIT) : brought,
        more);
  }

  /** An ended sync. */
  public static JournalEntry sync(ApplicationId application, ApplicationStatus.HistoryEntry sync) {
    return new JournalEntry(
        Kind.SYNC,
        application.namespace(),
        application.name(),
        sync.finishedAt(),
        sync,
        Drift.NONE,
        sync.message(),
        List.of(),
        false);
  }

  /** A repaired or reported drift. */
  public static JournalEntry drift(
      ApplicationId application, String at, Drift drift, String message) {
    return new JournalEntry(
        Kind.DRIFT,
        application.namespace(),
        application.name(),
        at,
        NO_SYNC,
        drift,
        message,
        List.of(),
        false);
  }

  /** Something that people should know of an application. */
  public static JournalEntry note(ApplicationId application, String at, String message) {
    return new JournalEntry(
        Kind.NOTE,
        application.namespace(),
        application.name(),
        at,
        NO_SYNC,
        Drift.NONE,
        message,
        List.of(),
        false);
  }

  /** Kinds of journal entries. */
  public enum Kind {
    @JsonProperty("sync")
    SYNC,
    @JsonProperty("drift")
    DRIFT,
    @JsonProperty("note")
    NOTE
  }

  /**
   * A change of owned fields by somebody else.
   *
   * @param object the object, as {@link ObjectRef#toString()}
   * @param manager field manager that holds the fields now, empty when they were removed
   * @param fields paths of the fields, as {@code .spec.replicas}
   * @param repaired whether it was reverted
   * @param changes what changed from what to what; values of Secrets are hidden
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Drift(
      String object,
      String manager,
      List<String> fields,
      boolean repaired,
      List<FieldChange> changes) {
    static final Drift NONE = new Drift("", "", List.of(), false, List.of());

    public Drift {
      object = Defaults.text(object);
      manager = Defaults.text(manager);
      fields = Defaults.list(fields);
      changes = Defaults.list(changes);
    }

    /** Of which only the fields are known. */
    public Drift(String object, String manager, List<String> fields, boolean repaired) {
      this(object, manager, fields, repaired, List.of());
    }
  }
}
