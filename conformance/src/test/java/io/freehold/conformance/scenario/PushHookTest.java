package io.freehold.conformance.scenario;

import static io.freehold.conformance.scenario.Fleet.A;
import static io.freehold.conformance.scenario.Fleet.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.testkit.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From a push by way of webhook, plane and hint to the agent, whose next own look is far away. */
class PushHookTest {
  // Longer than the test may take.
  private static final String POLL = "30m";
  private static final Duration ONE_TRY = Duration.ofSeconds(10);
  private static final int TRIES = 12;

  @TempDir private Path directory;

  @Test
  @Timeout(600)
  void a_push_is_synced_at_once_while_the_next_look_at_git_is_far_away() {
    try (var fleet = new Fleet(directory, 1, POLL)) {
      Map<String, String> files = new HashMap<>();
      files.put("a.yaml", Fleet.configMap("hooked", "0"));
      fleet.commit("hooked", files, A);
      fleet.processes.pushed();
      // The agent's stream may not be open yet, and a hint that nobody hears is lost.
      int tries = 0;
      while (!arrives(fleet, Integer.toString(tries))) {
        assertThat(++tries).as("pushes that nobody noticed").isLessThan(TRIES);
        push(fleet, Integer.toString(tries));
      }

      long began = System.nanoTime();
      push(fleet, "measured");
      Eventually.within(LIMIT, () -> assertThat(fleet.value(A, "hooked")).isEqualTo("measured"));
      System.out.printf(
          "push to cluster by webhook and hint, next poll in %s: %.1f s%n",
          POLL, (System.nanoTime() - began) / 1e9);
    }
  }

  private static void push(Fleet fleet, String value) {
    fleet.registry.commit(Map.of("apps/hooked/a.yaml", Fleet.configMap("hooked", value)));
    fleet.processes.pushed();
  }

  private static boolean arrives(Fleet fleet, String value) {
    try {
      Eventually.within(ONE_TRY, () -> assertThat(fleet.value(A, "hooked")).isEqualTo(value));
      return true;
    } catch (AssertionError _) {
      return false;
    }
  }
}
