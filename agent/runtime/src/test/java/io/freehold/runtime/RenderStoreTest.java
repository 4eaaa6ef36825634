package io.freehold.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.api.ProjectRules;
import io.freehold.api.ProjectSpec;
import io.freehold.kube.ClusterReader.Finding;
import io.freehold.render.ClusterFacts;
import io.freehold.render.RenderLimits;
import io.freehold.render.Renderer;
import io.freehold.render.Tools;
import io.freehold.source.MemoryTree;
import io.freehold.source.SourceException;
import io.freehold.tree.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a restarted agent need not render. Each call of {@code renders} is a restart. */
class RenderStoreTest {
  private static final String SPEC = "{\"sources\":[{\"path\":\"x\"}]}";
  private static final String MAP =
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {n: '1', float: '1.0'}\nbig: 12345678901234567890\n";

  @TempDir private Path folder;
  private final Metrics metrics = new Metrics();

  @Test
  void what_its_sources_still_give_is_taken_from_disk() {
    var first = ready(SPEC, Map.of("x/a.yaml", MAP));
    var again = ready(SPEC, Map.of("x/a.yaml", MAP, "y/other.yaml", MAP));
    assertThat(again.desired()).hasToString(first.desired().toString());
    assertThat(counts()).isEqualTo("1 rendered, 1 kept");

    ready(SPEC, Map.of("x/a.yaml", MAP.replace("'1'", "'2'")));
    ready(SPEC, Map.of("x/a.yaml", MAP, "x/b.yaml", MAP.replace("name: a", "name: b")));
    ready(
        "{\"sources\":[{\"path\":\"x\"}],\"destination\":{\"namespace\":\"n\"}}",
        Map.of("x/a.yaml", MAP));
    assertThat(counts()).isEqualTo("4 rendered, 1 kept");
  }

  @Test
  void a_base_elsewhere_in_the_repository_counts() {
    var files = new HashMap<>(Map.of("x/kustomization.yaml", "resources: [../base]\n"));
    files.put("base/kustomization.yaml", "resources: [a.yaml]\n");
    files.put("base/a.yaml", MAP);
    ready(SPEC, files);
    ready(SPEC, files);
    assertThat(counts()).isEqualTo("1 rendered, 1 kept");
    files.put("base/a.yaml", MAP.replace("'1'", "'2'"));
    ready(SPEC, files);
    assertThat(counts()).isEqualTo("2 rendered, 1 kept");
  }

  @Test
  void a_changed_file_is_not_believed() throws IOException {
    ready(SPEC, Map.of("x/a.yaml", MAP));
    Path file = files().getFirst();
    String before = Files.readString(file);
    String after = before.replace("1.0", "6.6");
    assertThat(after).isNotEqualTo(before);
    Files.writeString(file, after);
    ready(SPEC, Map.of("x/a.yaml", MAP));
    assertThat(counts()).isEqualTo("2 rendered, 0 kept");
  }

  @Test
  void secrets_are_not_on_disk() throws IOException {
    String secret =
        "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {password: hunter2}\n";
    ready(SPEC, Map.of("x/a.yaml", MAP));
    assertThat(files()).hasSize(1);
    ready(SPEC, Map.of("x/a.yaml", MAP, "x/s.yaml", secret));
    ready(SPEC, Map.of("x/a.yaml", MAP, "x/s.yaml", secret));
    assertThat(files()).as("the earlier one goes too").isEmpty();
    assertThat(counts()).isEqualTo("3 rendered, 0 kept");
  }

  private String counts() {
    return metrics.renders.sum() + " rendered, " + metrics.rendersKept.sum() + " kept";
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("renders"))) {
      return files.toList();
    }
  }

  private Rendering.Ready ready(String spec, Map<String, String> files) {
    var application = Bench.application("shop", Bench.spec(spec), 1, "");
    Tree tree = MemoryTree.of(files);
    Rendering rendering =
        renders()
            .render(
                application.id(),
                Settings.of(application)
                    .under(new ProjectRules("default", ProjectSpec.UNRESTRICTED, ""), "shop"),
                new Fetched(List.of(new SourceState.Snapshot("one", tree)), "", false));
    assertThat(rendering).isInstanceOf(Rendering.Ready.class);
    return (Rendering.Ready) rendering;
  }

  private FolderRenders renders() {
    var sources =
        new SourceHub(
            new SourceKey("ssh://git@host/registry.git", "main"),
            RenderStoreTest::nothing,
            Duration.ofSeconds(15),
            Runnable::run,
            RandomGenerator.getDefault());
    return new FolderRenders(
        new Renderer(Tools.inProcess(), RenderLimits.DEFAULT, 1 << 20),
        () -> ClusterFacts.NONE,
        new FakeCluster(),
        new ChartLookups((_, _, _, _, _) -> new Finding.Missing()),
        rules -> new RemoteReads(sources, RenderStoreTest::nothing, rules),
        RenderStore.in(folder.resolve("renders"), "1"),
        metrics,
        (_, _) -> {});
  }

  private static SourceState.Snapshot nothing(SourceKey key) {
    throw new SourceException(SourceException.Code.UNREACHABLE, "nobody answers");
  }
}
