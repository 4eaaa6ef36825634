package io.freehold.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
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
    @JsonPropertyDescription("Applications that must be Synced and Healthy before this one starts.")
        List<Dependency> dependsOn,
    @JsonPropertyDescription("Stop reconciling: nothing is applied, repaired or pruned.")
        boolean suspend) {
  static final ApplicationSpec EMPTY = of(List.of(), new Destination(""), SyncPolicy.DEFAULT);

  public ApplicationSpec {
    project = Defaults.text(project);
    sources = Defaults.list(sources);
    destination = Defaults.value(destination, new Destination(""));
    sync = Defaults.value(sync, SyncPolicy.DEFAULT);
    dependsOn = Defaults.list(dependsOn);
  }

  /** Without project, substitution, decryption and dependencies. */
  public static ApplicationSpec of(List<Source> sources, Destination destination, SyncPolicy sync) {
    return new ApplicationSpec("", sources, destination, null, null, sync, List.of(), false);
  }

  /** Variables of rendered objects. */
  public Substitution substitution() {
    return Defaults.value(substitute, Substitution.NONE);
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
   * An Application that must be Synced and Healthy first.
   *
   * @param name its name
   * @param namespace its namespace; the dependant's own when empty
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Dependency(@Required String name, String namespace) {
    public Dependency {
      name = Defaults.text(name);
      namespace = Defaults.text(namespace);
    }
  }
}
