package io.freehold.dialect;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code spec} of an Argo CD Application, as far as it is not a source: sources are kept as
 * they were written, because the status repeats them.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ArgoSpec(
    String project,
    Destination destination,
    @Nullable JsonNode source,
    List<JsonNode> sources,
    @Nullable SyncPolicy syncPolicy,
    List<IgnoreDifference> ignoreDifferences,
    @Nullable Integer revisionHistoryLimit) {
  private static final int HISTORY = 10;

  public ArgoSpec {
    project = project == null || project.isEmpty() ? "default" : project;
    destination = destination == null ? new Destination("", "", "") : destination;
    source = source == null || source.isNull() ? null : source;
    sources = sources == null ? List.of() : List.copyOf(sources);
    ignoreDifferences = ignoreDifferences == null ? List.of() : List.copyOf(ignoreDifferences);
  }

  /** All sources, one or several. */
  public List<JsonNode> allSources() {
    return !sources.isEmpty() ? sources : source == null ? List.of() : List.of(source);
  }

  /** Whether it has the field for several sources. */
  public boolean multiple() {
    return !sources.isEmpty();
  }

  /** The policy, or one that asks for nothing. */
  public SyncPolicy policy() {
    return syncPolicy == null ? SyncPolicy.NONE : syncPolicy;
  }

  /** How many lines of the history are kept. */
  public int historyLimit() {
    return revisionHistoryLimit == null ? HISTORY : revisionHistoryLimit;
  }

  /** Where objects go. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Destination(String server, String name, String namespace) {
    public Destination {
      server = server == null ? "" : server;
      name = name == null ? "" : name;
      namespace = namespace == null ? "" : namespace;
    }
  }

  /** What happens without being asked, and how. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record SyncPolicy(
      @Nullable Automated automated,
      List<String> syncOptions,
      @Nullable Retry retry,
      @Nullable NamespaceMetadata managedNamespaceMetadata) {
    static final SyncPolicy NONE = new SyncPolicy(null, List.of(), null, null);

    public SyncPolicy {
      syncOptions = syncOptions == null ? List.of() : List.copyOf(syncOptions);
    }

    /** Whether syncs start by themselves. */
    public boolean syncsByItself() {
      return automated != null && (automated.enabled() == null || automated.enabled());
    }
  }

  /** What happens without being asked; everything is off unless switched on. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Automated(
      @Nullable Boolean enabled, boolean prune, boolean selfHeal, boolean allowEmpty) {}

  /** How a failed sync is tried again. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Retry(long limit, boolean refresh, @Nullable Backoff backoff) {}

  /** The pauses between attempts; durations without a unit are seconds. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Backoff(
      @Nullable String duration, @Nullable Integer factor, @Nullable String maxDuration) {}

  /** What a namespace that is created carries. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record NamespaceMetadata(Map<String, String> labels, Map<String, String> annotations) {
    public NamespaceMetadata {
      labels = labels == null ? Map.of() : Map.copyOf(labels);
      annotations = annotations == null ? Map.of() : Map.copyOf(annotations);
    }
  }

  /** Differences that do not count, of some objects. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record IgnoreDifference(
      String group,
      String kind,
      String name,
      String namespace,
      List<String> jsonPointers,
      List<String> jqPathExpressions,
      List<String> managedFieldsManagers) {
    public IgnoreDifference {
      group = group == null ? "" : group;
      kind = kind == null ? "" : kind;
      name = name == null ? "" : name;
      namespace = namespace == null ? "" : namespace;
      jsonPointers = jsonPointers == null ? List.of() : List.copyOf(jsonPointers);
      jqPathExpressions = jqPathExpressions == null ? List.of() : List.copyOf(jqPathExpressions);
      managedFieldsManagers =
          managedFieldsManagers == null ? List.of() : List.copyOf(managedFieldsManagers);
    }
  }
}
