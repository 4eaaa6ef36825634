package io.freehold.dialect;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.api.ObjectRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request to sync, as people and programs write it into the field {@code operation}. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ArgoOperation(
    @Nullable Sync sync,
    @Nullable InitiatedBy initiatedBy,
    List<Note> info,
    ArgoSpec.@Nullable Retry retry) {
  public ArgoOperation {
    info = info == null ? List.of() : List.copyOf(info);
  }

  /** What to sync; an operation without it syncs everything. */
  public Sync what() {
    return sync == null ? Sync.ALL : sync;
  }

  /** Whether the agent itself asked for it. */
  public boolean automated() {
    return initiatedBy != null && initiatedBy.automated();
  }

  /** This operation at other revisions. */
  public ArgoOperation at(String revision, List<String> revisions) {
    Sync now = what();
    return new ArgoOperation(
        new Sync(
            revision,
            revisions,
            now.source(),
            now.sources(),
            now.prune(),
            now.dryRun(),
            now.resources(),
            now.manifests(),
            now.syncOptions(),
            now.syncStrategy(),
            now.autoHealAttemptsCount()),
        initiatedBy,
        info,
        retry);
  }

  /**
   * What to sync, and how: only what is said here counts, not what the Application's policy says.
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Sync(
      String revision,
      List<String> revisions,
      @Nullable JsonNode source,
      List<JsonNode> sources,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean prune,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean dryRun,
      List<Selected> resources,
      List<String> manifests,
      List<String> syncOptions,
      @Nullable JsonNode syncStrategy,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) long autoHealAttemptsCount) {
    static final Sync ALL =
        new Sync(
            "", List.of(), null, List.of(), false, false, List.of(), List.of(), List.of(), null, 0);

    public Sync {
      revision = revision == null ? "" : revision;
      revisions = revisions == null ? List.of() : List.copyOf(revisions);
      sources = sources == null ? List.of() : List.copyOf(sources);
      resources = resources == null ? List.of() : List.copyOf(resources);
      manifests = manifests == null ? List.of() : List.copyOf(manifests);
      syncOptions = syncOptions == null ? List.of() : List.copyOf(syncOptions);
    }

    /** Whether objects that cannot be changed are deleted and created again. */
    public boolean force() {
      return syncStrategy != null
          && (syncStrategy.path("hook").path("force").asBoolean()
              || syncStrategy.path("apply").path("force").asBoolean());
    }

    /** Whether hooks run: not in a selection, and not when the strategy is only to apply. */
    public boolean hooks() {
      boolean applyOnly =
          syncStrategy != null && syncStrategy.has("apply") && !syncStrategy.has("hook");
      return resources.isEmpty() && !applyOnly;
    }

    /** Whether an object is part of it. */
    public boolean selects(ObjectRef ref) {
      return resources.isEmpty() || resources.stream().anyMatch(one -> one.matches(ref));
    }
  }

  /** An object that is selected; without a namespace those of all namespaces. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Selected(String group, String kind, String name, String namespace) {
    public Selected {
      group = group == null ? "" : group;
      kind = kind == null ? "" : kind;
      name = name == null ? "" : name;
      namespace = namespace == null ? "" : namespace;
    }

    boolean matches(ObjectRef ref) {
      return ref.kind().equals(kind)
          && ref.group().equals(group)
          && ref.name().equals(name)
          && (namespace.isEmpty() || ref.namespace().equals(namespace));
    }
  }

  /** Who asked. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record InitiatedBy(
      @Nullable String username,
      @JsonProperty @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean automated) {}

  /** Something for people to read. */
  public record Note(@Nullable String name, @Nullable String value) {}
}
