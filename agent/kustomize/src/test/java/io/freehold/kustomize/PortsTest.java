package io.freehold.kustomize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freehold.kustomize.KustomizeException.Code;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.Schema;
import io.freehold.yaml.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Remote bases and charts come from ports. */
class PortsTest {
  private static final String URL = "https://git.example/team/base//deploy?ref=v1";
  private static final String MAP = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}";

  @Test
  void buildsABaseFromAnotherRepository() {
    var base = Trees.of("deploy/kustomization.yaml", "resources: [a.yaml]", "deploy/a.yaml", MAP);
    var asked = new ArrayList<String>();
    var kustomizer =
        new Kustomizer(
            url -> {
              asked.add(url);
              return new RemoteBases.Base(base, "deploy");
            },
            ChartInflator.DISABLED);
    var tree = Trees.of("kustomization.yaml", "resources: ['" + URL + "']\nnamePrefix: p-");
    var result = kustomizer.build(tree, "", BuildOptions.DEFAULT);
    assertThat(names(result)).containsExactly("p-a");
    assertThat(result.remote()).as("depends on more than the tree").isTrue();
    kustomizer.build(tree, "", BuildOptions.DEFAULT);
    assertThat(asked).as("asked again, because the base may have moved").containsExactly(URL, URL);
  }

  @Test
  void aRemoteBaseCannotLeaveItsRepository() {
    var base = Trees.of("deploy/kustomization.yaml", "resources: [../../x.yaml]");
    var kustomizer =
        new Kustomizer(_ -> new RemoteBases.Base(base, "deploy"), ChartInflator.DISABLED);
    fails(
        kustomizer,
        Trees.of("kustomization.yaml", "resources: ['" + URL + "']", "x.yaml", MAP),
        Code.OUTSIDE,
        URL);
  }

  @Test
  void aRemoteBaseThatIncludesItselfIsACycle() {
    var base = Trees.of("deploy/kustomization.yaml", "resources: ['" + URL + "']");
    var kustomizer =
        new Kustomizer(_ -> new RemoteBases.Base(base, "deploy"), ChartInflator.DISABLED);
    fails(
        kustomizer,
        Trees.of("kustomization.yaml", "resources: ['" + URL + "']"),
        Code.CYCLE,
        ". -> " + URL);
  }

  @Test
  void saysWhyABaseCannotBeHad() {
    var kustomizer =
        new Kustomizer(
            _ -> {
              throw new IllegalStateException("the project does not allow git.example");
            },
            ChartInflator.DISABLED);
    fails(
        kustomizer,
        Trees.of("kustomization.yaml", "resources: ['" + URL + "']"),
        Code.PORT,
        "base " + URL + ": the project does not allow git.example");
  }

  @Test
  void treatsTheObjectsOfAChartAsGeneratedOnes() {
    var charts = new ArrayList<ChartInflator.Chart>();
    var kustomizer =
        new Kustomizer(
            RemoteBases.DISABLED,
            chart -> {
              charts.add(chart);
              return List.of(map(MAP));
            });
    var tree =
        Trees.of(
            "kustomization.yaml",
            """
            namespace: prod
            namePrefix: p-
            helmGlobals: {chartHome: vendor}
            helmCharts: [{name: web, version: 1.2.3, valuesInline: {a: b}}]
            """);
    var result = kustomizer.build(tree, "", BuildOptions.DEFAULT);
    assertThat(names(result)).containsExactly("p-a");
    assertThat(result.objects().getFirst().map("metadata").has("namespace"))
        .as("the chart got the namespace; its objects are left alone")
        .isFalse();
    assertThat(charts)
        .singleElement()
        .satisfies(chart -> {
          assertThat(chart.chartHome()).isEqualTo("vendor");
          assertThat(chart.spec().text("namespace")).isEqualTo("prod");
          assertThat(chart.spec().map("valuesInline").text("a")).isEqualTo("b");
        });
  }

  @Test
  void saysWhyAChartCannotBeRendered() {
    var kustomizer =
        new Kustomizer(
            RemoteBases.DISABLED,
            _ -> {
              throw new IllegalStateException("there is no chart web 9.9.9");
            });
    fails(
        kustomizer,
        Trees.of("kustomization.yaml", "helmCharts: [{name: web, version: 9.9.9}]"),
        Code.PORT,
        "helmCharts[0]: chart web: there is no chart web 9.9.9");
  }

  private static void fails(Kustomizer kustomizer, Trees tree, Code code, String message) {
    assertThatThrownBy(() -> kustomizer.build(tree, "", BuildOptions.DEFAULT))
        .isInstanceOfSatisfying(KustomizeException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(message)
        .message()
        .hasLineCount(1);
  }

  private static List<String> names(BuildResult result) {
    return result.objects().stream().map(object -> object.map("metadata").text("name")).toList();
  }

  private static MapValue map(String text) {
    return (MapValue)
        Yaml.parse("test", text.getBytes(StandardCharsets.UTF_8), Schema.KUSTOMIZE)
            .getFirst()
            .root();
  }
}
