package io.freehold.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One sync that somebody asks for, by writing it into the field {@code operation} of an
 * Application. The agent takes it from there, so that it runs once.
 *
 * @param revision what is applied: a commit, branch, tag or version, several joined by {@code +} as
 *     the status shows them; empty for what Git wants now. What Git wants later is not moved.
 * @param prune whether objects that Git no longer has are deleted; null for what the spec says
 * @param dryRun whether the API server is only asked what it would do
 * @param resources the objects that are synced; empty for all. A selection runs no hooks.
 * @param manifests objects in YAML or JSON that are applied instead of those in Git
 * @param options how objects are applied; null for what the spec says
 * @param retry how often it is tried again when it fails; null for never
 * @param initiatedBy who asks
 * @param infos what else is worth noting
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record OperationRequest(
    @JsonPropertyDescription(
            "Commit, branch, tag or version to apply; what Git wants now when empty.")
        String revision,
    @JsonPropertyDescription(
            "Delete objects that Git no longer has; what spec.sync.automated says when absent.")
        @Nullable Boolean prune,
    @JsonPropertyDescription("Only ask the API server what it would do.") boolean dryRun,
    @JsonPropertyDescription("The objects to sync; all when empty. A selection runs no hooks.")
        List<Selection> resources,
    @JsonPropertyDescription("Objects in YAML or JSON to apply instead of those in Git.")
        List<String> manifests,
    @JsonPropertyDescription("How objects are applied; as spec.sync.options when absent.")
        SyncPolicy.@Nullable Options options,
    @JsonPropertyDescription("How it is tried again when it fails; never when absent.")
        SyncPolicy.@Nullable Retry retry,
    @JsonPropertyDescription("Who asks.") Initiator initiatedBy,
    @JsonPropertyDescription("What else is worth noting.") List<Note> infos) {
  /** A sync of everything that Git wants now, as the spec says. */
  public static final OperationRequest EVERYTHING =
      new OperationRequest(
          "", null, false, List.of(), List.of(), null, null, Initiator.UNKNOWN, List.of());

  public OperationRequest {
    revision = Defaults.text(revision);
    resources = Defaults.list(resources);
    manifests = Defaults.list(manifests);
    initiatedBy = Defaults.value(initiatedBy, Initiator.UNKNOWN);
    infos = Defaults.list(infos);
  }

  /**
   * A request without options and notes.
   *
   * @param retries how often it is tried again when it fails, with the usual pauses
   */
  public static OperationRequest of(
      String revision,
      @Nullable Boolean prune,
      boolean dryRun,
      List<Selection> resources,
      List<String> manifests,
      int retries,
      Initiator initiatedBy) {
    SyncPolicy.Retry retry =
        retries == 0 ? null : new SyncPolicy.Retry(retries, SyncPolicy.Backoff.DEFAULT);
    return new OperationRequest(
        revision, prune, dryRun, resources, manifests, null, retry, initiatedBy, List.of());
  }

  /** This request as a status keeps it: manifests may be large, and may be secret. */
  public OperationRequest withoutManifests() {
    return new OperationRequest(
        revision, prune, dryRun, resources, List.of(), options, retry, initiatedBy, infos);
  }

  /** Whether only some objects are synced. */
  @JsonIgnore
  public boolean isSelective() {
    return !resources.isEmpty();
  }

  /**
   * An object that is synced.
   *
   * @param group API group, empty for the core group
   * @param kind kind
   * @param namespace namespace; empty for any
   * @param name name
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Selection(
      @JsonPropertyDescription("API group; empty for the core group.") String group,
      @Required @JsonPropertyDescription("Kind.") String kind,
      @JsonPropertyDescription("Namespace; any when empty.") String namespace,
      @Required @JsonPropertyDescription("Name.") String name) {
    public Selection {
      group = Defaults.text(group);
      kind = Defaults.text(kind);
      namespace = Defaults.text(namespace);
      name = Defaults.text(name);
    }

    /** Whether it means an object. */
    public boolean selects(ObjectRef ref) {
      return ref.group().equals(group)
          && ref.kind().equals(kind)
          && ref.name().equals(name)
          && (namespace.isEmpty() || ref.namespace().equals(namespace));
    }

    /** {@code apps/Deployment shop/web}, as {@link ObjectRef#toString()}. */
    @Override
    public String toString() {
      return new ObjectRef(group, kind, namespace, name).toString();
    }
  }

  /**
   * Who asks.
   *
   * @param username name of a person or program
   * @param automated whether no person was involved
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  public record Initiator(
      @JsonPropertyDescription("Name of a person or program.") String username,
      @JsonPropertyDescription("Whether no person was involved.") boolean automated) {
    /** Nobody says. */
    public static final Initiator UNKNOWN = new Initiator("", false);

    public Initiator {
      username = Defaults.text(username);
    }
  }

  /**
   * A note.
   *
   * @param name what it is
   * @param value what it says
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Note(@Required String name, String value) {
    public Note {
      name = Defaults.text(name);
      value = Defaults.text(value);
    }
  }
}
