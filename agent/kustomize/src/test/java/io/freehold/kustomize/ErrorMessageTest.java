package io.freehold.kustomize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freehold.kustomize.KustomizeException.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors are one line that says where and what to do. */
class ErrorMessageTest {
  private static final String MAP =
      "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  k: v\n";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          resources: [a.yaml]\\nnamePrefx: x | KUSTOMIZATION | k/kustomization.yaml:2: unknown field namePrefx; did you mean namePrefix?
          resources: a.yaml | KUSTOMIZATION | k/kustomization.yaml:1: resources must be a list, not text
          resources: [a.yaml]\\nimages:\\n- name: x\\n  newTag: 1.10 | KUSTOMIZATION | k/kustomization.yaml:4: images[0].newTag must be text, not a number; put quotes around it
          resources: [b.yaml] | NOT_FOUND | there is no file and no folder k/b.yaml
          resources: [../../x] | OUTSIDE | leaves the repository
          resources: [/etc/passwd] | OUTSIDE | is absolute
          resources: [a.yaml, a.yaml] | CONFLICT | exists already, from k/a.yaml:1
          resources: [../outside.yaml] | OUTSIDE | is not in or below k
          resources: ['https://github.com/a/b?ref=v1'] | DISABLED | remote bases are not allowed here
          resources: [a.yaml]\\npatches:\\n- path: nope.yaml | NOT_FOUND | there is no file k/nope.yaml
          resources: [a.yaml]\\npatches:\\n- patch: '[{"op": "add", "path": "/data/x/y", "value": 1}]'\\n  target: {kind: ConfigMap} | PATCH | the path /data/x/y does not exist: there is no /data/x
          resources: [a.yaml]\\nreplicas: [{name: nope, count: 1}] | KUSTOMIZATION | there is no workload named nope
          resources: [a.yaml]\\nhelmCharts: [{name: x}] | DISABLED | helmCharts are not enabled here
          resources: [a.yaml]\\nsortOptions: {order: x} | KUSTOMIZATION | sortOptions.order must be fifo or legacy
          resources: [a.yaml]\\npatches: [{patch: '{kind: ConfigMap, metadata: {name: b}}'}] | PATCH | to patch; check kind, name and namespace
          {} | KUSTOMIZATION | the kustomization is empty; add resources
          resources: [a.yaml]\\ntransformers: ['{apiVersion: example.com/v1, kind: X, metadata: {name: y}}'] | DISABLED | only plugins with apiVersion builtin are allowed
          """)
  void namesThePlaceAndTheWayOut(String kustomization, Code code, String message) {
    var tree =
        Trees.of(
            "k/kustomization.yaml", kustomization.replace("\\n", "\n"),
            "k/a.yaml", MAP,
            "outside.yaml", MAP);
    assertThatThrownBy(() -> Trees.build(tree, "k"))
        .isInstanceOfSatisfying(KustomizeException.class, e -> assertThat(e.code()).isEqualTo(code))
        .message()
        .contains(message)
        .hasLineCount(1);
  }

  @Test
  void tellsTheWholePathOfACycle() {
    var tree =
        Trees.of(
            "a/kustomization.yaml", "resources: [../b]",
            "b/kustomization.yaml", "resources: [../c]",
            "c/kustomization.yaml", "resources: [../a]");
    assertThatThrownBy(() -> Trees.build(tree, "a"))
        .hasMessageContaining("cycle: a -> b -> c -> a");
  }

  @Test
  void neverQuotesSecrets() {
    var tree =
        Trees.of("kustomization.yaml", "secretGenerator:\n- name: s\n  literals: [hunter2]\n");
    assertThatThrownBy(() -> Trees.build(tree, ""))
        .hasMessageContaining("a literal must be written as key=value")
        .message()
        .doesNotContain("hunter2");
  }

  @Test
  void stopsAnExpensiveRegularExpression() {
    var tree =
        Trees.of(
            "kustomization.yaml",
            """
            resources: [a.yaml]
            patches:
            - patch: '[{"op": "remove", "path": "/x"}]'
              target: {name: '(.*a){15}c'}
            """,
            "a.yaml",
            MAP.replace("name: a", "name: " + "a".repeat(60)));
    assertThatThrownBy(() -> Trees.build(tree, "")).hasMessageContaining("takes too long");
  }

  @Test
  void warnsAboutDeprecatedFields() {
    var tree =
        Trees.of(
            "kustomization.yaml",
            "bases: [b]",
            "b/kustomization.yaml",
            "resources: [a.yaml]",
            "b/a.yaml",
            MAP);
    assertThat(new Kustomizer().build(tree, "", BuildOptions.DEFAULT).warnings())
        .containsExactly("kustomization.yaml: bases is deprecated; use resources");
  }
}
