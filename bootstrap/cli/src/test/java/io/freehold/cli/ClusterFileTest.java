package io.freehold.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ClusterFileTest {
  private static final String TEXT =
      """
      # ours
      apiVersion: freehold.io/v1
      kind: Cluster
      metadata:
        name: prod
      spec:
        publicKeys: # who may sign
          - OLDKEY
        plane:
          endpoint: ""
      """;

  @Test
  void adds_a_key_and_leaves_the_rest_as_people_wrote_it() {
    String changed = ClusterFile.read("cluster.yaml", TEXT).withKey("NEWKEY");

    assertThat(changed).isEqualTo(TEXT.replace("    - OLDKEY\n", "    - NEWKEY\n    - OLDKEY\n"));
    assertThat(ClusterFile.read("cluster.yaml", changed).publicKeys())
        .containsExactly("NEWKEY", "OLDKEY");
  }

  @Test
  void adds_the_first_key_of_an_empty_list() {
    String empty = TEXT.replace("publicKeys: # who may sign\n    - OLDKEY", "publicKeys: []");

    assertThat(
            ClusterFile.read("cluster.yaml", ClusterFile.read("c", empty).withKey("NEWKEY"))
                .publicKeys())
        .containsExactly("NEWKEY");
  }

  @Test
  void asks_a_person_when_the_form_is_too_free() {
    String flow = TEXT.replace("publicKeys: # who may sign\n    - OLDKEY", "publicKeys: [A, B]");

    assertThatThrownBy(() -> ClusterFile.read("cluster.yaml", flow).withKey("NEWKEY"))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("add the key NEWKEY to spec.publicKeys of cluster.yaml");
  }

  @Test
  void refuses_the_folder_of_another_cluster() {
    assertThatThrownBy(() -> ClusterFile.read("cluster.yaml", TEXT).requireName("staging"))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("prod");
    assertThatThrownBy(() -> ClusterFile.read("cluster.yaml", "a: [b"))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("cluster.yaml cannot be read");
  }
}
