package io.freehold.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.api.ProjectRules;
import io.freehold.api.ProjectSpec;
import io.freehold.engine.Prepared;
import io.freehold.kube.ClusterReader.Finding;
import io.freehold.render.ClusterFacts;
import io.freehold.render.RenderLimits;
import io.freehold.render.Renderer;
import io.freehold.render.Tools;
import io.freehold.source.MemoryTree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class FolderRendersTest {
  private static final String MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n";

  private final SourceHub sources =
      new SourceHub(
          new SourceKey("ssh://git@host/registry.git", "main"),
          this::fetch,
          Duration.ofSeconds(15),
          Runnable::run,
          RandomGenerator.getDefault());
  private final FolderRenders renders =
      new FolderRenders(
          new Renderer(Tools.inProcess(), RenderLimits.DEFAULT, 1 << 20),
          () -> ClusterFacts.NONE,
          new FakeCluster(),
          new ChartLookups((_, _, _, _, _) -> new Finding.Missing()),
          rules -> new RemoteReads(sources, this::fetch, rules),
          RenderStore.none(),
          new Metrics(),
          (_, _) -> {});

  @Test
  void objectsWithoutANamespaceGoToTheDestination() {
    Rendering.Ready ready =
        ready(
            render(
                "{\"sources\":[{\"path\":\"x\"}],\"destination\":{\"namespace\":\"shop\"}}",
                Map.of("x/a.yaml", MAP)));

    assertThat(refs(ready)).containsExactly("ConfigMap shop/a");
    assertThat(ready.unresolved()).isFalse();
    assertThat(ready.kinds()).hasSize(1);
  }

  @Test
  void theNamespaceIsAddedWhenAskedForAndProtectedFromPruning() {
    Rendering.Ready ready = ready(render(CREATING, Map.of("x/a.yaml", MAP)));

    assertThat(refs(ready)).containsExactly("Namespace shop", "ConfigMap shop/a");
    assertThat(
            ready
                .desired()
                .objects()
                .getFirst()
                .manifest()
                .content()
                .path("metadata")
                .path("annotations")
                .path("freehold.io/prune")
                .asText())
        .isEqualTo("disabled");
  }

  @Test
  void anEmptyFolderIsEmptyWhateverIsAdded() {
    Rendering.Ready ready = ready(render(CREATING, Map.of("x/README.md", "nothing")));

    assertThat(ready.desired().objects()).isEmpty();
  }

  @Test
  void brokenFilesAreNamedWithTheirLine() {
    assertThat(render(CREATING, Map.of("x/a.yaml", MAP + "data: [\n")))
        .isInstanceOfSatisfying(
            Rendering.Unusable.class,
            unusable -> {
              assertThat(unusable.reason()).isEqualTo("SyntaxError");
              assertThat(unusable.message()).startsWith("x/a.yaml:");
            });
  }

  @Test
  void aMissingFolderIsAnError() {
    assertThat(render(CREATING, Map.of("y/a.yaml", MAP)))
        .isInstanceOfSatisfying(
            Rendering.Unusable.class,
            unusable -> assertThat(unusable.reason()).isEqualTo("NoFolder"));
  }

  @Test
  void theNamespaceThatIsCreatedCarriesWhatTheSpecSays() {
    String spec =
        CREATING.replace(
            "true}",
            "true,\"namespaceMetadata\":{\"labels\":{\"team\":\"shop\"},"
                + "\"annotations\":{\"owner\":\"me\"}}}");
    var metadata =
        ready(render(spec, Map.of("x/a.yaml", MAP))).desired().objects().stream()
            .filter(object -> object.ref().kind().equals("Namespace"))
            .map(object -> object.manifest().content().path("metadata"))
            .findFirst()
            .orElseThrow();

    assertThat(metadata.path("labels").path("team").asText()).isEqualTo("shop");
    assertThat(metadata.path("annotations").path("owner").asText()).isEqualTo("me");
    assertThat(metadata.path("annotations").path("freehold.io/prune").asText())
        .isEqualTo("disabled");
  }

  @Test
  void aHookMayLeaveItsNameToEachSync() {
    String hook =
        """
        apiVersion: batch/v1
        kind: Job
        metadata:
          generateName: migrate-
          annotations: {argocd.argoproj.io/hook: PreSync}
        spec: {}
        """;
    Rendering.Ready rendering =
        ready(
            render("{\"sources\":[{\"path\":\"x\"}]}", Map.of("x/a.yaml", MAP, "x/b.yaml", hook)));

    assertThat(rendering.desired().objects()).hasSize(1);
    assertThat(rendering.desired().hooks())
        .extracting(found -> found.object().ref().name())
        .containsExactly("");
  }

  @Test
  void aRemoteBaseIsRememberedWithItsRevision() {
    Rendering.Ready ready =
        ready(
            render(
                ALLOWED, "{\"sources\":[{\"path\":\"x\"}]}", Map.of("x/kustomization.yaml", BASE)));

    assertThat(refs(ready)).containsExactly("ConfigMap freehold-system/a");
    assertThat(ready.remotes())
        .containsExactly(
            Map.entry(
                new SourceKey(
                    "https://git.example.org/team/base",
                    "",
                    "v1",
                    new Demands(List.of(), List.of("*"))),
                "commit"));
  }

  @Test
  void aRemoteBaseThatTheProjectForbidsIsNotFetched() {
    var rules = new ProjectRules("team", ProjectSpec.reading(List.of("registry")), "");
    Rendering rendering =
        render(rules, "{\"sources\":[{\"path\":\"x\"}]}", Map.of("x/kustomization.yaml", BASE));

    assertThat(rendering)
        .isInstanceOfSatisfying(
            Rendering.Unusable.class,
            unusable ->
                assertThat(unusable.message())
                    .contains(
                        "project team does not allow https://git.example.org/team/base in"
                            + " spec.sources"));
    assertThat(fetched).isEmpty();
  }

  private static final ProjectRules ALLOWED =
      new ProjectRules("default", ProjectSpec.UNRESTRICTED, "");
  private static final String BASE = "resources: [\"https://git.example.org/team/base?ref=v1\"]";
  private final List<SourceKey> fetched = new ArrayList<>();

  private SourceState.Snapshot fetch(SourceKey key) {
    fetched.add(key);
    return new SourceState.Snapshot(
        "commit",
        MemoryTree.of(Map.of("kustomization.yaml", "resources: [a.yaml]", "a.yaml", MAP)));
  }

  private static final String CREATING =
      "{\"sources\":[{\"path\":\"x\"}],\"destination\":{\"namespace\":\"shop\"},"
          + "\"sync\":{\"options\":{\"createNamespace\":true}}}";

  private Rendering render(String spec, Map<String, String> files) {
    return render(ALLOWED, spec, files);
  }

  private Rendering render(ProjectRules rules, String spec, Map<String, String> files) {
    var application = Bench.application("shop", Bench.spec(spec), 1, "");
    return renders.render(
        application.id(),
        Settings.of(application).under(rules, "shop"),
        new Fetched(List.of(new SourceState.Snapshot("one", MemoryTree.of(files))), "", false));
  }

  private static Rendering.Ready ready(Rendering rendering) {
    assertThat(rendering).isInstanceOf(Rendering.Ready.class);
    return (Rendering.Ready) rendering;
  }

  private static List<String> refs(Rendering.Ready ready) {
    return ready.desired().objects().stream().map(Prepared::ref).map(Object::toString).toList();
  }
}
