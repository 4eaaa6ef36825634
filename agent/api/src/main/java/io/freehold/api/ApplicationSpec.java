package io.freehold.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an Application asks for. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ApplicationSpec(
    @JsonPropertyDescription("Project whose rules apply; the project named default when empty.")
        String project,
    @Required @JsonPropertyDescription("Where the desired state comes from.") List<Source> sources,
    @JsonPropertyDescription("Where objects without a namespace go.") Destination destination,
    @JsonPropertyDescription("Variables that are replaced in rendered objects.")
        @Nullable Substitution substitute,
    @JsonPropertyDescription("How files that are encrypted in Git are read.")
        @Nullable Decryption decryption,
    @JsonPropertyDescription("How the cluster is made to match.") SyncPolicy sync,
    @JsonPropertyDescription(
            "What must be ready before this one starts: Applications, or any other objects.")
        List<Dependency> dependsOn,
    @JsonPropertyDescription(
            "Revision to stay at, whatever Git wants by now: a commit, tag or version.")
        String pin,
    @JsonPropertyDescription("Whether, and when, it goes back to what was healthy before.")
        @Nullable RollbackPolicy rollback,
    @JsonPropertyDescription("Fields of objects that may differ from Git.") List<IgnoreRule> ignore,
    @JsonPropertyDescription("How the health of objects is told.") @Nullable HealthPolicy health,
    @Default("MirrorPrune")
        @JsonPropertyDescription("What becomes of its objects when the Application is deleted.")
        DeletionPolicy deletionPolicy,
    @JsonPropertyDescription("Stop reconciling: nothing is applied, repaired or pruned.")
        boolean suspend) {
  static final ApplicationSpec EMPTY = of(List.of(), new Destination(""), SyncPolicy.DEFAULT);

  public ApplicationSpec {
    project = Defaults.text(project);
    sources = Defaults.list(sources);
    destination = Defaults.value(destination, new Destination(""));
    sync = Defaults.value(sync, SyncPolicy.DEFAULT);
    dependsOn = Defaults.list(dependsOn);
    pin = Defaults.text(pin);
    ignore = Defaults.list(ignore);
    deletionPolicy = Defaults.value(deletionPolicy, DeletionPolicy.MIRROR_PRUNE);
  }

  /** Without project, substitution, decryption and dependencies. */
  public static ApplicationSpec of(List<Source> sources, Destination destination, SyncPolicy sync) {
    return new ApplicationSpec(
        "",
        sources,
        destination,
        null,
        null,
        sync,
        List.of(),
        "",
        null,
        List.of(),
        null,
        DeletionPolicy.MIRROR_PRUNE,
        false);
  }

  /** The same with other sources, synced in another way; without pin. */
  public ApplicationSpec with(List<Source> otherSources, SyncPolicy otherSync) {
    return new ApplicationSpec(
        project,
        otherSources,
        destination,
        substitute,
        decryption,
        otherSync,
        dependsOn,
        "",
        rollback,
        ignore,
        health,
        deletionPolicy,
        suspend);
  }

  /** Variables of rendered objects. */
  public Substitution substitution() {
    return Defaults.value(substitute, Substitution.NONE);
  }

  /** How the health of objects is told. */
  public HealthPolicy healthPolicy() {
    return Defaults.value(health, HealthPolicy.NONE);
  }

  /** How encrypted files are read. */
  public Decryption decryptionKeys() {
    return Defaults.value(decryption, Decryption.NONE);
  }

  /**
   * Where objects go.
   *
   * @param namespace for namespaced objects that name none; the Application's own when empty
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Destination(
      @JsonPropertyDescription("Namespace of objects that name none.") String namespace) {
    public Destination {
      namespace = Defaults.text(namespace);
    }
  }

  /**
   * What must be ready first: an Application that is Synced and Healthy, or any other object.
   *
   * @param apiVersion its version, as {@code apps/v1}; that of Applications when empty
   * @param kind its kind; Application when empty
   * @param name its name
   * @param namespace its namespace; the dependant's own when empty
   * @param ready when it is ready, as an expression of CEL over {@code dep}, the object, and {@code
   *     self}, this Application; when it is healthy if empty
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Dependency(
      @JsonPropertyDescription("Version, as apps/v1; that of Applications when empty.")
          String apiVersion,
      @JsonPropertyDescription("Kind; Application when empty.") String kind,
      @Required @JsonPropertyDescription("Name.") String name,
      @JsonPropertyDescription("Namespace; the Application's own when empty.") String namespace,
      @JsonPropertyDescription(
              "When it is ready, in CEL over dep and self; when it is healthy if empty.")
          String ready) {
    public Dependency {
      apiVersion = Defaults.text(apiVersion).isEmpty() ? ApiGroup.API_VERSION : apiVersion;
      kind = Defaults.text(kind).isEmpty() ? Application.KIND : kind;
      ready = Defaults.text(ready);
      name = Defaults.text(name);
      namespace = Defaults.text(namespace);
    }
  }
}
