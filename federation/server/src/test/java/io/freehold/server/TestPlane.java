package io.freehold.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freehold.api.ReportToken;
import io.freehold.source.GitRepository;
import io.freehold.store.Database;
import io.freehold.telemetry.OtlpReporter;
import io.freehold.telemetry.ReportTarget;
import io.freehold.telemetry.ReporterSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Predicate;

/** A plane on a real PostgreSQL and a real repository, with a clock that can be moved. */
final class TestPlane implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();

  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Database DATABASE = database();

  final KeyPair east = ReportToken.newKeyPair();
  final KeyPair west = ReportToken.newKeyPair();
  final TestRegistry registry;
  private final Path directory;
  private volatile Duration ahead = Duration.ZERO;
  private Plane plane;
  private int httpPort;
  private int otlpPort;

  TestPlane(Path directory) throws Exception {
    this.directory = directory;
    this.registry = new TestRegistry(Files.createDirectory(directory.resolve("registry")));
    // Names are new for every test, so tests share the database without sharing rows.
    registry.put(name("east"), TestRegistry.clusterYaml(name("east"), key(east), "5s"));
    registry.put(name("west"), TestRegistry.clusterYaml(name("west"), key(west), "5s"));
    this.plane = open(0, 0);
    plane.registry().look();
  }

  /** A cluster name that only this test uses. */
  String name(String base) {
    return base + "-" + Integer.toHexString(directory.hashCode());
  }

  static String key(KeyPair keys) {
    return ReportToken.encode(keys.getPublic());
  }

  Plane plane() {
    return plane;
  }

  /** The plane's clock. */
  Instant now() {
    return Instant.now().plus(ahead);
  }

  void move(Duration by) {
    ahead = ahead.plus(by);
  }

  void stop() {
    // A stopped server no longer knows its port.
    httpPort = port(plane.http());
    otlpPort = port(plane.otlpHttp());
    plane.close();
  }

  /** Starts the plane again on the same ports. */
  void start() {
    plane = open(httpPort, otlpPort);
  }

  /** An agent's reporter. */
  OtlpReporter agent(String cluster, KeyPair keys, Duration interval) {
    var reporter =
        OtlpReporter.start(
            ReporterSettings.of(
                cluster, "test", "0.1.0", keys::getPrivate, directory.resolve("agent-" + cluster)));
    reporter.target(new ReportTarget(plane.otlpHttp(), interval));
    return reporter;
  }

  HttpResponse<String> send(String method, String path) {
    try {
      return CLIENT.send(
          HttpRequest.newBuilder(URI.create(plane.http() + path))
              .timeout(PATIENCE)
              .method(method, HttpRequest.BodyPublishers.noBody())
              .build(),
          BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  JsonNode get(String path) {
    try {
      return JSON.readTree(send("GET", path).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One cluster of the list. */
  JsonNode cluster(String name) {
    for (JsonNode item : get("/api/v1/clusters").get("items")) {
      if (item.get("name").textValue().equals(name)) {
        return item;
      }
    }
    return JSON.missingNode();
  }

  /** Asks until the answer is as wanted. */
  JsonNode await(String path, Predicate<JsonNode> wanted) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    JsonNode answer = get(path);
    while (!wanted.test(answer)) {
      if (System.nanoTime() > end) {
        throw new AssertionError(path + " answers " + answer.toPrettyString());
      }
      Thread.sleep(20);
      answer = get(path);
    }
    return answer;
  }

  @Override
  public void close() {
    plane.close();
    registry.close();
  }

  private Plane open(int http, int otlp) {
    GitRepository repository = registry.open(directory.resolve("copies"));
    var settings =
        new PlaneSettings(
            "",
            directory,
            directory,
            "127.0.0.1",
            http,
            otlp,
            0,
            // Tests look at the registry themselves.
            new PlaneSettings.Registry("", "main", "", Duration.ofHours(1)));
    InstantSource clock = this::now;
    return Plane.on(DATABASE, settings, repository, clock);
  }

  private static int port(String url) {
    return URI.create(url).getPort();
  }

  private static Database database() {
    try {
      Path target = Path.of("target").toAbsolutePath();
      Database database =
          Database.embedded(
              Files.createTempDirectory(target, "postgres-"), target.resolve("postgres-binaries"));
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(database::close));
      return database;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
