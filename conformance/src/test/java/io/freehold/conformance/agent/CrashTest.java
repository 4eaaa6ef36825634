package io.freehold.conformance.agent;

import static io.freehold.conformance.agent.Api.application;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.conformance.agent.CrashScenarios.State;
import io.freehold.local.LocalCluster;
import io.freehold.testkit.Eventually;
import io.freehold.testkit.OwnCluster;
import io.freehold.testkit.TestCluster;
import io.freehold.testkit.TestGitServer;
import io.freehold.testkit.TestRepository;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The agent is killed at 50 points of syncs with hooks, waves, prunes and deletions, two in each:
 * one of the sync and one of its recovery, spread over their whole length as it was measured
 * before. Each time everything ends as without a kill, and each hook runs once for a commit.
 *
 * <p>The points are random. Other ones, or the same again: {@code -Dcrash.seed=N}, and {@code
 * -Dcrash.kills=N} for more of them.
 */
@ExtendWith({OwnCluster.class, TestGitServer.class})
class CrashTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int ROUNDS = Integer.getInteger("crash.kills", 50) / 2;

  /** Statuses are written some hundred milliseconds after what they tell. */
  private static final Duration REST = Duration.ofSeconds(2);

  /** The root and the applications that no state lets fail: what failed is not tried again. */
  private static final int ALWAYS_SYNCED = 3;

  /**
   * In one round of so many the data folder is empty after the second kill, as in a new pod, which
   * waits for the lease of the one before to run out.
   */
  private static final int EMPTY = 10;

  private final Api api;
  private final LocalCluster controlPlane;
  private final TestRepository registry;
  private final AgentUnderTest agent;
  private final Map<String, Integer> expectedRuns = new TreeMap<>();

  CrashTest(
      TestCluster cluster,
      LocalCluster controlPlane,
      TestRepository registry,
      @TempDir Path directory)
      throws IOException {
    this.api = new Api(controlPlane);
    this.controlPlane = controlPlane;
    this.registry = registry;
    Prerequisites.install(cluster, registry);
    this.agent = AgentUnderTest.quick(cluster, registry, directory);
  }

  @Test
  void after_a_kill_at_any_point_everything_ends_as_without_and_no_hook_runs_twice()
      throws Exception {
    long seed = Long.getLong("crash.seed", System.nanoTime());
    System.out.println("CrashTest: -Dcrash.seed=" + seed);
    Random random = new Random(seed);
    try (JobRuns jobs = new JobRuns(api, controlPlane);
        AgentUnderTest _ = agent) {
      settled(commit(State.A), State.A);
      Map<State, Map<String, String>> undisturbed = new EnumMap<>(State.class);
      long sync = undisturbed(State.B, undisturbed);
      agent.stop();
      agent.restart();
      long recovery = undisturbed(State.A, undisturbed);
      assertThat(jobs.runs()).as("runs of hooks without a kill").isEqualTo(expectedRuns);

      List<Long> first = points(sync, random);
      List<Long> second = points(recovery, random);
      State state = State.A;
      for (int round = 0; round < ROUNDS; round++) {
        state = state.other();
        String head = commit(state);
        killAfter(first.get(round), false);
        killAfter(second.get(round), round % EMPTY == EMPTY / 2);
        String when =
            "seed %d, round %d, state %s, killed after %d and %d ms"
                .formatted(
                    seed,
                    round,
                    state,
                    first.get(round) / 1_000_000,
                    second.get(round) / 1_000_000);
        Map<String, String> expected = undisturbed.getOrDefault(state, Map.of());
        Eventually.within(
            LIMIT,
            () ->
                assertThat(
                        ClusterPicture.differences(
                            expected, ClusterPicture.of(api, CrashScenarios.namespaces(), head)))
                    .as(when)
                    .isEmpty());
        // What the new process finds done it looks at, too, and leaves as it is.
        Eventually.within(
            LIMIT,
            () ->
                assertThat(
                        agent.metric("freehold_syncs_succeeded_total")
                            + agent.metric("freehold_syncs_failed_total"))
                    .as(when)
                    .isGreaterThanOrEqualTo(ALWAYS_SYNCED));
        assertThat(jobs.runs()).as("runs of hooks: " + when).isEqualTo(expectedRuns);
      }
    } catch (AssertionError e) {
      System.out.println(agent.log());
      System.out.println("jobs: " + api.get("/apis/batch/v1/jobs").path("items").toPrettyString());
      throw e;
    }
  }

  /** Points spread over a length: one in each of as many equal parts, in any order. */
  private static List<Long> points(long length, Random random) {
    List<Long> points = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      points.add((long) (length * (i + random.nextDouble()) / ROUNDS));
    }
    Collections.shuffle(points, random);
    return points;
  }

  private void killAfter(long nanos, boolean forget) throws InterruptedException, IOException {
    LockSupport.parkNanos(nanos);
    agent.kill();
    if (forget) {
      agent.forget();
    }
    agent.restart();
  }

  private String commit(State state) {
    String head = registry.commit(CrashScenarios.files(state));
    CrashScenarios.runs(state)
        .forEach(hook -> expectedRuns.put(hook.formatted(head.substring(0, 7)), 1));
    return head;
  }

  /** A change that nothing disturbs: what is there afterwards; returns how long it took. */
  private long undisturbed(State state, Map<State, Map<String, String>> pictures) {
    long start = System.nanoTime();
    String head = commit(state);
    settled(head, state);
    long length = System.nanoTime() - start;
    pictures.put(state, atRest(head));
    return length;
  }

  /** What is there once nothing of it has changed for a while: statuses follow what they tell. */
  private Map<String, String> atRest(String head) {
    Map<String, String> last = new TreeMap<>();
    AtomicLong since = new AtomicLong(System.nanoTime());
    Eventually.within(
        LIMIT,
        () -> {
          Map<String, String> now = ClusterPicture.of(api, CrashScenarios.namespaces(), head);
          if (!now.equals(last)) {
            last.clear();
            last.putAll(now);
            since.set(System.nanoTime());
          }
          assertThat(Duration.ofNanos(System.nanoTime() - since.get())).isGreaterThan(REST);
        });
    return last;
  }

  /** Waits until every Application says that it has nothing more to do for a commit. */
  private void settled(String head, State state) {
    List<String> applications = new ArrayList<>(CrashScenarios.LASTING);
    applications.add("root");
    if (state == State.A) {
      applications.add(CrashScenarios.PASSING);
    }
    Eventually.within(
        LIMIT,
        () -> {
          assertThat(api.get(application(CrashScenarios.PASSING)).isMissingNode())
              .isEqualTo(state == State.B);
          for (String name : applications) {
            JsonNode status = api.get(application(name)).path("status");
            assertThat(status.at("/operation/revision").asText()).as(name).isEqualTo(head);
            assertThat(status.at("/operation/finishedAt").asText())
                .as(name + ": " + status)
                .isNotEmpty();
            for (JsonNode condition : status.path("conditions")) {
              if (condition.path("type").asText().equals("Reconciling")) {
                assertThat(condition.path("status").asText()).as(name).isEqualTo("False");
              }
            }
          }
        });
  }
}
