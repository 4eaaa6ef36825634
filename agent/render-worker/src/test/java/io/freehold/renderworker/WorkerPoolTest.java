package io.freehold.renderworker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freehold.worker.HelmRequest;
import io.freehold.worker.Lookup;
import io.freehold.worker.WorkerException;
import io.freehold.worker.WorkerException.Code;
import io.freehold.worker.WorkerOptions;
import io.freehold.worker.WorkerPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Life and death of workers. */
class WorkerPoolTest {
  private static final HelmRequest SMALL =
      Charts.release(Charts.of("{kind: A, apiVersion: v1, metadata: {name: a}}"));

  private static WorkerOptions options() {
    return WorkerOptions.of(Charts.library()).withWorkers(1);
  }

  @Test
  void a_worker_is_kept_warm_and_replaced_after_its_share() {
    try (var pool = new WorkerPool(options().withRendersPerWorker(2))) {
      assertThat(pool.workers()).isEmpty();
      pool.helm(SMALL, Lookup.NOTHING);
      List<Long> first = pool.workers();
      pool.helm(SMALL, Lookup.NOTHING);
      assertThat(pool.workers()).isEmpty();
      pool.helm(SMALL, Lookup.NOTHING);
      assertThat(pool.workers()).hasSize(1).doesNotContainAnyElementsOf(first);
    }
  }

  @Test
  void a_worker_that_dies_fails_its_request_only() {
    try (var pool = new WorkerPool(options())) {
      Lookup killer =
          (_, _, _, _) -> {
            pool.workers()
                .forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
            return Optional.empty();
          };
      var chart =
          Charts.of(
              "{kind: A, apiVersion: v1, metadata: {name: a}, b: {{ lookup \"v1\" \"Pod\" \"\" \"x\" | toJson }}}");
      assertThatThrownBy(() -> pool.helm(Charts.release(chart), killer))
          .isInstanceOf(WorkerException.class)
          .extracting(e -> ((WorkerException) e).code())
          .isEqualTo(Code.CRASHED);
      assertThat(pool.helm(SMALL, Lookup.NOTHING)).contains("kind: A");
    }
  }

  @Test
  void a_worker_starts_with_an_empty_environment_and_leaves_nothing_behind() throws Exception {
    Path home;
    long pid;
    try (var pool = new WorkerPool(options())) {
      pool.helm(SMALL, Lookup.NOTHING);
      pid = pool.workers().getFirst();
      List<String> environment =
          List.of(Files.readString(Path.of("/proc", "" + pid, "environ")).split("\0", -1));
      assertThat(environment)
          .filteredOn(variable -> !variable.isEmpty())
          .extracting(variable -> variable.substring(0, variable.indexOf('=')))
          // Some shells cannot leave it out: the path of the command.
          .filteredOn(variable -> !variable.equals("_"))
          .containsExactlyInAnyOrder(
              "HOME",
              "TMPDIR",
              "LC_ALL",
              "KUBECACHEDIR",
              "GOMEMLIMIT",
              "HTTP_PROXY",
              "HTTPS_PROXY");
      home =
          Path.of(
              environment.stream()
                  .filter(variable -> variable.startsWith("HOME="))
                  .findFirst()
                  .orElseThrow()
                  .substring("HOME=".length()));
      assertThat(home).isDirectory();
      assertThat(files(home)).as("files of the request").isEmpty();
    }
    assertThat(home).doesNotExist();
    ProcessHandle.of(pid)
        .ifPresent(process -> process.onExit().orTimeout(10, TimeUnit.SECONDS).join());
  }

  @Test
  void the_system_keeps_limits_too() throws Exception {
    try (var pool = new WorkerPool(options())) {
      pool.helm(SMALL, Lookup.NOTHING);
      Path process = Path.of("/proc", pool.workers().getFirst().toString());
      assertThat(Files.readString(process.resolve("limits")).replaceAll(" +", " "))
          .contains(
              "Max core file size 0 0 ",
              "Max open files 512 512 ",
              "Max file size 268435456 268435456 ");
      assertThat(Files.readString(process.resolve("status"))).contains("Umask:\t0077");
    }
  }

  @Test
  void a_worker_whose_agent_was_killed_removes_its_home_and_ends() throws Exception {
    Path home = Files.createTempDirectory(WorkerPool.FOLDER_PREFIX);
    Files.writeString(home.resolve("left"), "x");
    Process worker =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                Charts.library() + "/*",
                "io.freehold.renderworker.Main",
                Charts.library().toString(),
                "1000",
                home.toString())
            .start();
    worker.getOutputStream().close();
    assertThat(worker.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(worker.exitValue()).isZero();
    assertThat(home).doesNotExist();
  }

  @Test
  void a_worker_ends_with_its_agent_even_while_it_renders() throws Exception {
    Process agent =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                KilledAgent.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var output = agent.inputReader()) {
      long pid = Long.parseLong(output.readLine());
      ProcessHandle worker = ProcessHandle.of(pid).orElseThrow();
      agent.destroyForcibly();
      worker.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    } finally {
      agent.destroyForcibly();
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      return paths.filter(Files::isRegularFile).toList();
    }
  }
}
