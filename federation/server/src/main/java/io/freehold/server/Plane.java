package io.freehold.server;

import io.freehold.ingest.IngestServer;
import io.freehold.ingest.IngestSettings;
import io.freehold.source.GitCredentials;
import io.freehold.source.GitLimits;
import io.freehold.source.GitRepository;
import io.freehold.source.GitUrl;
import io.freehold.store.Database;
import io.freehold.store.FleetQueries;
import io.freehold.store.RefusalTable;
import io.freehold.store.RegistryTable;
import io.freehold.store.ReportWriter;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpService;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running plane: what there is and how it fits together. */
final class Plane implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Plane.class);

  // Closed in the opposite order of opening.
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final String host;
  private final List<HttpService> services;
  private final WebServer web;
  private final IngestServer ingest;
  private final RegistryReader registry;

  private Plane(
      PlaneSettings settings,
      Database database,
      boolean own,
      GitRepository repository,
      InstantSource clock) {
    this.host = settings.host();
    try {
      if (own) {
        opened(database);
      }
      var changes = new ChangeHub(clock.millis());
      var refusalTable = new RefusalTable(database);
      var known = new KnownClusters();
      this.registry =
          opened(
              new RegistryReader(
                  repository,
                  settings.registry(),
                  new RegistryTable(database),
                  known,
                  changes,
                  clock));
      RefusalLog refusals = opened(new RefusalLog(refusalTable, clock));
      var fleet = new FleetQueries(database);
      var api = new FleetApi(fleet, refusalTable, registry::status, clock);
      StalenessWatch staleness = opened(new StalenessWatch(api::states, changes));
      this.services =
          List.of(
              new Probes(database, registry::status),
              api,
              new EventStream(changes),
              new PageFiles());
      this.web = WebListener.start(settings.host(), settings.httpPort(), services);
      opened(web::stop);
      opened(changes::close);
      this.ingest =
          opened(
              IngestServer.start(
                  new IngestSettings(
                      settings.host(), settings.otlpHttpPort(), settings.otlpGrpcPort()),
                  known,
                  new StoreSink(new ReportWriter(database), changes),
                  refusals,
                  clock));
      registry.start();
      refusals.start();
      staleness.start();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Starts everything.
   *
   * @throws RuntimeException when a part cannot start; nothing is left running
   */
  static Plane start(PlaneSettings settings, InstantSource clock) {
    GitRepository repository = repository(settings);
    Database database =
        settings.databaseUrl().isEmpty()
            ? Database.embedded(
                settings.dataDirectory().resolve("postgresql"),
                settings.cache().resolve("postgresql"))
            : Database.external(settings.databaseUrl());
    return new Plane(settings, database, true, repository, clock);
  }

  /** Starts everything on a database that stays open when the plane closes. */
  static Plane on(
      Database database, PlaneSettings settings, GitRepository repository, InstantSource clock) {
    return new Plane(settings, database, false, repository, clock);
  }

  String http() {
    return url(web.port());
  }

  String otlpHttp() {
    return url(ingest.httpPort());
  }

  String otlpGrpc() {
    return url(ingest.grpcPort());
  }

  /** What the listener for people serves. */
  List<HttpService> services() {
    return services;
  }

  RegistryReader registry() {
    return registry;
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        log.warn("A part of the plane did not stop cleanly", e);
      }
    }
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }

  private String url(int port) {
    String shown = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
    return "http://" + (shown.contains(":") ? "[" + shown + "]" : shown) + ":" + port;
  }

  private static GitRepository repository(PlaneSettings settings) {
    String folder = settings.registry().credentials();
    Supplier<GitCredentials> credentials =
        folder.isEmpty() ? () -> GitCredentials.NONE : () -> GitCredentials.read(Path.of(folder));
    return new GitRepository(
        GitUrl.parse(settings.registry().url()),
        settings.dataDirectory().resolve("git"),
        credentials,
        GitLimits.DEFAULT);
  }
}
