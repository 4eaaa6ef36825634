package io.freehold.conformance.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freehold.local.LocalCluster;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Stands for the controllers of Jobs and Deployments, which a control plane without nodes lacks:
 * each Job runs once, for a moment, and fails when it is labelled so. Counts the runs by hook and
 * sync; it watches, so that it misses none however short it is there.
 */
final class JobRuns implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern GENERATED = Pattern.compile("[0-9a-f]{7}-[a-z]+-\\d+$");
  private static final Duration RUN = Duration.ofMillis(60);

  private final Api api;
  private final URI server;
  private final HttpClient client;
  private final List<Thread> threads = new ArrayList<>();
  private final Set<String> started = ConcurrentHashMap.newKeySet();

  /** Runs by namespace, name and operation. */
  private final Map<String, Integer> runs = new ConcurrentHashMap<>();

  private volatile boolean over;

  JobRuns(Api api, LocalCluster cluster) {
    this.api = api;
    this.server = cluster.server();
    this.client = cluster.httpClient();
    threads.add(Thread.ofVirtual().start(() -> watch("/apis/batch/v1/jobs", this::job)));
    threads.add(
        Thread.ofVirtual().start(() -> watch("/apis/apps/v1/deployments", this::deployment)));
  }

  /** How often each hook ran: by namespace, name, commit and phase. */
  Map<String, Integer> runs() {
    return new TreeMap<>(runs);
  }

  @Override
  public void close() {
    over = true;
    threads.forEach(Thread::interrupt);
    client.shutdownNow();
  }

  private interface Sink {
    void take(JsonNode object);
  }

  /** A watch that names no version begins with everything that is there. */
  private void watch(String path, Sink sink) {
    while (!over) {
      try {
        HttpResponse<Stream<String>> response =
            client.send(
                HttpRequest.newBuilder(server.resolve(path + "?watch=true")).build(),
                BodyHandlers.ofLines());
        try (Stream<String> lines = response.body()) {
          lines.forEach(line -> event(line, sink));
        }
        System.err.println("JobRuns: the watch of " + path + " ended");
      } catch (IOException | RuntimeException e) {
        if (!over) {
          System.err.println("JobRuns: the watch of " + path + " broke: " + e);
          LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private static void event(String line, Sink sink) {
    try {
      JsonNode event = JSON.readTree(line);
      if (!event.path("type").asText().equals("DELETED")) {
        sink.take(event.path("object"));
      }
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }

  private void job(JsonNode job) {
    JsonNode metadata = job.path("metadata");
    if (!started.add(metadata.path("uid").asText())) {
      return;
    }
    String mark = metadata.path("annotations").path("freehold.io/operation").asText();
    // Commit, time and phase: the time tells syncs apart, and none is to be begun a second time.
    String hook =
        "%s/%s %s"
            .formatted(
                metadata.path("namespace").asText(),
                GENERATED.matcher(metadata.path("name").asText()).replaceFirst(""),
                mark.replaceFirst("-\\d{13}-", " "));
    runs.merge(hook, 1, Integer::sum);
    Thread.ofVirtual()
        .start(() -> {
          LockSupport.parkNanos(RUN.toNanos());
          end(job);
        });
  }

  private void end(JsonNode job) {
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    boolean fails = job.at("/metadata/labels/outcome").asText().equals("failed");
    String status =
        fails
            ? """
            {"status":{"startTime":"%1$s","failed":1,"conditions":[
            {"type":"FailureTarget","status":"True","lastTransitionTime":"%1$s"},
            {"type":"Failed","status":"True","lastTransitionTime":"%1$s","message":"as it should"}]}}
            """
            : """
            {"status":{"startTime":"%1$s","completionTime":"%1$s","succeeded":1,"conditions":[
            {"type":"SuccessCriteriaMet","status":"True","lastTransitionTime":"%1$s"},
            {"type":"Complete","status":"True","lastTransitionTime":"%1$s"}]}}
            """;
    patch(
        "/apis/batch/v1/namespaces/%s/jobs/%s/status"
            .formatted(job.at("/metadata/namespace").asText(), job.at("/metadata/name").asText()),
        status.formatted(now));
  }

  private void deployment(JsonNode deployment) {
    long generation = deployment.at("/metadata/generation").asLong();
    if (deployment.at("/status/observedGeneration").asLong() == generation) {
      return;
    }
    patch(
        "/apis/apps/v1/namespaces/%s/deployments/%s/status"
            .formatted(
                deployment.at("/metadata/namespace").asText(),
                deployment.at("/metadata/name").asText()),
        """
        {"status":{"observedGeneration":%1$d,"replicas":%2$d,"updatedReplicas":%2$d,
        "readyReplicas":%2$d,"availableReplicas":%2$d}}
        """
            .formatted(generation, deployment.at("/spec/replicas").asInt()));
  }

  private void patch(String path, String mergePatch) {
    try {
      api.patch(path, mergePatch);
    } catch (AssertionError e) {
      // What was changed or deleted meanwhile comes again, or is gone; a hook that never ends fails
      // the test by its limit.
      if (!over) {
        System.err.println("JobRuns: " + e.getMessage());
      }
    }
  }
}
