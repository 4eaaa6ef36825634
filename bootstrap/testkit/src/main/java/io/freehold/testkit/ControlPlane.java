package io.freehold.testkit;

import io.freehold.local.DevClusterBinary;
import io.freehold.local.LocalCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.opentest4j.TestAbortedException;

/** A cluster in a temporary directory, which JUnit closes with the context that it belongs to. */
final class ControlPlane implements AutoCloseable {
  private static final AtomicInteger NAMESPACES = new AtomicInteger();

  private final Path directory;
  private final LocalCluster cluster;

  private ControlPlane(Path directory, LocalCluster cluster) {
    this.directory = directory;
    this.cluster = cluster;
  }

  static ControlPlane start(String name, boolean nodes) {
    return start(name, nodes, Optional.empty());
  }

  static ControlPlane start(String name, boolean nodes, Optional<Path> stages) {
    DevClusterBinary.unavailable()
        .ifPresent(reason -> {
          throw new TestAbortedException(reason);
        });
    DevClusterBinary.ensure(System.err::println);
    try {
      var directory = Files.createTempDirectory("freehold-" + name + "-");
      var options = new LocalCluster.Options(name, directory, nodes, stages);
      return new ControlPlane(directory, LocalCluster.start(options));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  LocalCluster cluster() {
    return cluster;
  }

  /** The view of one test class, with a namespace that no other class has. */
  TestCluster forTests(Class<?> testClass) {
    var name = "t%d-%s".formatted(NAMESPACES.incrementAndGet(), slug(testClass.getSimpleName()));
    var body =
        """
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "%s"}}
        """
            .formatted(name);
    var request =
        HttpRequest.newBuilder(cluster.server().resolve("/api/v1/namespaces"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try (var client = cluster.httpClient()) {
      var response = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 201) {
        throw new IllegalStateException("namespace %s: %s".formatted(name, response.body()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("namespace " + name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    return new TestCluster(cluster.kubeconfig(), cluster.server(), name);
  }

  private static String slug(String name) {
    var words = name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    var slug = words.replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    return slug.substring(0, Math.min(40, slug.length())).replaceAll("-$", "");
  }

  @Override
  public void close() {
    cluster.close();
    Folders.delete(directory);
  }
}
