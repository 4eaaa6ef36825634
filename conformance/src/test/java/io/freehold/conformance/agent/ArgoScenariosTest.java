package io.freehold.conformance.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freehold.testkit.Eventually;
import io.freehold.testkit.OwnCluster;
import io.freehold.testkit.TestCluster;
import io.freehold.testkit.TestGitServer;
import io.freehold.testkit.TestRepository;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The shared black-box scenarios of an engine for Argo CD's Applications, where they are there. */
@ExtendWith(TestGitServer.class)
@EnabledIf(
    value = "areThere",
    disabledReason = "shared/cases/scenarios is not there; the scenarios are not run")
class ArgoScenariosTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MINUTES = 15;

  /** What does not pass yet; nothing is added here. */
  private static final Set<String> NOT_YET = Set.of();

  @RegisterExtension
  static final OwnCluster CLUSTER = OwnCluster.withStages(folder().resolve("kwok/stages.yaml"));

  @Test
  void passAsWithArgoCd(TestCluster cluster, TestRepository registry, @TempDir Path directory)
      throws Exception {
    ArgoFixture.install(cluster);
    Prerequisites.folder(registry);
    try (var agent = new AgentUnderTest(cluster, registry, directory, ArgoFixture.ENVIRONMENT)) {
      Eventually.within(
          Duration.ofMinutes(1), () -> assertThat(agent.log()).contains("Looking after"));
      Path results = directory.resolve("results.json");
      Process run =
          new ProcessBuilder(
                  "python3",
                  folder().resolve("run.py").toString(),
                  "--kubeconfig",
                  cluster.kubeconfig().toString(),
                  "--git-dir",
                  directory.resolve("git").toString(),
                  "--git-port",
                  String.valueOf(freePort()),
                  "--parallel",
                  "4",
                  "--no-messages",
                  "--json",
                  results.toString())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("run.log").toFile())
              .start();
      boolean ended = run.waitFor(MINUTES, TimeUnit.MINUTES);
      run.descendants().forEach(ProcessHandle::destroyForcibly);
      run.destroyForcibly();
      assertThat(ended)
          .as("the scenarios end within %d minutes", MINUTES)
          .withFailMessage(() -> read(directory.resolve("run.log")))
          .isTrue();
      check(results, directory.resolve("run.log"));
    }
  }

  private static void check(Path results, Path log) throws IOException {
    assertThat(results).withFailMessage(() -> read(log)).exists();
    Map<String, String> failed = new TreeMap<>();
    Set<String> passed = new TreeSet<>();
    for (JsonNode scenario : JSON.readTree(results.toFile()).path("scenarios")) {
      String name = scenario.path("name").asText();
      if (scenario.path("result").asText().equals("PASS")) {
        passed.add(name);
      } else {
        failed.put(name, scenario.path("reason").asText());
      }
    }
    failed.keySet().removeAll(NOT_YET);
    assertThat(passed).isNotEmpty();
    assertThat(failed).isEmpty();
  }

  static boolean areThere() {
    return Files.isDirectory(folder());
  }

  private static Path folder() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path scenarios = at.resolve("shared/cases/scenarios");
      if (Files.isDirectory(scenarios)) {
        return scenarios;
      }
    }
    return Path.of("shared/cases/scenarios");
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
