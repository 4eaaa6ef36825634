package io.freehold.kustomize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.Schema;
import io.freehold.yaml.Yaml;
import java.nio.charset.StandardCharsets;
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
                """));
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
