package io.freehold.render;

import io.freehold.render.RenderException.Code;
import io.freehold.tree.Tree;
import io.freehold.yaml.Document;
import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.Schema;
import io.freehold.yaml.Value;
import io.freehold.yaml.Yaml;
import io.freehold.yaml.YamlException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Brings the dependencies that a chart names and does not hold, as {@code helm dependency build}:
 * the versions of {@code Chart.lock} when there is one, folders of the same tree for {@code
 * file://}. What is in {@code charts/} already is taken as it is.
 */
final class DependencyBuild {
  private static final String LOCK = "Chart.lock";
  private static final String OLD_LIST = "requirements.yaml";
  private static final String OLD_LOCK = "requirements.lock";
  private static final String LOCAL = "file://";
  private static final int DEPTH = 10;

  private final ToolInput input;
  private final ChartDependencies repositories;
  private final ChartFiles chart;

  /**
   * One dependency.
   *
   * @param repository where it comes from, empty when the chart says nothing
   */
  private record Dependency(String name, String version, String repository) {}

  DependencyBuild(ToolInput input, ChartDependencies repositories, ChartFiles chart) {
    this.input = input;
    this.repositories = repositories;
    this.chart = chart;
  }

  /** Adds what is missing to the files of the chart. */
  void run() {
    build(input.path(), "", 0);
  }

  /**
   * @param folder the chart's folder in the tree, from which {@code file://} is read
   * @param prefix where its files are among those of the whole chart
   */
  private void build(String folder, String prefix, int depth) {
    if (depth > DEPTH) {
      throw error("dependencies of dependencies are followed %d deep".formatted(DEPTH), folder);
    }
    ListValue wanted = list(prefix, ManifestFiles.CHART, OLD_LIST, folder);
    ListValue locked = list(prefix, LOCK, OLD_LOCK, folder);
    Set<String> held = held(prefix);
    for (Value value : wanted) {
      if (value instanceof MapValue map && !held.contains(map.text("name"))) {
        add(dependency(map, locked), folder, prefix, depth);
      }
    }
  }

  private void add(Dependency dependency, String folder, String prefix, int depth) {
    String target = prefix + "charts/" + dependency.name() + "/";
    if (chart.files().containsKey(target + ManifestFiles.CHART)) {
      // Two entries with aliases share one chart.
      return;
    }
    String repository = dependency.repository();
    if (repository.startsWith(LOCAL)) {
      String path =
          TreePaths.resolve(folder, repository.substring(LOCAL.length()))
              .orElseThrow(() ->
                  error(
                      "the dependency %s leads out of the repository: %s"
                          .formatted(dependency.name(), repository),
                      folder));
      if (input.find(path + "/" + ManifestFiles.CHART).isEmpty()) {
        throw error(
            "there is no chart at %s, which the dependency %s names"
                .formatted(repository, dependency.name()),
            folder);
      }
      chart.add(input.reads().folder(input.tree(), path), path, target);
      build(path, target, depth + 1);
    } else if (repository.startsWith("https://")
        || repository.startsWith("http://")
        || repository.startsWith("oci://")) {
      Tree tree = fetch(dependency, folder);
      chart.add(tree, repository + " " + dependency.name(), target);
    } else if (!repository.isEmpty()) {
      throw error(
          "the repository of the dependency %s is %s; write its URL"
              .formatted(dependency.name(), repository),
          folder);
    }
    // Without a repository it must be in charts/, and Helm says so.
  }

  private Tree fetch(Dependency dependency, String folder) {
    try {
      return repositories.fetch(dependency.repository(), dependency.name(), dependency.version());
    } catch (RenderException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new RenderException(
          // What is not allowed stays so until somebody changes something.
          e instanceof IllegalArgumentException ? Code.BUILD : Code.SOURCE,
          place(folder),
          0,
          "the dependency %s %s of %s cannot be fetched: %s"
              .formatted(
                  dependency.name(), dependency.version(), dependency.repository(), e.getMessage()),
          e);
    }
  }

  private static Dependency dependency(MapValue wanted, ListValue locked) {
    String name = wanted.text("name");
    String repository = wanted.text("repository");
    Optional<String> version =
        locked.stream()
            .filter(MapValue.class::isInstance)
            .map(MapValue.class::cast)
            .filter(lock ->
                lock.text("name").equals(name) && lock.text("repository").equals(repository))
            .map(lock -> lock.text("version"))
            .findFirst();
    return new Dependency(name, version.orElse(wanted.text("version")), repository);
  }

  /** Names of the charts in {@code charts/}: of folders what they call themselves. */
  private Set<String> held(String prefix) {
    var held = new HashSet<String>();
    String charts = prefix + "charts/";
    for (Map.Entry<String, byte[]> file : chart.files().entrySet()) {
      if (!file.getKey().startsWith(charts)) {
        continue;
      }
      String rest = file.getKey().substring(charts.length());
      if (rest.endsWith(".tgz") && rest.indexOf('/') < 0) {
        held.add(rest.replaceFirst("-v?[0-9][^/]*\\.tgz$", ""));
      } else if (rest.matches("[^/]+/Chart\\.yaml")) {
        held.add(map(file.getKey(), file.getValue()).text("name"));
      }
    }
    return held;
  }

  private ListValue list(String prefix, String file, String oldFile, String folder) {
    ListValue dependencies = map(prefix, file, folder).list("dependencies");
    return dependencies.isEmpty()
        ? map(prefix, oldFile, folder).list("dependencies")
        : dependencies;
  }

  private MapValue map(String prefix, String file, String folder) {
    byte[] bytes = chart.files().get(prefix + file);
    return bytes == null
        ? MapValue.empty()
        : map(folder.isEmpty() ? file : folder + "/" + file, bytes);
  }

  private static MapValue map(String place, byte[] bytes) {
    try {
      var documents = Yaml.parse(place, bytes, Schema.KUBERNETES);
      return documents.stream()
          .map(Document::root)
          .filter(MapValue.class::isInstance)
          .map(MapValue.class::cast)
          .findFirst()
          .orElse(MapValue.empty());
    } catch (YamlException e) {
      throw RenderException.told(Code.SYNTAX, place, e);
    }
  }

  private static RenderException error(String problem, String folder) {
    return new RenderException(Code.BUILD, place(folder), 0, problem);
  }

  private static String place(String folder) {
    return folder.isEmpty() ? ManifestFiles.CHART : folder + "/" + ManifestFiles.CHART;
  }
}
