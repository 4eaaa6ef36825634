package io.freehold.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the agent observed of an Application; times are RFC 3339 in UTC, absent text is empty. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ApplicationStatus(
    @JsonPropertyDescription("metadata.generation that this status is about.")
        long observedGeneration,
    @JsonPropertyDescription("Commit that was last applied.") String revision,
    @JsonPropertyDescription("Digest of the objects rendered from that commit.") String digest,
    @JsonPropertyDescription("Whether the cluster holds what Git wants.") SyncState sync,
    @JsonPropertyDescription("Health of the worst object.") Health health,
    @JsonPropertyDescription("Commit at which everything was last synced and healthy.")
        String healthyRevision,
    @JsonPropertyDescription("Digest of the objects of that commit.") String healthyDigest,
    @JsonPropertyDescription("What it went back from by itself, while it stays back.")
        @Nullable RolledBack rolledBack,
    @JsonPropertyDescription("Phases of hooks that run when it is deleted and have not run yet.")
        List<String> deletionHooks,
    @JsonPropertyDescription("The current or last sync.") Operation operation,
    @JsonPropertyDescription("The last syncs, newest first.") List<HistoryEntry> history,
    @JsonPropertyDescription("Ready, Reconciling, Stalled and what needs attention.")
        List<Condition> conditions,
    @JsonPropertyDescription("Counts.") Summary summary,
    @JsonPropertyDescription("Commit that the cluster was last compared with.")
        String comparedRevision,
    @JsonPropertyDescription("The first of the objects that are not as Git wants them.")
        List<ObjectDifference> differences,
    @JsonPropertyDescription(
            "The first of the objects in its namespaces whose Application does not exist.")
        List<OrphanedObject> orphans) {
  /** How many history entries are kept. */
  public static final int HISTORY_LIMIT = 10;

  /** How many differences are listed. */
  public static final int DIFFERENCES_LIMIT = 50;

  /** How many orphans are listed. */
  public static final int ORPHANS_LIMIT = 20;

  /** The status of an Application nobody has looked at. */
  public static final ApplicationStatus EMPTY =
      new ApplicationStatus(
          0,
          "",
          "",
          SyncState.UNKNOWN,
          Health.UNKNOWN,
          "",
          "",
          null,
          List.of(),
          Operation.NONE,
          List.of(),
          List.of(),
          Summary.NONE,
          "",
          List.of(),
          List.of());

  public ApplicationStatus {
    revision = Defaults.text(revision);
    digest = Defaults.text(digest);
    sync = Defaults.value(sync, SyncState.UNKNOWN);
    health = Defaults.value(health, Health.UNKNOWN);
    healthyRevision = Defaults.text(healthyRevision);
    healthyDigest = Defaults.text(healthyDigest);
    deletionHooks = Defaults.list(deletionHooks);
    operation = Defaults.value(operation, Operation.NONE);
    history = Defaults.list(history);
    conditions = Defaults.list(conditions);
    summary = Defaults.value(summary, Summary.NONE);
    comparedRevision = Defaults.text(comparedRevision);
    differences = Defaults.list(differences);
    orphans = Defaults.list(orphans);
  }

  /** Whether it says the same of all but the commits. */
  public boolean differsInRevisionOnly(ApplicationStatus other) {
    return !equals(other) && equals(other.at(revision, healthyRevision, comparedRevision));
  }

  private ApplicationStatus at(
      String newRevision, String newHealthyRevision, String newComparedRevision) {
    return new ApplicationStatus(
        observedGeneration,
        newRevision,
        digest,
        sync,
        health,
        newHealthyRevision,
        healthyDigest,
        rolledBack,
        deletionHooks,
        operation,
        history,
        conditions,
        summary,
        newComparedRevision,
        differences,
        orphans);
  }

  /** Of an Application that was never healthy, without differences. */
  public ApplicationStatus(
      long observedGeneration,
      String revision,
      String digest,
      SyncState sync,
      Health health,
      Operation operation,
      List<HistoryEntry> history,
      List<Condition> conditions,
      Summary summary) {
    this(
        observedGeneration,
        revision,
        digest,
        sync,
        health,
        "",
        "",
        null,
        List.of(),
        operation,
        history,
        conditions,
        summary,
        "",
        List.of(),
        List.of());
  }

  /**
   * A health and its reason.
   *
   * @param status the state
   * @param message why, naming the object; empty when healthy
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Health(HealthState status, String message) {
    /** Nothing is known. */
    public static final Health UNKNOWN = new Health(HealthState.UNKNOWN, "");

    public Health {
      status = Defaults.value(status, HealthState.UNKNOWN);
      message = Defaults.text(message);
    }
  }

  /**
   * One sync operation.
   *
   * @param phase how far it is
   * @param revision commit it applies
   * @param startedAt when it started
   * @param finishedAt when it ended, empty while it runs
   * @param message what happened or what it waits for
   * @param attempt 1 for the first try
   * @param digest digest of the objects it applies; only of an operation with hooks
   * @param hooks its hooks that were created, and how far they are
   * @param ending how it ends, while it runs and only its hooks are left to tidy up
   * @param endingMessage the message with which it ends
   * @param id the request that it carries out, empty when nobody asked for it
   * @param request what was asked for, without manifests; null when nobody asked
   * @param results what it did to objects, at most {@link #RESULTS_LIMIT} of them; only of one that
   *     was asked for
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Operation(
      OperationPhase phase,
      String revision,
      String startedAt,
      String finishedAt,
      String message,
      int attempt,
      @JsonPropertyDescription("Digest of the objects it applies, of an operation with hooks.")
          String digest,
      @JsonPropertyDescription("Its hooks that were created.") List<HookRun> hooks,
      @JsonPropertyDescription("How it ends, once only its hooks are left to tidy up.")
          String ending,
      @JsonPropertyDescription("The message with which it ends.") String endingMessage,
      @JsonPropertyDescription("The request that it carries out; empty when nobody asked for it.")
          String id,
      @JsonPropertyDescription("What was asked for.") @Nullable OperationRequest request,
      @JsonPropertyDescription("What it did to objects, or would do, when somebody asked for it.")
          List<ObjectResult> results) {
    /** How many results are kept. */
    public static final int RESULTS_LIMIT = 500;

    /** No operation has run. */
    public static final Operation NONE =
        new Operation(OperationPhase.SUCCEEDED, "", "", "", "", 0, "", List.of(), "", "");

    public Operation {
      phase = Defaults.value(phase, OperationPhase.SUCCEEDED);
      revision = Defaults.text(revision);
      startedAt = Defaults.text(startedAt);
      finishedAt = Defaults.text(finishedAt);
      message = Defaults.text(message);
      digest = Defaults.text(digest);
      hooks = Defaults.list(hooks);
      ending = Defaults.text(ending);
      endingMessage = Defaults.text(endingMessage);
      id = Defaults.text(id);
      results = Defaults.list(results);
    }

    /** One that nobody asked for. */
    public Operation(
        OperationPhase phase,
        String revision,
        String startedAt,
        String finishedAt,
        String message,
        int attempt,
        String digest,
        List<HookRun> hooks,
        String ending,
        String endingMessage) {
      this(
          phase,
          revision,
          startedAt,
          finishedAt,
          message,
          attempt,
          digest,
          hooks,
          ending,
          endingMessage,
          "",
          null,
          List.of());
    }

    /** This one, carrying out a request. */
    public Operation askedFor(TakenOperation taken, List<ObjectResult> done) {
      return new Operation(
          phase,
          revision,
          startedAt,
          finishedAt,
          message,
          attempt,
          digest,
          hooks,
          ending,
          endingMessage,
          taken.id(),
          taken.request().withoutManifests(),
          done);
    }
  }

  /**
   * One run of a hook.
   *
   * @param phase phase of the sync in which it ran, as {@code PreSync}
   * @param group API group of its object
   * @param kind kind of its object
   * @param namespace namespace of its object
   * @param name name of its object
   * @param outcome how far it is, as {@code Succeeded}
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record HookRun(
      String phase, String group, String kind, String namespace, String name, String outcome) {
    public HookRun {
      phase = Defaults.text(phase);
      group = Defaults.text(group);
      kind = Defaults.text(kind);
      namespace = Defaults.text(namespace);
      name = Defaults.text(name);
      outcome = Defaults.text(outcome);
    }
  }

  /**
   * One ended sync.
   *
   * @param id 1 for the Application's first sync, growing
   * @param phase how it ended
   * @param revision commit it applied
   * @param digest digest of the rendered objects
   * @param startedAt when it started
   * @param finishedAt when it ended
   * @param message what happened
   * @param created objects created
   * @param updated objects changed
   * @param pruned objects deleted
   * @param initiatedBy who asked for it, empty when nobody did
   * @param changes the first of the objects that it changed, at most {@link #CHANGES_LIMIT}
   * @param images container images of the objects that it created or changed, at most as many
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record HistoryEntry(
      long id,
      OperationPhase phase,
      String revision,
      String digest,
      String startedAt,
      String finishedAt,
      String message,
      int created,
      int updated,
      int pruned,
      @JsonPropertyDescription("Who asked for it; empty when nobody did.") String initiatedBy,
      @JsonPropertyDescription("The first of the objects that it changed.")
          List<ObjectResult> changes,
      @JsonPropertyDescription("Container images of the objects that it created or changed.")
          List<String> images) {
    /** How many changed objects, and how many images, are kept. */
    public static final int CHANGES_LIMIT = 30;

    public HistoryEntry {
      phase = Defaults.value(phase, OperationPhase.SUCCEEDED);
      revision = Defaults.text(revision);
      digest = Defaults.text(digest);
      startedAt = Defaults.text(startedAt);
      finishedAt = Defaults.text(finishedAt);
      message = Defaults.text(message);
      initiatedBy = Defaults.text(initiatedBy);
      changes = Defaults.list(changes);
      images = Defaults.list(images);
    }

    /** Only counts. */
    public HistoryEntry(
        long id,
        OperationPhase phase,
        String revision,
        String digest,
        String startedAt,
        String finishedAt,
        String message,
        int created,
        int updated,
        int pruned) {
      this(
          id,
          phase,
          revision,
          digest,
          startedAt,
          finishedAt,
          message,
          created,
          updated,
          pruned,
          "",
          List.of(),
          List.of());
    }
  }

  /**
   * Counts over the objects of an Application.
   *
   * @param objects objects that Git wants
   * @param synced of these, how many are in the cluster as rendered
   * @param healthy of these, how many are healthy
   * @param driftRepairs changes by others that were reverted since the Application was created
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Summary(int objects, int synced, int healthy, long driftRepairs) {
    /** All zero. */
    public static final Summary NONE = new Summary(0, 0, 0, 0);
  }
}
