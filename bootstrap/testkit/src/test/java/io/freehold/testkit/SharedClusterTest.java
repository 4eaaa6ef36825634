package io.freehold.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedCluster.class)
class SharedClusterTest {
  private final TestCluster cluster;

  SharedClusterTest(TestCluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void theClassHasItsOwnNamespace(TestCluster parameter) {
    assertThat(parameter).isEqualTo(cluster);
    assertThat(cluster.namespace()).matches("t\\d+-shared-cluster-test");
    cluster.apply(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: greeting}
        data: {text: hello}
        """);
    assertThat(cluster.kubectl("get", "configmap", "greeting", "-o", "jsonpath={.data.text}"))
        .isEqualTo("hello");
  }

  @Test
  void aFailingCommandFailsTheTestWithItsMessages() {
    assertThatThrownBy(() -> cluster.kubectl("get", "configmap", "absent"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("NotFound");
  }

  @Nested
  class Inside {
    @Test
    void nestedClassesShareIt(TestCluster parameter) {
      assertThat(parameter).isEqualTo(cluster);
    }
  }
}
