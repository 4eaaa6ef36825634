package io.freehold.kustomize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.Schema;
import io.freehold.yaml.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OverlayTest {
  private static final String POD =
      "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: c, image: nginx:1}]}}";

  @Test
  void setsWhatAnApplicationSaysOnTopOfTheRoot() {
    var tree =
        Trees.of(
            "kustomization.yaml",
            "resources: [pod.yaml]\nnamePrefix: old-\nimages: [{name: nginx, newTag: '2'}, {name: x, newTag: '3'}]\n",
            "pod.yaml",
            POD,
            "part/kustomization.yaml",
            "kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\ncommonAnnotations: {part: 'yes'}");
    var overlay =
        new Overlay(
            map("""
            namePrefix: new-
            namespace: prod
            commonLabels: {team: a}
            components: [part]
            patches: [{patch: '[{"op": "add", "path": "/spec/hostNetwork", "value": true}]', target: {kind: Pod}}]
            """)
                .with("images", ListValue.of(Overlay.image("nginx=mirror:5000/nginx:4"))));
    var objects =
        new Kustomizer().build(tree, "", BuildOptions.DEFAULT.withOverlay(overlay)).objects();
    assertThat(objects)
        .containsExactly(
            map(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: new-p, namespace: prod, labels: {team: a}, annotations: {part: "yes"}}
                spec: {hostNetwork: true, containers: [{name: c, image: "mirror:5000/nginx:4"}]}
                """));
  }

  @Test
  void setsLabelsOfTemplatesReplicasAndAnnotations() {
    var tree =
        Trees.of(
            "kustomization.yaml",
            "resources: [d.yaml]\nreplicas: [{name: d, count: 2}]\ncommonAnnotations: {a: file, b: file}\n",
            "d.yaml",
            "{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {selector: {}, template: {}}}",
            "more.yaml",
            "{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {paused: true}}");
    var overlay =
        new Overlay(
                map(
                    """
                    nameSuffix: -eu
                    replicas: [{name: d, count: 5}]
                    labels: [{pairs: {team: a}, includeTemplates: true}]
                    commonAnnotations: {a: application}
                    patches: [{path: more.yaml}]
                    """))
            .withForce(false, true);
    var objects =
        new Kustomizer().build(tree, "", BuildOptions.DEFAULT.withOverlay(overlay)).objects();
    assertThat(objects)
        .containsExactly(
            map(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: d-eu, labels: {team: a}, annotations: {a: application, b: file}}
                spec:
                  paused: true
                  replicas: 5
                  selector: {}
                  template: {metadata: {labels: {team: a}, annotations: {a: application, b: file}}}
                """));
  }

  @Test
  void labels_and_annotations_of_the_root_are_replaced_only_by_force() {
    var tree =
        Trees.of(
            "kustomization.yaml",
            """
            resources: [pod.yaml]
            commonLabels: {team: file}
            commonAnnotations: {note: file}
            labels: [{pairs: {tier: file}}]
            """,
            "pod.yaml",
            POD);
    for (String set :
        List.of(
            "commonLabels: {team: file}",
            "commonAnnotations: {note: mine}",
            "labels: [{pairs: {tier: mine}}]")) {
      boolean isAnnotation = set.startsWith("commonAnnotations");
      var overlay = new Overlay(map(set));
      assertThatThrownBy(() -> build(tree, overlay.withForce(isAnnotation, !isAnnotation)))
          .isInstanceOf(KustomizeException.class)
          .hasMessageStartingWith("kustomization.yaml: " + set.substring(0, set.indexOf(':')))
          .hasMessageContainingAll(
              set.startsWith("labels") ? "tier" : set.contains("team") ? "team" : "note",
              isAnnotation ? "forceCommonAnnotations" : "forceCommonLabels");
    }
    var all =
        new Overlay(
                map(
                    """
                    commonLabels: {team: mine, more: x}
                    commonAnnotations: {note: mine}
                    labels: [{pairs: {tier: mine, zone: x}}]
                    """))
            .withForce(true, true);
    assertThat(build(tree, all))
        .singleElement()
        .extracting(object -> object.map("metadata"))
        .isEqualTo(
            map(
                """
                name: p
                labels: {team: mine, more: x, tier: mine, zone: x}
                annotations: {note: mine}
                """));
  }

  @Test
  void labels_that_reach_other_places_are_not_those_of_the_root() {
    var tree =
        Trees.of(
            "kustomization.yaml",
            "resources: [pod.yaml]\nlabels: [{pairs: {a: file}, includeSelectors: true}]\n",
            "pod.yaml",
            POD);
    assertThat(build(tree, new Overlay(map("labels: [{pairs: {a: mine}}]"))))
        .singleElement()
        .extracting(object -> object.map("metadata").map("labels"))
        .isEqualTo(map("a: mine"));
  }

  @Test
  void common_metadata_goes_on_every_object_last() {
    var tree =
        Trees.of(
            "kustomization.yaml",
            """
            resources: [d.yaml]
            commonAnnotations: {note: file}
            buildMetadata: [managedByLabel]
            configMapGenerator: [{name: m, literals: [a=b]}]
            """,
            "d.yaml",
            "{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {selector: {}, template: {}}}");
    var metadata =
        new CommonMetadata(
            Map.of("team", "a", "app.kubernetes.io/managed-by", "flux"), Map.of("note", "b"));
    var objects = build(tree, Overlay.NONE.withMetadata(metadata));
    assertThat(objects)
        .hasSize(2)
        .allSatisfy(object ->
            assertThat(object.map("metadata").without("name"))
                .isEqualTo(
                    map(
                        """
                        labels: {team: a, app.kubernetes.io/managed-by: flux}
                        annotations: {note: b}
                        """)));
    assertThat(objects.getLast().map("spec"))
        .isEqualTo(map("{selector: {}, template: {metadata: {annotations: {note: file}}}}"));
    assertThat(objects.getFirst().map("metadata").text("name")).isEqualTo(generatedName(tree));
  }

  @Test
  void a_target_namespace_wins_over_that_of_the_root() {
    var tree =
        Trees.of(
            "kustomization.yaml",
            "resources: [ns.yaml, pod.yaml, rb.yaml]\nnamespace: file\n",
            "ns.yaml",
            "{apiVersion: v1, kind: Namespace, metadata: {name: old}}",
            "pod.yaml",
            POD,
            "rb.yaml",
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: r}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
            subjects: [{kind: ServiceAccount, name: default, namespace: old}]
            """);
    assertThat(build(tree, new Overlay(map("namespace: mine"))))
        .extracting(
            object -> object.text("kind"),
            object -> object.map("metadata").text("name"),
            object -> object.map("metadata").text("namespace"))
        .containsExactly(
            tuple("Namespace", "mine", ""),
            tuple("RoleBinding", "r", "mine"),
            tuple("Pod", "p", "mine"));
  }

  @Test
  void images_replace_also_those_of_the_old_field_and_a_star_keeps_a_part() {
    var tree =
        Trees.of(
            "kustomization.yaml",
            "resources: [pod.yaml]\nimageTags: [{name: nginx, newName: mirror/nginx, newTag: '2'}]\n",
            "pod.yaml",
            POD);
    var images = Map.of("nginx:3", "nginx:3", "nginx=*:3", "mirror/nginx:3", "nginx=a:*", "a:2");
    images.forEach((set, image) ->
        assertThat(
                build(tree, new Overlay(MapValue.of("images", ListValue.of(Overlay.image(set))))))
            .as(set)
            .containsExactly(
                map(
                    "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: c, image: '%s'}]}}"
                        .formatted(image))));
  }

  @Test
  void a_component_of_the_root_is_not_applied_again() {
    var tree =
        Trees.of(
            "kustomization.yaml",
            "resources: [pod.yaml]\ncomponents: [part]\n",
            "pod.yaml",
            POD,
            "part/kustomization.yaml",
            "{kind: Component, apiVersion: kustomize.config.k8s.io/v1alpha1, namePrefix: x-}");
    assertThat(build(tree, new Overlay(map("components: [part]"))))
        .extracting(object -> object.map("metadata").text("name"))
        .containsExactly("x-p");
  }

  private static List<MapValue> build(Trees tree, Overlay overlay) {
    return new Kustomizer().build(tree, "", BuildOptions.DEFAULT.withOverlay(overlay)).objects();
  }

  private static String generatedName(Trees tree) {
    return build(tree, Overlay.NONE).getFirst().map("metadata").text("name");
  }

  @Test
  void readsTheShortFormOfImages() {
    assertThat(Overlay.image("a/b:1@sha256:00"))
        .isEqualTo(map("{name: a/b, newTag: '1', digest: 'sha256:00'}"));
    assertThat(Overlay.image("a=b")).isEqualTo(map("{name: a, newName: b}"));
  }

  @Test
  void refusesFieldsThatBelongIntoTheFile() {
    assertThatThrownBy(() -> new Overlay(map("resources: [x]")))
        .isInstanceOf(KustomizeException.class)
        .hasMessageContaining("cannot set resources");
  }

  private static MapValue map(String text) {
    return (MapValue)
        Yaml.parse("test", text.getBytes(StandardCharsets.UTF_8), Schema.KUSTOMIZE)
            .getFirst()
            .root();
  }
}
