package io.freehold.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArgoSummaryTest {
  @Test
  void imagesAreThoseOfAllContainersOnce() {
    ArgoStatus.Summary summary =
        summary(
            """
            kind: Deployment
            spec:
              template:
                spec:
                  initContainers: [{name: i, image: "example.org/init:1"}]
                  containers: [{name: a, image: "example.org/a:1"}, {name: b, image: "example.org/a:1"}]
            """,
            """
            kind: CronJob
            spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: a, image: "example.org/job:2"}]}}}}}
            """);
    assertThat(summary.images())
        .containsExactly("example.org/a:1", "example.org/init:1", "example.org/job:2");
    assertThat(summary.externalURLs()).isEmpty();
  }

  @Test
  void anIngressSaysWhereItCanBeReached() {
    ArgoStatus.Summary summary =
        summary(
            """
            kind: Ingress
            spec:
              tls: [{hosts: [safe.example.org]}]
              rules:
              - {host: safe.example.org, http: {paths: [{path: /}, {path: /api/*}]}}
              - {host: plain.example.org, http: {paths: [{path: /}]}}
              - {host: "*.wild.example.org", http: {paths: [{path: /}]}}
              - http: {paths: [{path: /x}]}
            status: {loadBalancer: {ingress: [{ip: 192.0.2.7}]}}
            """);
    assertThat(summary.externalURLs())
        .containsExactly(
            "http://192.0.2.7/x",
            "http://plain.example.org",
            "https://safe.example.org",
            "https://safe.example.org/api/");
  }

  @Test
  void onlyLinksToTheWebAreLinks() {
    ArgoStatus.Summary summary =
        summary(
            """
            kind: Deployment
            metadata:
              annotations:
                link.argocd.argoproj.io/grafana: https://grafana.example.org/d/1
                link.argocd.argoproj.io/wiki: Wiki|https://wiki.example.org
                link.argocd.argoproj.io/script: "javascript:alert(1)"
                link.argocd.argoproj.io/titled: "Click|javascript:alert(1)"
            """);
    assertThat(summary.externalURLs())
        .containsExactly("Wiki|https://wiki.example.org", "https://grafana.example.org/d/1");
  }

  @Test
  void thereIsNoneWhereThereIsNothingToSay() {
    assertThat(ArgoSummary.of(List.of(Json.yaml("a", "{kind: ConfigMap, data: {a: b}}")))).isNull();
  }

  private static ArgoStatus.Summary summary(String... objects) {
    return Objects.requireNonNull(
        ArgoSummary.of(Stream.of(objects).map(text -> Json.yaml("object", text)).toList()));
  }
}
