package io.freehold.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DevClusterSourcesTest {
  @Test
  void everySourceFileTravels() throws Exception {
    try (var folder = Files.list(Path.of("devcluster"))) {
      var names =
          folder
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".go") || name.startsWith("go."))
              .collect(Collectors.toSet());
      assertThat(DevClusterSources.NAMES).containsExactlyInAnyOrderElementsOf(names);
    }
  }

  @Test
  void knowsTheVersionOfKubernetes() {
    assertThat(DevClusterSources.load().kubernetesVersion()).matches("v1\\.\\d+\\.\\d+");
  }

  @Test
  void aChangedSourceIsAnotherExecutable() {
    var sources = DevClusterSources.load();
    var changed = new java.util.TreeMap<>(sources.files());
    changed.merge("main.go", "\n", String::concat);
    assertThat(new DevClusterSources(changed).digest()).isNotEqualTo(sources.digest());
    assertThat(DevClusterSources.load().digest()).isEqualTo(sources.digest());
  }
}
