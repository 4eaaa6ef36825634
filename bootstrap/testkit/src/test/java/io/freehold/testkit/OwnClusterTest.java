package io.freehold.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.local.LocalCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OwnClusterTest {
  @RegisterExtension static final OwnCluster CLUSTER = OwnCluster.withNodes();

  @Test
  void workloadsRunAndNamespacesGo(TestCluster cluster, LocalCluster itself) {
    assertThat(itself.server()).isEqualTo(cluster.server());
    cluster.kubectl("create", "job", "sum", "--image=example.org/sum:1");
    cluster.kubectl("wait", "job/sum", "--for=condition=Complete", "--timeout=60s");
    cluster.kubectl("create", "namespace", "short-lived");
    cluster.kubectl("delete", "namespace", "short-lived", "--timeout=60s");
    assertThat(cluster.kubectl("get", "namespaces")).doesNotContain("short-lived");
  }
}
