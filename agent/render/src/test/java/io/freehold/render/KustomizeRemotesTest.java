package io.freehold.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.freehold.api.Source;
import io.freehold.render.RenderException.Code;
import io.freehold.source.MemoryTree;
import io.freehold.tree.Tree;
import io.freehold.worker.Lookup;
import io.freehold.worker.WorkerOptions;
import io.freehold.worker.WorkerPool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Kustomizations that name remote bases and charts. */
class KustomizeRemotesTest {
  private static final String BASE = "https://git.example.org/team/base";
  private static final String MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n";
  private static final Map<String, String> CHART =
      Map.of(
          "Chart.yaml",
          "{apiVersion: v2, name: web, version: 1.2.0}",
          "values.yaml",
          "{one: chart, two: chart, three: chart}",
          "crds/things.yaml",
          """
          apiVersion: apiextensions.k8s.io/v1
          kind: CustomResourceDefinition
          metadata: {name: things.example.org}
          """,
          "templates/map.yaml",
          """
          apiVersion: v1
          kind: ConfigMap
          metadata: {name: "{{ .Release.Name }}", namespace: "{{ .Release.Namespace }}"}
          data: {one: "{{ .Values.one }}", two: "{{ .Values.two }}", three: "{{ .Values.three }}"}
          """,
          "templates/hook.yaml",
          """
          apiVersion: v1
          kind: ConfigMap
          metadata: {name: hook, annotations: {helm.sh/hook: pre-install}}
          """);

  private static WorkerPool workers;
  private final Map<String, Tree> remote = new HashMap<>();
  private final List<String> fetched = new ArrayList<>();

  @BeforeAll
  static void start() {
    Path library = Path.of("..", "render-worker", "target", "dist", "lib").toAbsolutePath();
    workers = new WorkerPool(WorkerOptions.of(library).withWorkers(1));
  }

  @AfterAll
  static void stop() {
    workers.close();
  }

  @Test
  void a_remote_base_is_built_at_its_revision_and_cannot_leave_its_repository() {
    remote.put(
        BASE + " v1",
        MemoryTree.of(
            Map.of(
                "web/kustomization.yaml", "resources: [../shared]",
                "shared/kustomization.yaml", "resources: [a.yaml]",
                "shared/a.yaml", MAP)));
    Rendered rendered =
        render(
            Map.of(
                "apps/kustomization.yaml",
                "namePrefix: my-\nresources: [\"" + BASE + "//web?ref=v1\"]"));

    assertThat(rendered.objects()).extracting(RenderedObject::name).containsExactly("my-a");
    assertThat(fetched).containsExactly(BASE + " v1");

    remote.put(
        BASE + " v2",
        MemoryTree.of(Map.of("web/kustomization.yaml", "resources: [../../outside]")));
    assertThat(
            failure(Map.of("apps/kustomization.yaml", "resources: [\"" + BASE + "//web?ref=v2\"]")))
        .hasMessageContaining("outside");
  }

  @Test
  void what_is_read_of_a_base_is_not_taken_for_a_file_of_the_source() {
    remote.put(
        BASE + " ",
        MemoryTree.of(Map.of("kustomization.yaml", "resources: [a.yaml]", "a.yaml", MAP)));
    var files = Map.of("apps/kustomization.yaml", "resources: [\"" + BASE + "\"]", "z", "1");
    Rendered rendered = render(files);

    assertThat(
            rendered
                .reads()
                .getFirst()
                .holdIn(
                    MemoryTree.of(
                        Map.of(
                            "apps/kustomization.yaml",
                            files.get("apps/kustomization.yaml"),
                            "a.yaml",
                            "other"))))
        .isTrue();
  }

  @Test
  void a_base_that_is_refused_is_an_error_and_one_that_cannot_be_reached_is_tried_again() {
    var files = Map.of("apps/kustomization.yaml", "resources: [\"" + BASE + "//web?ref=v1\"]");

    assertThat(failure(files))
        .hasMessageContaining("base " + BASE + "//web?ref=v1: does not answer")
        .satisfies(e -> assertThat(e.code()).isEqualTo(Code.SOURCE));
    remote.put(BASE + " v1", null);
    assertThat(failure(files))
        .hasMessageContaining("project team does not allow")
        .satisfies(e -> assertThat(e.code()).isEqualTo(Code.BUILD));
  }

