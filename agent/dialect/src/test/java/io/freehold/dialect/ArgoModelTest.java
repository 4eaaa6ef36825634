package io.freehold.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.ObjectRef;
import io.freehold.api.Source;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArgoModelTest {
  @Test
  void sourcesAreReadInOurTerms() {
    Source git =
        ArgoSources.of(
            Json.yaml(
                "source",
                "{repoURL: https://git.example.org/a.git, path: x, targetRevision: HEAD, kustomize: {namePrefix: p-}}"));
    assertThat(git.revision()).isEmpty();
    assertThat(git.kustomizeOptions().namePrefix()).isEqualTo("p-");
    Source chart =
        ArgoSources.of(
            Json.yaml(
                "source",
                "{repoURL: registry.example.org/charts, chart: shop, targetRevision: 1.2.3}"));
    assertThat(chart.repoUrl()).isEqualTo("oci://registry.example.org/charts/shop");
    assertThat(chart.chart()).isEmpty();
  }

  @Test
  void aFileOfTheRepositoryChangesOptionsAndNotThePlace() {
    JsonNode source =
        Json.yaml("source", "{repoURL: u, path: x, helm: {releaseName: a, values: v}}");
    JsonNode changed =
        ArgoSources.overridden(source, "file", "{repoURL: other, helm: {releaseName: b}}");
    assertThat(changed.path("repoURL").asText()).isEqualTo("u");
    assertThat(changed.at("/helm/releaseName").asText()).isEqualTo("b");
    assertThat(changed.at("/helm/values").asText()).isEqualTo("v");
  }

  @Test
  void variablesAreFilledIntoParametersOnly() {
    JsonNode source =
        Json.yaml(
            "source",
            "{repoURL: u, path: x, helm: {parameters: [{name: a, value: '$ARGOCD_APP_NAME-$$x-${NOTHING}'}], valueFiles: [$values/a.yaml], values: $ARGOCD_APP_NAME}}");
    JsonNode filled = new BuildEnvironment("app", "ns", source, "0123456789").fill(source);
    assertThat(filled.at("/helm/parameters/0/value").asText()).isEqualTo("app-$x-");
    assertThat(filled.at("/helm/valueFiles/0").asText()).isEqualTo("$values/a.yaml");
    assertThat(filled.at("/helm/values").asText()).isEqualTo("$ARGOCD_APP_NAME");
  }

  @Test
  void aMarkThatDescribesAnotherObjectIsThatOfACopy() {
    ObjectRef ref = new ObjectRef("", "ConfigMap", "n", "a");
    ObjectNode object = (ObjectNode) Json.yaml("a", "{metadata: {name: a, namespace: n}}");
    Tracking.DEFAULT.mark(object, ref, "app", "n");
    assertThat(Tracking.DEFAULT.owner(object, ref)).contains("app");
    assertThat(Tracking.DEFAULT.owner(object, new ObjectRef("", "ConfigMap", "n", "copy")))
        .isEmpty();
    ObjectNode definition = (ObjectNode) Json.yaml("d", "{metadata: {name: d}}");
    Tracking.DEFAULT.mark(
        definition,
        new ObjectRef("apiextensions.k8s.io", "CustomResourceDefinition", "", "d"),
        "app",
        "n");
    assertThat(definition.path("metadata").has("annotations")).isFalse();
  }

  @Test
  void projectsAllowAndForbidAsTheirPatternsSay() {
    ArgoProject project =
        ArgoProject.read(
            Json.yaml(
                "project",
                "{metadata: {name: p}, spec: {sourceRepos: ['*'], destinations: [{server: '*', namespace: '*'}, {server: '*', namespace: '!kube-*'}], clusterResourceWhitelist: [{group: '', kind: Namespace}], namespaceResourceBlacklist: [{group: '', kind: Secret}]}}"));
    assertThat(project.refusal(new ObjectRef("", "Namespace", "", "x"))).isEmpty();
    assertThat(project.refusal(new ObjectRef("rbac.authorization.k8s.io", "ClusterRole", "", "x")))
        .isPresent();
    assertThat(project.refusal(new ObjectRef("", "Secret", "n", "x"))).isPresent();
    assertThat(project.refusal(application("{namespace: kube-system}"))).isPresent();
    assertThat(project.refusal(application("{namespace: shop}"))).isEmpty();
  }

  @Test
  void ignoredFieldsAreTakenFromBothSidesOrKeptAsTheyAre() {
    IgnoreRules rules =
        new IgnoreRules(
            List.of(
                Json.read(
                    Json.yaml(
                        "rule",
                        "{group: apps, kind: Deployment, jsonPointers: [/spec/replicas], jqPathExpressions: ['.spec.list[] | select(.name == \"b\") | .value']}"),
                    ArgoSpec.IgnoreDifference.class)));
    ObjectRef ref = new ObjectRef("apps", "Deployment", "n", "a");
    ObjectNode wanted =
        (ObjectNode)
            Json.yaml(
                "w", "{spec: {replicas: 1, list: [{name: a, value: 1}, {name: b, value: 1}]}}");
    ObjectNode live =
        (ObjectNode)
            Json.yaml(
                "l", "{spec: {replicas: 5, list: [{name: a, value: 1}, {name: b, value: 9}]}}");
    ObjectNode kept = rules.respecting(ref, wanted, live);
    assertThat(kept.at("/spec/replicas").asInt()).isEqualTo(5);
    assertThat(kept.at("/spec/list/1/value").asInt()).isEqualTo(9);
    rules.strip(ref, wanted, live);
    assertThat(wanted).isEqualTo(live);
    assertThat(rules.concern(new ObjectRef("apps", "StatefulSet", "n", "a"))).isFalse();
  }

  private static ArgoApplication application(String destination) {
    return ArgoApplication.read(
        Json.yaml(
            "application",
            "{metadata: {name: a}, spec: {source: {repoURL: u}, destination: "
                + destination
                + "}}"));
  }
}
