package io.freehold.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.List;

/** What an Application asks for. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ApplicationSpec(
    @JsonPropertyDescription("Project whose rules apply; the project named default when empty.")
        String project,
    @Required @JsonPropertyDescription("Where the desired state comes from; exactly one for now.")
        List<Source> sources,
    @JsonPropertyDescription("Where objects without a namespace go.") Destination destination,
    @JsonPropertyDescription("How the cluster is made to match.") SyncPolicy sync,
    @JsonPropertyDescription("Applications that must be Synced and Healthy before this one starts.")
        List<Dependency> dependsOn,
    @JsonPropertyDescription("Stop reconciling: nothing is applied, repaired or pruned.")
        boolean suspend) {
  static final ApplicationSpec EMPTY =
      new ApplicationSpec("", List.of(), new Destination(""), SyncPolicy.DEFAULT, List.of(), false);

  public ApplicationSpec {
    project = Defaults.text(project);
    sources = Defaults.list(sources);
    destination = Defaults.value(destination, new Destination(""));
    sync = Defaults.value(sync, SyncPolicy.DEFAULT);
    dependsOn = Defaults.list(dependsOn);
  }

  /**
   * A place that holds desired state.
   *
   * @param repoUrl Git URL; the cluster's own registry when empty
   * @param path folder from the root of the repository
   * @param revision branch, tag or commit; the registry's branch when empty
   * @param directory options of a plain folder
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Source(
      @JsonPropertyDescription("Git URL; the cluster's own registry when empty.") String repoUrl,
      @JsonPropertyDescription("Folder, from the root of the repository.") String path,
      @JsonPropertyDescription("Branch, tag or commit; the registry's branch when empty.")
          String revision,
      @JsonPropertyDescription("Options of a plain folder.") Directory directory) {
    public Source {
      repoUrl = Defaults.text(repoUrl);
      path = Defaults.text(path);
      revision = Defaults.text(revision);
      directory = Defaults.value(directory, Directory.FLAT);
    }
  }

  /**
   * Options of a plain folder of YAML and JSON.
   *
   * @param recurse whether folders below are read too
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Directory(@JsonPropertyDescription("Read folders below too.") boolean recurse) {
    static final Directory FLAT = new Directory(false);
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
