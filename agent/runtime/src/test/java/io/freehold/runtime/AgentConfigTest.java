package io.freehold.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freehold.api.ObjectRef;
import io.freehold.api.Signatures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentConfigTest {
  @TempDir private Path directory;

  @Test
  void readsWhatTheManifestsWriteAndFillsInTheRest() throws IOException {
    AgentConfig config =
        read("cluster: prod\nregistry: {url: \"ssh://git@host/o/r.git\"}\nlater: 1\n", Map.of());

    assertThat(config.cluster()).isEqualTo("prod");
    assertThat(config.registry())
        .isEqualTo(
            new AgentConfig.Registry(
                "ssh://git@host/o/r.git",
                "main",
                "clusters/prod",
                Duration.ofSeconds(15),
                Optional.empty()));
    assertThat(config.dataDir()).isEqualTo(Path.of("/var/lib/freehold"));
    assertThat(config.listen().getPort()).isEqualTo(8080);
    assertThat(config.applier()).isEmpty();
    assertThat(config.plugins()).isEmpty();
  }

  @Test
  void fieldsMayDifferInTheWholeCluster() throws IOException {
    String config = "cluster: a\nregistry: {url: x}\nignore: [{kind: %s, jsonPointers: [/data]}]\n";
    var map = new ObjectRef("", "ConfigMap", "shop", "a");

    assertThat(read(config.formatted("ConfigMap"), Map.of()).ignore().of(map).isNothing())
        .isFalse();
    assertThatThrownBy(() -> read(config.formatted("''"), Map.of()))
        .hasMessageEndingWith("ignore[0]: kind is missing; write * for any");
  }

  @Test
  void pluginsAreAFolder() throws IOException {
    assertThat(read("cluster: a\nregistry: {url: x}\nplugins: /plugins\n", Map.of()).plugins())
        .isEqualTo("/plugins");
  }

  @Test
  void theRegistryMayHaveToBeSigned() throws IOException {
    var config =
        read(
            "cluster: a\nregistry: {url: x, signatures: {mode: History, ssh: [line]}}\n", Map.of());

    assertThat(config.registry().signatures())
        .contains(new Signatures(Signatures.Mode.HISTORY, List.of(), List.of("line"), List.of()));
  }

  @Test
  void theEnvironmentOverridesTheAddress() throws IOException {
    assertThat(
            read(
                    "cluster: prod\nregistry: {url: x}\nlisten: 0.0.0.0:1\n",
                    Map.of("FREEHOLD_LISTEN", "127.0.0.1:0"))
                .listen()
                .getPort())
        .isZero();
  }

  @Test
  void saysWhatIsMissingOrWrong() {
    assertThatThrownBy(() -> read("cluster: prod\n", Map.of()))
        .hasMessageEndingWith("registry is missing");
    assertThatThrownBy(() -> read("registry: {url: x}\n", Map.of()))
        .hasMessageEndingWith("cluster is missing");
    assertThatThrownBy(() -> read("cluster: a\nregistry: {url: x, pollInterval: soon}\n", Map.of()))
        .hasMessageContaining("\"soon\" is not a duration");
    assertThatThrownBy(() -> read("cluster: [\n", Map.of())).hasMessageContaining("agent.yaml:");
    assertThatThrownBy(() -> read("cluster: a\nregistry: {url: x}\nlisten: here\n", Map.of()))
        .hasMessageContaining("listen must be an address and a port");
  }

  private AgentConfig read(String content, Map<String, String> environment) throws IOException {
    return AgentConfig.read(
        Files.writeString(directory.resolve("agent.yaml"), content), environment);
  }
}
