package io.freehold.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freehold.api.KustomizeOptions;
import io.freehold.api.Source;
import io.freehold.source.MemoryTree;
import io.freehold.tree.TreeReads;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.StringValue;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KustomizeToolTest {
  private static final String REVISION = "0123abcdef0123abcdef0123abcdef0123abcdef";

  private final Renderer renderer = new Renderer(Tools.inProcess());

  @Test
  void buildsAnOverlayOfAFolderNextToIt() {
    var tree =
        new MemoryTree.Builder()
            .file("base/kustomization.yaml", bytes("resources: [map.yaml]\n"))
            .file("base/map.yaml", bytes("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}"))
            .file("over/kustomization.yaml", bytes("resources: [../base]\nnamePrefix: prod-\n"))
            .build();
    var rendered = renderer.render(RenderInput.folder(tree, "over"));
    assertThat(rendered.objects()).singleElement().returns("prod-a", RenderedObject::name);
  }

  @Test
  void saysWhyAFolderCannotBeBuilt() {
    var tree =
        new MemoryTree.Builder().file("over/kustomization.yaml", bytes("resorces: []\n")).build();
    assertThatThrownBy(() -> renderer.render(RenderInput.folder(tree, "over")))
        .isInstanceOf(RenderException.class)
        .hasMessageContaining("unknown field resorces; did you mean resources?");
  }

  @Test
  void build_variables_are_filled_into_annotations_when_the_source_says_so() {
    var options =
        options(
            List.of("nginx:$ARGOCD_APP_REVISION_SHORT"),
            Map.of("app", "$ARGOCD_APP_NAME"),
            Map.of(
                "app", "${ARGOCD_APP_NAMESPACE}/$ARGOCD_APP_NAME",
                "from",
                    "$ARGOCD_APP_SOURCE_REPO_URL:${ARGOCD_APP_SOURCE_PATH}@$ARGOCD_APP_SOURCE_TARGET_REVISION",
                "at", "$ARGOCD_APP_REVISION $ARGOCD_APP_REVISION_SHORT_8",
                "odd", "$$1 5$ ${nobody knows}-${} a$.b ${$} ${open"),
            true,
            false,
            null);
    var rendered = render(options, REVISION);
    MapValue metadata = rendered.objects().getFirst().content().map("metadata");
    assertThat(metadata.map("labels").text("app")).isEqualTo("shop");
    assertThat(metadata.map("annotations"))
        .isEqualTo(
            texts(
                Map.of(
                    "app", "web/shop",
                    "from", "https://example.org/a.git:app@main",
                    "at", REVISION + " 0123abcd",
                    "note", "file",
                    "odd", "$1 5$ - a$.b $ open")));
    assertThat(rendered.objects().getFirst().content().toString()).contains("nginx:0123abc");
    assertThat(rendered.warnings())
        .anySatisfy(warning -> assertThat(warning).contains("nobody knows", "has no value"));
  }

  @Test
  void variables_of_annotations_are_text_otherwise() {
    var rendered = render(annotations(Map.of("a", "$ARGOCD_APP_REVISION"), false, false), REVISION);
    assertThat(rendered.objects().getFirst().content().map("metadata").map("annotations").text("a"))
        .isEqualTo("$ARGOCD_APP_REVISION");
  }

  @Test
  void only_a_build_that_tells_its_revision_depends_on_every_file() {
    var next = tree("other");
    assertThat(reads("$ARGOCD_APP_REVISION_SHORT").holdIn(next)).isFalse();
    assertThat(reads("$ARGOCD_APP_NAME").holdIn(next)).isTrue();
  }

  @Test
  void force_and_common_metadata_reach_the_build() {
    var metadata =
        render(
                options(
                    List.of(),
                    Map.of(),
                    Map.of("note", "mine"),
                    false,
                    true,
                    new KustomizeOptions.CommonMetadata(Map.of("team", "a"), Map.of("owner", "b"))),
                "")
            .objects()
            .getFirst()
            .content()
            .map("metadata");
    assertThat(metadata.map("annotations")).isEqualTo(texts(Map.of("note", "mine", "owner", "b")));
    assertThat(metadata.map("labels")).isEqualTo(texts(Map.of("team", "a")));
    assertThatThrownBy(() -> render(annotations(Map.of("note", "x"), false, false), ""))
        .isInstanceOf(RenderException.class)
        .hasMessageContaining("app/kustomization.yaml: commonAnnotations sets note")
        .hasMessageContaining("forceCommonAnnotations");
  }

  @Test
  void components_may_be_patterns() {
    var files = new HashMap<String, String>();
    files.put("app/kustomization.yaml", "resources: [a.yaml]\n");
    files.put("app/a.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}");
    files.put("parts/README", "no component");
    for (String part : List.of("eu-b", "eu-a", "us")) {
      files.put(
          "parts/" + part + "/kustomization.yaml",
          "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnameSuffix: -"
              + part
              + "\n");
    }
    var tree = MemoryTree.of(files);
    var rendered = renderer.render(RenderInput.source(tree, components(false, "../parts/eu-*")));
    assertThat(rendered.objects().getFirst().name()).isEqualTo("a-eu-a-eu-b");
    files.put("parts/eu-c/kustomization.yaml", "kind: Component\n");
    assertThat(rendered.reads().getFirst().holdIn(MemoryTree.of(files))).isFalse();

    assertThatThrownBy(
            () -> renderer.render(RenderInput.source(tree, components(false, "../parts/asia-*"))))
        .hasMessageContaining("no folder matches the component ../parts/asia-*");
    rendered = renderer.render(RenderInput.source(tree, components(true, "../parts/asia-*")));
    assertThat(rendered.objects().getFirst().name()).isEqualTo("a");
  }

  private static Source components(boolean mayBeMissing, String component) {
    return Source.folder("app")
        .with(
            new KustomizeOptions(
                "",
                "",
                "",
                List.of(),
                List.of(),
                List.of(),
                List.of(component),
                mayBeMissing,
                Map.of(),
                Map.of(),
                false,
                false,
                false,
                false,
                false,
                null));
  }

  @Test
  void options_for_a_folder_without_a_kustomization_are_not_passed_over() {
    var source =
        Source.folder("plain")
            .with(options(List.of("nginx:1"), Map.of(), Map.of(), false, false, null));
    var tree =
        MemoryTree.of(
            Map.of("plain/a.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}"));

    assertThatThrownBy(() -> renderer.render(RenderInput.source(tree, source)))
        .isInstanceOf(RenderException.class)
        .hasMessageContaining("plain")
        .hasMessageContaining(
            "spec.sources[].kustomize has options, and there is no kustomization");
  }

  private Rendered render(KustomizeOptions options, String revision) {
    var source = Source.folder("https://example.org/a.git", "app", "main").with(options);
    return renderer.render(
        new RenderInput(
            "shop",
            "web",
            List.of(new FetchedSource(source, tree("README"), revision)),
            ClusterFacts.NONE,
            null,
            null));
  }

  private static MemoryTree tree(String readme) {
    return MemoryTree.of(
        Map.of(
            "README",
            readme,
            "app/kustomization.yaml",
            "resources: [pod.yaml]\ncommonAnnotations: {note: file}\n",
            "app/pod.yaml",
            "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: c, image: nginx}]}}"));
  }

  private TreeReads reads(String annotation) {
    return render(annotations(Map.of("a", annotation), true, false), REVISION).reads().getFirst();
  }

  private static KustomizeOptions annotations(
      Map<String, String> annotations, boolean fill, boolean force) {
    return options(List.of(), Map.of(), annotations, fill, force, null);
  }

  private static KustomizeOptions options(
      List<String> images,
      Map<String, String> labels,
      Map<String, String> annotations,
      boolean fillAnnotations,
      boolean forceAnnotations,
      KustomizeOptions.@Nullable CommonMetadata metadata) {
    return new KustomizeOptions(
        "",
        "",
        "",
        images,
        List.of(),
        List.of(),
        List.of(),
        false,
        labels,
        annotations,
        true,
        false,
        false,
        forceAnnotations,
        fillAnnotations,
        metadata);
  }

  private static MapValue texts(Map<String, String> map) {
    var texts = MapValue.builder();
    new TreeMap<>(map).forEach((name, value) -> texts.put(name, new StringValue(value)));
    return texts.build();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
