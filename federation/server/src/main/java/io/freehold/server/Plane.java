package io.freehold.server;

import io.freehold.access.AccessFile;
import io.freehold.api.RepositoryId;
import io.freehold.ingest.Hints;
import io.freehold.ingest.IngestServer;
import io.freehold.ingest.IngestSettings;
import io.freehold.notify.Rules;
import io.freehold.source.GitCredentials;
import io.freehold.source.GitLimits;
import io.freehold.source.GitRepository;
import io.freehold.source.GitUrl;
import io.freehold.store.AuditCheck;
import io.freehold.store.AuditMonths;
import io.freehold.store.AuditQueries;
import io.freehold.store.AuditTrail;
import io.freehold.store.ChangeFeed;
import io.freehold.store.ChangeLog;
import io.freehold.store.CommitTable;
import io.freehold.store.ConfigurationTable;
import io.freehold.store.Database;
import io.freehold.store.DeliveryQueries;
import io.freehold.store.FleetQueries;
import io.freehold.store.History;
import io.freehold.store.HistoryQueries;
import io.freehold.store.MetricsQueries;
import io.freehold.store.RefusalTable;
import io.freehold.store.RegistryTable;
import io.freehold.store.ReportWriter;
import io.freehold.store.SilenceTable;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpService;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running plane: what there is and how it fits together. */
final class Plane implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Plane.class);

  // Of one address: a page that shows a fleet asks for a dozen things at a time.
  private static final int REQUESTS = 50;
  private static final int REQUEST_BURST = 500;

  private static final String MOVED = "moved ";

  // Closed in the opposite order of opening.
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final String host;
  private final String scheme;
  private final List<HttpService> services;
  private final WebServer web;
  private final IngestServer ingest;
  private final RegistryReader registry;
  private final Hints hints;
  private final String registryDigest;
  private int webhookPort;
  private int metricsPort;
  private volatile int webPort;

  private Plane(
      PlaneSettings settings,
      Database database,
      boolean owned,
      GitRepository repository,
      InstantSource clock) {
    this.host = settings.host();
    this.scheme = settings.tls().used() ? "https://" : "http://";
    this.registryDigest =
        RepositoryId.of(settings.registry().url()).map(RepositoryId::digest).orElse("");
    try {
      if (owned) {
        opened(database);
      }
      var hub = new ChangeHub();
      var changes = new ChangeLog(database);
      var hints = new Hints();
      // By way of the database, so that the agents of every plane on it hear.
      ChangeFeed feed = opened(new ChangeFeed(database, hub::publish, this::heard));
      this.hints = hints;
      var own = new OwnMetrics();
      var trail = new AuditTrail(database, clock);
      var refusalTable = new RefusalTable(database);
      var known = new KnownClusters(clock);
      PlaneConfiguration<Rules> rules = NotificationRules.configuration(database, trail, clock);
      PlaneConfiguration<DeliveryRules> delivery =
          DeliveryRules.configuration(database, trail, clock);
      var stored = new ConfigurationTable(database);
      var access =
          new PlaneConfiguration<>("access", AccessFile.PATH::equals, AccessPart::read, stored);
      List<PlaneConfiguration<?>> configurations = List.of(rules, delivery, access);
      var entrance = new Entrance(settings.access(), this::here, access, database, trail, clock);
      Callers callers = entrance.callers();
      this.registry =
          opened(
              new RegistryReader(
                  repository,
                  settings.registry(),
                  new RegistryTable(database),
                  new CommitTable(database),
                  known,
                  changes,
                  configurations,
                  clock));
      RefusalLog refusals = opened(new RefusalLog(refusalTable, clock));
      var fleet = new FleetQueries(database);
      var fleetEndpoints = new FleetEndpoints(fleet, refusalTable, registry::status, clock);
      var historyEndpoints =
          new HistoryEndpoints(new HistoryQueries(database), fleet, registry::status, clock);
      Notifier notifier =
          opened(Notifier.of(database, rules::value, settings.notifications(), clock));
      List<Endpoint> endpoints =
          Stream.of(
                  fleetEndpoints.all(),
                  historyEndpoints.all(),
                  entrance.endpoints(),
                  new PlaneEndpoints(registry::status, configurations).all(),
                  new AuditEndpoints(new AuditQueries(database), trail, clock).all(),
                  new DeliveryEndpoints(new DeliveryQueries(database), delivery::value, clock)
                      .all(),
                  new NotificationEndpoints(rules, notifier, clock).all(),
                  new SilenceEndpoints(
                          new SilenceTable(database),
                          new RegistryTable(database),
                          new AccessAudit(trail, clock),
                          clock)
                      .all())
              .flatMap(List::stream)
              .toList();
      StalenessWatch staleness = opened(new StalenessWatch(fleetEndpoints::states, changes));
      Housekeeping housekeeping =
          opened(
              new Housekeeping(
                  new History(database, settings.historyMonths()),
                  new AuditMonths(database, trail, settings.historyMonths()),
                  changes,
                  clock));
      AuditWatch auditWatch = opened(new AuditWatch(new AuditCheck(database, trail, clock)));
      this.services =
          List.of(
              new Probes(database, registry::status),
              new ApiService(
                  endpoints, new RequestRate(REQUESTS, REQUEST_BURST, clock), own, callers),
              new EventStream(hub, changes, fleet, callers),
              entrance.pages(),
              new PageFiles(callers));
      List<String> posts =
          Stream.concat(
                  endpoints.stream().filter(Endpoint::post).map(Endpoint::path),
                  SignIn.POSTS.stream())
              .toList();
      WebServer listening =
          WebListener.start(
              settings.host(), settings.httpPort(), settings.tls().web(clock), services, posts);
      this.web = listening;
      this.webPort = listening.port();
      opened(web::stop);
      opened(hub::close);
      this.ingest =
          opened(
              IngestServer.start(
                  new IngestSettings(
                      settings.host(),
                      settings.otlpHttpPort(),
                      settings.otlpGrpcPort(),
                      settings.rateLimit(),
                      settings.collectors(),
                      settings.tls().otlp(clock)),
                  known,
                  new StoreSink(new ReportWriter(database), own),
                  refusal -> {
                    own.refused(refusal);
                    refusals.refused(refusal);
                  },
                  hints,
                  own,
                  clock));
      if (settings.metricsPort().isPresent()) {
        var page =
            new MetricsPage(
                new FleetMetrics(
                    new MetricsQueries(database), settings.metricsApplications(), clock),
                new PlaneMetrics(
                    database,
                    ingest::held,
                    registry::status,
                    new AuditQueries(database),
                    configurations),
                own,
                clock);
        WebServer metrics =
            MetricsListener.start(
                settings.host(),
                settings.metricsPort().getAsInt(),
                settings.tls().web(clock),
                page);
        opened(metrics::stop);
        metricsPort = metrics.port();
      }
      if (!settings.webhooks().secrets().isEmpty()) {
        WebServer listener =
            new WebhookListener(
                    settings.webhooks(),
                    WebhookListener.rate(clock),
                    digest -> feed.send(MOVED + digest))
                .start(settings.host(), settings.webhookPort(), settings.tls().web(clock));
        opened(listener::stop);
        webhookPort = listener.port();
      }
      feed.start();
      registry.start();
      housekeeping.start();
      refusals.start();
      staleness.start();
      auditWatch.start();
      notifier.start();
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
    return new Plane(settings, database(settings), true, repository, clock);
  }

  /** The database that the settings name. */
  static Database database(PlaneSettings settings) {
    return settings.databaseUrl().isEmpty()
        ? Database.embedded(
            settings.dataDirectory().resolve("postgresql"), settings.cache().resolve("postgresql"))
        : Database.external(settings.databaseUrl());
  }

  /** Starts everything on a database that stays open when the plane closes. */
  static Plane on(
      Database database, PlaneSettings settings, GitRepository repository, InstantSource clock) {
    return new Plane(settings, database, false, repository, clock);
  }

  String http() {
    return url(web.port());
  }

  private URI here() {
    return URI.create(scheme + "127.0.0.1:" + webPort + "/");
  }

  String otlpHttp() {
    return url(ingest.httpPort());
  }

  String otlpGrpc() {
    return url(ingest.grpcPort());
  }

  /** URL of the listener for forges; empty when there is none. */
  String webhooks() {
    return webhookPort == 0 ? "" : url(webhookPort) + WebhookListener.PATH;
  }

  /** URL of the page for Prometheus; empty when there is none. */
  String metrics() {
    return metricsPort == 0 ? "" : url(metricsPort) + MetricsListener.PATH;
  }

  /** A plane on the same database was told that a repository moved. */
  private void heard(String message) {
    if (message.startsWith(MOVED)) {
      String digest = message.substring(MOVED.length());
      hints.publish(digest);
      if (digest.equals(registryDigest)) {
        registry.lookSoon();
      }
    }
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
    return scheme + (shown.contains(":") ? "[" + shown + "]" : shown) + ":" + port;
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
