package io.freehold.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import io.fabric8.kubernetes.client.dsl.PrettyLoggable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Prints the logs of containers, each line after the names of pod and container. */
final class PodLogs {
  private final KubernetesClient client;
  private final PrintWriter out;
  private final int tail;
  private final Duration since;

  /**
   * @param tail lines of each container, negative for all
   * @param since how far back at most, zero for no bound
   */
  PodLogs(KubernetesClient client, PrintWriter out, int tail, Duration since) {
    this.client = client;
    this.out = out;
    this.tail = tail;
    this.since = since;
  }

  /** A container of a pod. */
  record Container(String namespace, String pod, String name) {}

  /** Prints what there is; returns what could not be read. */
  List<String> print(Collection<Container> containers) {
    List<String> problems = new ArrayList<>();
    for (Container container : containers) {
      try {
        wanted(container).getLog().lines().forEach(line -> line(container, line));
      } catch (KubernetesClientException e) {
        problems.add(problem(container, e));
      }
    }
    return problems;
  }

  /** Prints what there is and what comes, until all containers have ended. */
  List<String> follow(Collection<Container> containers) throws InterruptedException {
    List<String> problems = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<String>>> followed = new ArrayList<>();
      for (Container container : containers) {
        followed.add(threads.submit(() -> follow(container)));
      }
      for (Future<List<String>> one : followed) {
        problems.addAll(one.get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("logs could not be followed", e.getCause());
    }
    return problems;
  }

  private List<String> follow(Container container) {
    boolean any = false;
    try (LogWatch watch = wanted(container).watchLog();
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(watch.getOutput(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        any = true;
        line(container, line);
      }
    } catch (KubernetesClientException | IOException e) {
      return List.of(problem(container, e));
    }
    // A request that was refused only ends the stream: asking once more tells why.
    return any ? List.of() : print(List.of(container));
  }

  private PrettyLoggable wanted(Container container) {
    var all =
        client
            .pods()
            .inNamespace(container.namespace())
            .withName(container.pod())
            .inContainer(container.name());
    var recent = since.isZero() ? all : all.sinceSeconds((int) Math.max(1, since.toSeconds()));
    return tail < 0 ? recent : recent.tailingLines(tail);
  }

  private static String problem(Container container, Exception e) {
    return "no log of %s %s: %s".formatted(container.pod(), container.name(), GitErrors.explain(e));
  }

  private synchronized void line(Container container, String line) {
    out.printf("%s %s %s%n", container.pod(), container.name(), line);
    out.flush();
  }
}
