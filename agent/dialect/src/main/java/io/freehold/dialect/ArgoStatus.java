package io.freehold.dialect;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.dialect.ArgoOperation.InitiatedBy;
import io.freehold.dialect.ArgoSpec.NamespaceMetadata;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code status} of an Argo CD Application, as that product's users and tools know it. Times
 * are RFC 3339 in whole seconds; what is absent is empty.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ArgoStatus(
    List<Resource> resources,
    @Nullable SyncStatus sync,
    @Nullable Health health,
    List<History> history,
    List<Condition> conditions,
    String reconciledAt,
    @Nullable OperationState operationState,
    String sourceType,
    List<String> sourceTypes,
    @Nullable Summary summary,
    String controllerNamespace) {
  /** Of an Application that nobody has looked at. */
  public static final ArgoStatus EMPTY =
      new ArgoStatus(
          List.of(), null, null, List.of(), List.of(), "", null, "", List.of(), null, "");

  public ArgoStatus {
    resources = resources == null ? List.of() : List.copyOf(resources);
    history = history == null ? List.of() : List.copyOf(history);
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
    reconciledAt = reconciledAt == null ? "" : reconciledAt;
    sourceType = sourceType == null ? "" : sourceType;
    sourceTypes = sourceTypes == null ? List.of() : List.copyOf(sourceTypes);
    controllerNamespace = controllerNamespace == null ? "" : controllerNamespace;
  }

  /** This status with another operation state. */
  public ArgoStatus with(@Nullable OperationState state) {
    return new ArgoStatus(
        resources,
        sync,
        health,
        history,
        conditions,
        reconciledAt,
        state,
        sourceType,
        sourceTypes,
        summary,
        controllerNamespace);
  }

  /** This status with another history. */
  public ArgoStatus withHistory(List<History> lines) {
    return new ArgoStatus(
        resources,
        sync,
        health,
        lines,
        conditions,
        reconciledAt,
        operationState,
        sourceType,
        sourceTypes,
        summary,
        controllerNamespace);
  }

  /** This status with other conditions. */
  public ArgoStatus withConditions(List<Condition> now) {
    return new ArgoStatus(
        resources,
        sync,
        health,
        history,
        now,
        reconciledAt,
        operationState,
        sourceType,
        sourceTypes,
        summary,
        controllerNamespace);
  }

  /** The sync status as text; {@code Unknown} before the first comparison. */
  public String syncCode() {
    return sync == null ? "Unknown" : sync.status();
  }

  /** Whether the cluster holds what Git wants. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record SyncStatus(
      String status, @Nullable ComparedTo comparedTo, String revision, List<String> revisions) {
    public SyncStatus {
      status = status == null ? "" : status;
      revision = revision == null ? "" : revision;
      revisions = revisions == null ? List.of() : List.copyOf(revisions);
    }
  }

  /** What the cluster was compared with. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record ComparedTo(
      @Nullable JsonNode source,
      List<JsonNode> sources,
      ArgoSpec.Destination destination,
      List<ArgoSpec.IgnoreDifference> ignoreDifferences) {
    public ComparedTo {
      sources = sources == null ? List.of() : List.copyOf(sources);
      ignoreDifferences = ignoreDifferences == null ? List.of() : List.copyOf(ignoreDifferences);
    }
  }

  /** A health and its reason. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Health(String status, String message, String lastTransitionTime) {
    public Health {
      status = status == null ? "" : status;
      message = message == null ? "" : message;
      lastTransitionTime = lastTransitionTime == null ? "" : lastTransitionTime;
    }
  }

  /** One object of the Application. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Resource(
      String group,
      String version,
      String kind,
      String namespace,
      String name,
      String status,
      @Nullable Health health,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean hook,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean requiresPruning,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean requiresDeletionConfirmation,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) long syncWave) {
    public Resource {
      group = group == null ? "" : group;
      version = version == null ? "" : version;
      kind = kind == null ? "" : kind;
      namespace = namespace == null ? "" : namespace;
      name = name == null ? "" : name;
      status = status == null ? "" : status;
    }
  }

  /** One ended sync. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record History(
      @JsonInclude(JsonInclude.Include.ALWAYS) long id,
      String revision,
      List<String> revisions,
      @Nullable JsonNode source,
      List<JsonNode> sources,
      String deployedAt,
      String deployStartedAt,
      @Nullable InitiatedBy initiatedBy) {
    public History {
      revision = revision == null ? "" : revision;
      revisions = revisions == null ? List.of() : List.copyOf(revisions);
      sources = sources == null ? List.of() : List.copyOf(sources);
      deployedAt = deployedAt == null ? "" : deployedAt;
      deployStartedAt = deployStartedAt == null ? "" : deployStartedAt;
    }
  }

  /** Something that needs attention. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Condition(String type, String message, String lastTransitionTime) {
    public Condition {
      type = type == null ? "" : type;
      message = message == null ? "" : message;
      lastTransitionTime = lastTransitionTime == null ? "" : lastTransitionTime;
    }
  }

  /** The running or last operation. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record OperationState(
      ArgoOperation operation,
      String phase,
      String message,
      @Nullable SyncResult syncResult,
      String startedAt,
      String finishedAt,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) long retryCount) {
    /** Values of {@link #phase}. */
    public static final String RUNNING = "Running";

    /** A person wants it to end. */
    public static final String TERMINATING = "Terminating";

    /** It did not work. */
    public static final String FAILED = "Failed";

    /** It could not even be tried. */
    public static final String ERROR = "Error";

    /** It worked. */
    public static final String SUCCEEDED = "Succeeded";

    public OperationState {
      phase = phase == null ? "" : phase;
      message = message == null ? "" : message;
      startedAt = startedAt == null ? "" : startedAt;
      finishedAt = finishedAt == null ? "" : finishedAt;
    }

    /** Whether it is over. */
    public boolean completed() {
      return phase.equals(FAILED) || phase.equals(ERROR) || phase.equals(SUCCEEDED);
    }

    /** This state in another phase. */
    public OperationState in(String newPhase, String newMessage) {
      return new OperationState(
          operation, newPhase, newMessage, syncResult, startedAt, finishedAt, retryCount);
    }

    /** This state with what came out so far. */
    public OperationState with(@Nullable SyncResult result) {
      return new OperationState(
          operation, phase, message, result, startedAt, finishedAt, retryCount);
    }

    /** This state with an end. */
    public OperationState finished(String time) {
      return new OperationState(operation, phase, message, syncResult, startedAt, time, retryCount);
    }
  }

  /** What came out of a sync. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record SyncResult(
      List<Result> resources,
      String revision,
      List<String> revisions,
      @Nullable JsonNode source,
      List<JsonNode> sources,
      @Nullable NamespaceMetadata managedNamespaceMetadata) {
    public SyncResult {
      resources = resources == null ? List.of() : List.copyOf(resources);
      revision = revision == null ? "" : revision;
      revisions = revisions == null ? List.of() : List.copyOf(revisions);
      sources = sources == null ? List.of() : List.copyOf(sources);
    }

    /** This result with other resources. */
    public SyncResult with(List<Result> others) {
      return new SyncResult(others, revision, revisions, source, sources, managedNamespaceMetadata);
    }
  }

  /** What came out for one object in one phase. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Result(
      @JsonInclude(JsonInclude.Include.ALWAYS) String group,
      @JsonInclude(JsonInclude.Include.ALWAYS) String version,
      String kind,
      @JsonInclude(JsonInclude.Include.ALWAYS) String namespace,
      String name,
      String status,
      String message,
      String hookType,
      String hookPhase,
      String syncPhase) {
    public Result {
      group = group == null ? "" : group;
      version = version == null ? "" : version;
      kind = kind == null ? "" : kind;
      namespace = namespace == null ? "" : namespace;
      name = name == null ? "" : name;
      status = status == null ? "" : status;
      message = message == null ? "" : message;
      hookType = hookType == null ? "" : hookType;
      hookPhase = hookPhase == null ? "" : hookPhase;
      syncPhase = syncPhase == null ? "" : syncPhase;
    }
  }

  /** What can be seen from outside. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Summary(List<String> externalURLs, List<String> images) {
    public Summary {
      externalURLs = externalURLs == null ? List.of() : List.copyOf(externalURLs);
      images = images == null ? List.of() : List.copyOf(images);
    }
  }
}
