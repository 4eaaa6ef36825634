package io.freehold.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.freehold.api.Source;
import io.freehold.kustomize.DiskTree;
import io.freehold.tree.Tree;
import io.freehold.worker.Lookup;
import io.freehold.worker.WorkerOptions;
import io.freehold.worker.WorkerPool;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.Schema;
import io.freehold.yaml.Yaml;
import io.freehold.yaml.YamlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Registries that others publish, without a network. */
class SharedRegistriesTest {
  @Test
  void every_folder_that_an_application_names_renders_or_says_what_cannot_be_reached()
      throws Exception {
    Path registry = registry();
    var tree = new DiskTree(registry, Clock.systemUTC());
    var rendered = new ArrayList<String>();
    var unreachable = new ArrayList<String>();
    Path library = Path.of("..", "render-worker", "target", "dist", "lib").toAbsolutePath();
    try (var workers = new WorkerPool(WorkerOptions.of(library).withWorkers(1))) {
      var remote = new Unreachable();
      var renderer =
          new Renderer(
              Tools.inProcess()
                  .withHelm(
                      new HelmTool(
                          workers, remote::chart, RenderLimits.DEFAULT, new CacheCounters())));
      for (String path : paths(registry)) {
        remote.asked.clear();
        try {
          var input =
              new RenderInput(
                  "app",
                  "default",
                  List.of(new FetchedSource(Source.folder(path), tree)),
                  ClusterFacts.NONE,
                  null,
                  null,
                  Lookup.NOTHING,
                  remote);
          assertThat(renderer.render(input).objects()).as(path).isNotEmpty();
          rendered.add(path);
        } catch (RenderException e) {
          assertThat(e.code())
              .as("%s: %s", path, e.getMessage())
              .isEqualTo(RenderException.Code.SOURCE);
          assertThat(remote.asked).as(path).hasSize(1);
          assertThat(e.getMessage()).contains(remote.asked.getFirst());
          unreachable.add(path);
        }
      }
    }
    assertThat(rendered.size() + unreachable.size()).isEqualTo(24);
    assertThat(rendered).as("not reachable: %s", unreachable).hasSizeGreaterThan(18);
  }

  private static Set<String> paths(Path registry) throws IOException {
    var paths = new TreeSet<String>();
    try (var files = Files.walk(registry)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".yaml")).toList()) {
        try {
          for (var document :
              Yaml.parse(file.toString(), Files.readAllBytes(file), Schema.KUBERNETES)) {
            if (document.root() instanceof MapValue object
                && object.text("kind").equals("Application")
                && object.map("spec").map("source").text("path").startsWith("registry/")) {
              paths.add(object.map("spec").map("source").text("path"));
            }
          }
        } catch (YamlException _) {
          // Templates of charts are no YAML.
        }
      }
    }
    return paths;
  }

  private static Path registry() {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path registry = folder.resolve("shared/cases/registries/kubefirst-k3d");
      if (Files.isDirectory(registry)) {
        return registry;
      }
    }
    return abort("shared/cases/registries is not there; it is not rendered");
  }

  /** As on a machine without a network; remembers what was asked for. */
  private static final class Unreachable implements RemoteSources {
    private final List<String> asked = new ArrayList<>();

    @Override
    public Tree repository(String url, String revision, boolean submodules) {
      asked.add(revision);
      throw new Unavailable(url + " does not answer", new IllegalStateException());
    }

    @Override
    public Tree chart(String repository, String chart, String version) {
      asked.add(repository);
      throw new Unavailable(repository + " does not answer", new IllegalStateException());
    }
  }
}
