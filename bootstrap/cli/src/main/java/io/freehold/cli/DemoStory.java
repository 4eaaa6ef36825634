package io.freehold.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What the demo does once all clusters run: a commit that reaches them, one that fails everywhere
 * and is told once, and one that puts it right.
 */
final class DemoStory implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final String APPLICATION = "hello";
  private static final int ENTRIES = 4;

  private final DemoFleet fleet;
  private final PlaneClient plane;
  private final Instant deadline;
  private final Clock clock;
  private final Consumer<String> out;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile Optional<CliException> failure = Optional.empty();

  /**
   * @param deadline until when everything must have happened
   * @param out told each line as it comes
   */
  DemoStory(DemoFleet fleet, Instant deadline, Clock clock, Consumer<String> out) {
    this.fleet = fleet;
    this.plane = new PlaneClient(fleet.plane().http());
    this.deadline = deadline;
    this.clock = clock;
    this.out = out;
    this.thread = Thread.ofVirtual().name("demo-story").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Whether it has ended, well or not. */
  boolean ended() {
    return thread.getState() == Thread.State.TERMINATED;
  }

  /**
   * Requires that it ended well.
   *
   * @throws CliException when it did not
   */
  void check() {
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  /** What happened. */
  List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    Path scratch = fleet.git().userKey().resolveSibling("story");
    try (var receiver = new DemoReceiver()) {
      fleet.git().server().onPush(_ -> fleet.plane().pushed(fleet.git().url().toString()));
      try (var access = access(Files.createDirectories(scratch));
          var registry =
              Registry.at(fleet.git().url(), DemoGit.BRANCH, access, scratch.resolve("registry"))) {
        tell(registry, receiver);
      }
    } catch (IOException e) {
      failed(new CliException(ExitCode.FAILED, "the demo's own part failed: " + e.getMessage(), e));
    } catch (CliException e) {
      failed(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(Registry registry, DemoReceiver receiver) throws InterruptedException {
    Map<String, String> first = new HashMap<>(Map.of("plane/notifications.yaml", rules(receiver)));
    first.put("apps/hello/greeting.yaml", greeting("{text: hello}"));
    for (DemoCluster cluster : fleet.clusters()) {
      first.put("clusters/%s/hello.yaml".formatted(cluster.name()), application());
    }
    String commit = push(registry, first, "Add the application hello");
    progress(commit, "applied", "A new application");
    await(
        () -> plane.notifications().path("revision").asText().equals(commit),
        "the plane to read its rules");

    String bad =
        push(
            registry,
            Map.of("apps/hello/greeting.yaml", greeting("[this is no map]")),
            "Break hello");
    progress(bad, "failed", "A mistake");
    await(() -> count(receiver, "fired") > 0, "the notification of the mistake");
    line("  told " + sentences(receiver, "fired"));

    String good =
        push(
            registry,
            Map.of("apps/hello/greeting.yaml", greeting("{text: hello again}")),
            "Repair hello");
    progress(good, "applied", "Its repair");
    await(() -> count(receiver, "resolved") > 0, "the notification of the repair");
    line("  told " + sentences(receiver, "resolved"));
    audit();
    delivery();
  }

  /** Waits until a commit is as wanted in every cluster and says how long that took. */
  private void progress(String commit, String wanted, String what) throws InterruptedException {
    await(
        () -> {
          JsonNode states = progress(commit).path("items");
          return states.size() == fleet.clusters().size()
              && StreamSupport.stream(states.spliterator(), false)
                  .allMatch(one -> one.path("state").asText().equals(wanted));
        },
        "commit " + brief(commit) + " to be " + wanted + " everywhere");
    String clusters =
        StreamSupport.stream(progress(commit).path("items").spliterator(), false)
            .map(one -> one.path("cluster").asText() + " " + one.path("state").asText())
            .collect(Collectors.joining(", "));
    line("%s, commit %s: %s".formatted(what, brief(commit), clusters));
  }

  private JsonNode progress(String commit) {
    try {
      return plane.commit(commit);
    } catch (CliException _) {
      // No cluster has heard of it yet.
      return MissingNode.getInstance();
    }
  }

  private void audit() {
    for (JsonNode entry : plane.audit(ENTRIES).path("items")) {
      line(
          "  audit %s %s: %s %s %s at %s"
              .formatted(
                  entry.path("time").asText(),
                  entry.path("cluster").asText(),
                  entry.path("action").asText(),
                  entry.path("object").asText(),
                  entry.path("result").asText(),
                  brief(entry.path("revision").asText())));
    }
  }

  /** The five metrics of the application that the story is about. */
  private void delivery() {
    for (JsonNode figures : plane.delivery().path("items")) {
      if (figures.path("key").asText().endsWith("/" + APPLICATION)) {
        line(
            "  delivery of %s: %d deployments, lead time %s, %d %% failed, recovered after %s, %d %% rework"
                .formatted(
                    figures.path("key").asText(),
                    figures.path("deployments").asInt(),
                    median(figures.path("leadTime")),
                    percent(figures.path("changeFailRate")),
                    median(figures.path("recoveryTime")),
                    percent(figures.path("reworkRate"))));
      }
    }
  }

  private static String median(JsonNode spread) {
    return spread.has("medianSeconds") ? spread.path("medianSeconds").asLong() + " s" : "unknown";
  }

  private static long percent(JsonNode part) {
    return Math.round(100 * part.asDouble());
  }

  private static String brief(String commit) {
    return commit.substring(0, Math.min(8, commit.length()));
  }

  private static long count(DemoReceiver receiver, String event) {
    return receiver.told().stream().filter(told -> told.event().equals(event)).count();
  }

  private static String sentences(DemoReceiver receiver, String event) {
    List<String> titles =
        receiver.told().stream()
            .filter(told -> told.event().equals(event))
            .map(DemoReceiver.Told::title)
            .toList();
    return (titles.size() == 1 ? "once: " : titles.size() + " times: ") + String.join("; ", titles);
  }

  private String push(Registry registry, Map<String, String> files, String message) {
    String commit = "";
    do {
      commit = registry.commit(registry.fetch(), files, message);
    } while (!registry.push(commit));
    return commit;
  }

  private GitAccess access(Path scratch) throws IOException {
    return GitAccess.withKey(
        SshKey.read(fleet.git().userKey()),
        HostKeys.read(fleet.git().url(), fleet.git().knownHosts()),
        scratch);
  }

  private void await(BooleanSupplier condition, String what) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      if (clock.instant().isAfter(deadline)) {
        throw new CliException(ExitCode.TIMEOUT, "waited too long for " + what);
      }
      Thread.sleep(LOOK);
    }
  }

  private void failed(CliException e) {
    line(String.valueOf(e.getMessage()));
    failure = Optional.of(e);
  }

  private void line(String text) {
    lines.add(text);
    out.accept(text);
  }

  private static String rules(DemoReceiver receiver) {
    return """
    # Who the plane tells what: docs/notifications.md
    apiVersion: freehold.io/v1
    kind: Notifications
    spec:
      targets:
        - name: receiver
          webhook: {url: "%s", secret: {file: %s}}
      subscriptions:
        - {targets: [receiver], triggers: [sync-failed], digest: 3s}
    """
        .formatted(receiver.url(), PlaneSecrets.RECEIVER);
  }

  private static String application() {
    return """
    apiVersion: freehold.io/v1
    kind: Application
    metadata: {name: %s, namespace: freehold-system}
    spec:
      sources: [{path: apps/hello}]
      destination: {namespace: default}
      sync: {retry: {limit: 0}}
    """
        .formatted(APPLICATION);
  }

  private static String greeting(String data) {
    return """
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: greeting}
    data: %s
    """
        .formatted(data);
  }
}