  @Test
  void a_chart_of_a_repository_is_rendered_with_its_values_merged_as_kustomize_does() {
    remote.put("https://charts.example.org web 1.2.0", MemoryTree.of(CHART));
    String chart =
        """
        helmCharts:
          - name: web
            repo: https://charts.example.org
            version: 1.2.0
            releaseName: front
            namespace: prod
            valuesFile: own.yaml
            valuesInline: {two: inline, three: inline}
            additionalValuesFiles: [more.yaml]
            %s
        """;
    Map<String, String> files =
        Map.of(
            "apps/own.yaml", "{one: file, two: file}",
            "apps/more.yaml", "{three: more}");

    assertThat(data(render(with(files, chart.formatted("")))))
        .isEqualTo("front/prod file inline more");
    assertThat(data(render(with(files, chart.formatted("valuesMerge: merge")))))
        .isEqualTo("front/prod file file more");
    assertThat(data(render(with(files, chart.formatted("valuesMerge: replace")))))
        .isEqualTo("front/prod chart inline more");
  }

  @Test
  void hooks_and_definitions_come_along_as_the_entry_says() {
    remote.put("https://charts.example.org web ", MemoryTree.of(CHART));
    String chart = "helmCharts: [{name: web, repo: \"https://charts.example.org\"%s}]";

    assertThat(names(render(with(Map.of(), chart.formatted("")))))
        .containsExactlyInAnyOrder("release-name", "hook");
    assertThat(
            names(render(with(Map.of(), chart.formatted(", includeCRDs: true, skipHooks: true")))))
        .containsExactlyInAnyOrder("things.example.org", "release-name");
  }

  @Test
  void a_chart_in_the_tree_goes_first_and_counts_as_read() {
    var files = new HashMap<String, String>();
    CHART.forEach((path, text) -> files.put("apps/charts/web/" + path, text));
    files.put(
        "apps/kustomization.yaml",
        "helmCharts: [{name: web, repo: \"https://x.y\", version: 9.9.9}]");
    Rendered rendered = render(files);

    assertThat(names(rendered)).contains("release-name");
    assertThat(fetched).isEmpty();
    files.put("apps/charts/web/values.yaml", "{one: other}");
    assertThat(rendered.reads().getFirst().holdIn(MemoryTree.of(files))).isFalse();
  }

  @Test
  void a_chart_that_is_nowhere_is_named() {
    assertThat(failure(with(Map.of(), "helmCharts: [{name: web}]")))
        .hasMessageContaining("chart web: it is not in the folder of charts, and names no repo");
    assertThat(
            failure(
                with(Map.of(), "helmCharts: [{name: web, repo: \"https://charts.example.org\"}]")))
        .hasMessageContaining("chart web: does not answer");
    assertThat(
            failure(
                with(
                    Map.of(),
                    "helmCharts: [{name: web, repo: \"https://x.y\", valuesFile: ../../../etc/passwd}]")))
        .hasMessageContaining("leads out of the repository");
  }

  private static Map<String, String> with(Map<String, String> files, String kustomization) {
    var all = new HashMap<>(files);
    all.put("apps/kustomization.yaml", kustomization);
    return all;
  }

  private static List<String> names(Rendered rendered) {
    return rendered.objects().stream().map(RenderedObject::name).toList();
  }

  private static String data(Rendered rendered) {
    RenderedObject map =
        rendered.objects().stream()
            .filter(object -> !object.name().equals("hook"))
            .findFirst()
            .orElseThrow();
    var data = map.content().map("data");
    return "%s/%s %s %s %s"
        .formatted(
            map.name(), map.namespace(), data.text("one"), data.text("two"), data.text("three"));
  }

  private RenderException failure(Map<String, String> files) {
    return catchThrowableOfType(RenderException.class, () -> render(files));
  }

  private Rendered render(Map<String, String> files) {
    var tools =
        Tools.inProcess()
            .withHelm(
                new HelmTool(
                    workers,
                    ChartDependencies.UNREACHABLE,
                    RenderLimits.DEFAULT,
                    new CacheCounters()));
    return new Renderer(tools)
        .render(
            new RenderInput(
                "shop",
                "prod",
                List.of(new FetchedSource(Source.folder("apps"), MemoryTree.of(files))),
                ClusterFacts.NONE,
                null,
                null,
                Lookup.NOTHING,
                new Remotes()));
  }

  private final class Remotes implements RemoteSources {
    @Override
    public Tree repository(String url, String revision, boolean submodules) {
      return find(url + " " + revision);
    }

    @Override
    public Tree chart(String repository, String chart, String version) {
      return find(repository + " " + chart + " " + version);
    }

    private Tree find(String key) {
      fetched.add(key);
      if (!remote.containsKey(key)) {
        throw new RemoteSources.Unavailable("does not answer", new IllegalStateException());
      }
      Tree tree = remote.get(key);
      if (tree == null) {
        throw new IllegalArgumentException("project team does not allow it");
      }
      return tree;
    }
  }
}
