package io.freehold.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freehold.api.DirectoryOptions;
import io.freehold.api.DirectoryOptions.Jsonnet;
import io.freehold.api.DirectoryOptions.Variable;
import io.freehold.api.Source;
import io.freehold.source.MemoryTree;
import io.freehold.tree.Tree;
import io.freehold.worker.WorkerOptions;
import io.freehold.worker.WorkerPool;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class JsonnetToolTest {
  private static final String MAP = "{apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: %s}}";
  private static WorkerPool workers;

  @BeforeAll
  static void start() {
    Path library = Path.of("..", "render-worker", "target", "dist", "lib").toAbsolutePath();
    workers = new WorkerPool(WorkerOptions.of(library).withWorkers(1));
  }

  @AfterAll
  static void stop() {
    workers.close();
  }

  private static Rendered render(Tree tree, Jsonnet jsonnet) {
    var tools = Tools.inProcess().withJsonnet(new JsonnetTool(workers, RenderLimits.DEFAULT));
    var source = Source.folder("apps/web").with(new DirectoryOptions(false, "", "", jsonnet));
    return new Renderer(tools).render(RenderInput.source(tree, source));
  }

  private static final Map<String, String> FILES =
      Map.of(
          "apps/web/a.jsonnet",
          "local lib = import 'names.libsonnet'; local up = import '../shared/up.libsonnet';\n"
              + "function(suffix='none') [lib.map(std.extVar('env') + suffix), lib.map(up + std.extVar('n'))]",
          "apps/web/b.jsonnet",
          MAP.formatted("importstr 'name.txt'"),
          "apps/web/name.txt",
          "from-text",
          "apps/shared/up.libsonnet",
          "'up'",
          "vendor/names.libsonnet",
          "{map(name):: " + MAP.formatted("'' + name") + "}");

  @Test
  void imports_come_from_the_folder_the_repository_and_the_libraries() {
    var jsonnet =
        new Jsonnet(
            List.of(new Variable("env", "prod", false), new Variable("n", "1 + 1", true)),
            List.of(new Variable("suffix", "-eu", false)),
            List.of("vendor"));
    assertThat(render(MemoryTree.of(without(FILES, "apps/web/b.jsonnet")), jsonnet).objects())
        .extracting(RenderedObject::name)
        .containsExactly("prod-eu", "up2");
    assertThat(render(MemoryTree.of(without(FILES, "apps/web/a.jsonnet")), Jsonnet.NONE).objects())
        .extracting(RenderedObject::toString)
        .containsExactly("ConfigMap from-text (apps/web/b.jsonnet)");
  }

  private static Map<String, String> without(Map<String, String> files, String path) {
    var rest = new HashMap<>(files);
    rest.remove(path);
    return rest;
  }

  @Test
  void an_imported_file_counts_for_the_next_commit() {
    var jsonnet =
        new Jsonnet(
            List.of(new Variable("env", "prod", false), new Variable("n", "1", true)),
            List.of(),
            List.of("vendor"));
    var files = new HashMap<>(without(FILES, "apps/web/b.jsonnet"));
    Rendered rendered = render(MemoryTree.of(files), jsonnet);
    files.put("other/file", "x");
    assertThat(rendered.reads().getFirst().holdIn(MemoryTree.of(files))).isTrue();
    files.put("apps/shared/up.libsonnet", "'down'");
    assertThat(rendered.reads().getFirst().holdIn(MemoryTree.of(files))).isFalse();
  }

  @Test
  void errors_name_file_and_line() {
    var tree = MemoryTree.of(Map.of("apps/web/a.jsonnet", "{\n  a: error 'not so',\n}"));
    assertThatThrownBy(() -> render(tree, Jsonnet.NONE))
        .hasMessageStartingWith("apps/web/a.jsonnet: Jsonnet: ")
        .hasMessageContaining("not so")
        .hasMessageContaining("a.jsonnet:2:")
        .hasMessageNotContaining("\n");
    var out = MemoryTree.of(Map.of("apps/web/a.jsonnet", "import '../../../etc/passwd'"));
    assertThatThrownBy(() -> render(out, Jsonnet.NONE)).hasMessageContaining("etc/passwd");
  }
}
