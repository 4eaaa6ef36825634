package io.freehold.conformance.kube;

import static io.freehold.conformance.kube.Objects.applied;
import static io.freehold.conformance.kube.Objects.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.engine.ApplyResult.Applied;
import io.freehold.engine.ApplyResult.Rejected;
import io.freehold.engine.ApplyResult.Retry;
import io.freehold.engine.LiveObject;
import io.freehold.engine.Manifest;
import io.freehold.kube.Credentials;
import io.freehold.kube.KubeCluster;
import io.freehold.testkit.SharedCluster;
import io.freehold.testkit.TestCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Writing, reading and deleting on a real API server. */
@ExtendWith(SharedCluster.class)
class ApplyTest {
  private final TestCluster cluster;
  private final KubeCluster kube;

  ApplyTest(TestCluster cluster) {
    this.cluster = cluster;
    this.kube = KubeCluster.connect(Credentials.of(cluster.kubeconfig()));
  }

  @AfterEach
  void close() {
    kube.close();
  }

  @Test
  void createsUpdatesAndDoesNothingWhenNothingChanged() {
    Applied created = (Applied) kube.apply(map("a", "1"));
    Applied same = (Applied) kube.apply(map("a", "1"));
    Applied changed = (Applied) kube.apply(map("a", "2"));

    assertThat(created.created()).isTrue();
    assertThat(same.created()).isFalse();
    assertThat(same.live().resourceVersion()).isEqualTo(created.live().resourceVersion());
    assertThat(changed.live().resourceVersion()).isNotEqualTo(same.live().resourceVersion());
    assertThat(changed.live().uid()).isEqualTo(created.live().uid());
  }

  @Test
  void takesFieldsAwayThatTheManifestNoLongerHas() {
    Manifest before =
        Objects.manifest(
            cluster.namespace(), "v1", "ConfigMap", "shrinks", "{data: {a: '1', b: '2'}}");
    applied(kube.apply(before));

    LiveObject after = applied(kube.apply(map("shrinks", "1")));

    assertThat(after.content().path("data").size()).isEqualTo(1);
  }

  @Test
  void tellsPermanentMistakesFromPassingOnes() {
    String namespace = cluster.namespace();

    Rejected unknownField =
        rejected(
            kube.apply(Objects.manifest(namespace, "v1", "ConfigMap", "x", "{dat: {a: '1'}}")));
    Rejected invalid =
        rejected(
            kube.apply(
                Objects.manifest(
                    namespace, "v1", "Service", "x", "{spec: {ports: [{port: 99999}]}}")));
    Rejected undecodable =
        rejected(
            kube.apply(
                Objects.manifest(namespace, "v1", "Secret", "x", "{data: {a: 'hunter2!'}}")));
    Rejected noNamespace =
        rejected(
            kube.apply(Objects.manifest("nowhere", "v1", "ConfigMap", "x", "{data: {a: '1'}}")));
    Rejected noKind =
        rejected(kube.apply(Objects.manifest(namespace, "example.com/v7", "Nothing", "x", "{}")));
    Rejected noName =
        rejected(kube.apply(Objects.manifest(namespace, "v1", "ConfigMap", "..", "{}")));

    assertThat(unknownField.retry()).isEqualTo(Retry.NEVER);
    assertThat(unknownField.message()).contains(".dat: field not declared in schema");
    assertThat(invalid.retry()).isEqualTo(Retry.NEVER);
    assertThat(undecodable.retry()).isEqualTo(Retry.NEVER);
    assertThat(undecodable.message()).doesNotContain("hunter2");
    assertThat(noNamespace.retry()).isEqualTo(Retry.LATER);
    assertThat(noKind.retry()).isEqualTo(Retry.AFTER_DISCOVERY);
    assertThat(noName.retry()).isEqualTo(Retry.NEVER);
  }

  @Test
  void deletesOnlyTheIncarnationItWasToldOf() {
    LiveObject live = applied(kube.apply(map("deleted", "1")));

    assertThat(kube.delete("v1", live.ref(), "another")).isFalse();
    assertThat(kube.get("v1", live.ref())).isPresent();
    assertThat(kube.delete("v1", live.ref(), live.uid())).isTrue();
    assertThat(kube.get("v1", live.ref())).isEmpty();
    assertThat(kube.delete("v1", live.ref(), live.uid())).isFalse();
  }

  @Test
  void writesWithTheRightsOfTheApplierAndNoOthers() {
    cluster.kubectl("create", "serviceaccount", "applier");
    cluster.kubectl("create", "role", "maps", "--verb=create,patch,get", "--resource=configmaps");
    cluster.kubectl(
        "create",
        "rolebinding",
        "maps",
        "--role=maps",
        "--serviceaccount=" + cluster.namespace() + ":applier");
    String applier = "system:serviceaccount:" + cluster.namespace() + ":applier";
    Manifest account = Objects.manifest(cluster.namespace(), "v1", "ServiceAccount", "x", "{}");

    try (KubeCluster bounded = KubeCluster.connect(Credentials.of(cluster.kubeconfig()), applier)) {
      applied(bounded.apply(map("bounded", "1")));
      Rejected forbidden = rejected(bounded.apply(account));

      assertThat(forbidden.code()).isEqualTo(403);
      assertThat(forbidden.retry()).as("rights may follow").isEqualTo(Retry.LATER);
      assertThat(forbidden.message()).contains(applier);
      assertThat(kube.get("v1", account.ref())).isEmpty();
    }
  }

  @Test
  void findsTheKindsOfManagedObjects() {
    applied(kube.apply(map("labelled", "1")));

    assertThat(kube.labelledKinds()).contains(kube.kind("v1", "ConfigMap").orElseThrow());
    assertThat(kube.labelledKinds()).extracting("plural").doesNotContain("serviceaccounts");
  }

  @Test
  void identifiesTheCluster() {
    assertThat(kube.version()).startsWith("v1.");
    assertThat(kube.uid())
        .isEqualTo(
            cluster.kubectl("get", "namespace", "kube-system", "-o", "jsonpath={.metadata.uid}"));
  }

  private Manifest map(String name, String value) {
    return Objects.manifest(
        cluster.namespace(), "v1", "ConfigMap", name, "{data: {a: '" + value + "'}}");
  }
}
