package io.freehold.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freehold.access.LocalPassword;
import io.freehold.api.ReportToken;
import io.freehold.ingest.CollectorTokens;
import io.freehold.ingest.RateLimit;
import io.freehold.notify.AddressRules;
import io.freehold.notify.SecretsFolder;
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
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A plane on a real PostgreSQL and a real repository, with a clock that can be moved. */
final class TestPlane implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();

  /** Of the local administrator. */
  static final String PASSWORD = "correct horse battery";

  /** Made once: that takes its time. */
  static final LocalPassword LOCAL = LocalPassword.parse(PASSWORD);

  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Database DATABASE = SharedPostgres.database();

  final KeyPair east = ReportToken.newKeyPair();
  final KeyPair west = ReportToken.newKeyPair();
  final TestRegistry registry;
  private final Path directory;
  private WebhookSecrets webhooks = WebhookSecrets.NONE;
  private PlaneTls tls = PlaneTls.NONE;
  private final NotificationSettings notifications;
  private AccessSettings access =
      new AccessSettings(Optional.empty(), true, Optional.of(LOCAL), Path.of("none"));
  private volatile Duration ahead = Duration.ZERO;
  private Plane plane;
  private int httpPort;
  private int otlpPort;

  private final Database database;

  TestPlane(Path directory) throws Exception {
    this(directory, DATABASE);
  }

  TestPlane(Path directory, Database database) throws Exception {
    this.directory = directory;
    this.database = database;
    Path secrets = Files.createDirectory(directory.resolve("secrets"));
    this.notifications =
        new NotificationSettings(
            AddressRules.allowing("127.0.0.0/8"),
            new SecretsFolder(Optional.of(secrets), Map.of()));
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

  /** Restarts the plane so that it takes webhooks. */
  void webhooks(WebhookSecrets secrets) {
    webhooks = secrets;
    stop();
    start();
  }

  /** Restarts the plane with other ways in. */
  void access(AccessSettings settings) {
    access = settings;
    stop();
    start();
  }

  /** Restarts the plane so that it speaks TLS. */
  void tls(PlaneTls listeners) {
    tls = listeners;
    stop();
    start();
  }

  /** One more plane on the same database and registry. */
  Plane another() {
    return open(0, 0);
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
    return agent(cluster, keys, interval, _ -> {});
  }

  /** An agent's reporter that is told of hints. */
  OtlpReporter agent(String cluster, KeyPair keys, Duration interval, Consumer<String> onHint) {
    var reporter =
        OtlpReporter.start(
            ReporterSettings.of(
                    cluster,
                    "test",
                    "0.1.0",
                    keys::getPrivate,
                    directory.resolve("agent-" + cluster))
                .withHints(onHint));
    reporter.target(new ReportTarget(plane.otlpHttp(), interval));
    return reporter;
  }

  HttpResponse<String> send(String method, String path) {
    return send(method, path, Map.of());
  }

  HttpResponse<String> send(String method, String path, Map<String, String> headers) {
    return send(method, path, headers, HttpRequest.BodyPublishers.noBody());
  }

  /** Posts JSON. */
  HttpResponse<String> sendJson(String path, String json, Map<String, String> headers) {
    var all = new HashMap<>(headers);
    all.put("Content-Type", "application/json");
    return send("POST", path, all, HttpRequest.BodyPublishers.ofString(json));
  }

  private HttpResponse<String> send(
      String method, String path, Map<String, String> headers, HttpRequest.BodyPublisher body) {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(plane.http() + path))
              .timeout(PATIENCE)
              .method(method, body);
      headers.forEach(request::header);
      return CLIENT.send(request.build(), BodyHandlers.ofString());
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
            RateLimit.DEFAULT,
            CollectorTokens.NONE,
            13,
            webhooks,
            0,
            OptionalInt.of(0),
            10_000,
            notifications,
            access,
            tls,
            // Tests look at the registry themselves.
            new PlaneSettings.Registry("", "main", "", Duration.ofHours(1)));
    InstantSource clock = this::now;
    return Plane.on(database, settings, repository, clock);
  }

  private static int port(String url) {
    return URI.create(url).getPort();
  }
}
