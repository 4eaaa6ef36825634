package io.freehold.server;

import io.freehold.access.LocalPassword;
import io.freehold.access.Loopback;
import io.freehold.api.Durations;
import io.freehold.ingest.CollectorTokens;
import io.freehold.ingest.RateLimit;
import io.freehold.notify.AddressRules;
import io.freehold.notify.SecretsFolder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * The plane's configuration, from environment variables.
 *
 * @param databaseUrl {@code FREEHOLD_DB_URL}: JDBC URL of an external PostgreSQL, empty for the
 *     embedded one
 * @param dataDirectory {@code FREEHOLD_DATA_DIR}: the embedded database and the copy of the
 *     registry
 * @param cache {@code FREEHOLD_CACHE}: where the embedded database's program is unpacked
 * @param host {@code FREEHOLD_BIND}: address of all listeners
 * @param httpPort {@code FREEHOLD_HTTP_PORT}: REST and page
 * @param otlpHttpPort {@code FREEHOLD_OTLP_HTTP_PORT}
 * @param otlpGrpcPort {@code FREEHOLD_OTLP_GRPC_PORT}
 * @param rateLimit {@code FREEHOLD_INGEST_RATE}: what one cluster may report
 * @param collectors {@code FREEHOLD_COLLECTORS}: file of the collectors that may pass on records
 * @param historyMonths {@code FREEHOLD_HISTORY_MONTHS}: how many whole months of history are kept
 * @param webhooks {@code FREEHOLD_WEBHOOK_SECRETS}: file of the secrets of forges
 * @param webhookPort {@code FREEHOLD_WEBHOOK_PORT}: listener for forges, open only with secrets
 * @param metricsPort {@code FREEHOLD_METRICS_PORT}: listener for Prometheus, open only when it is
 *     set
 * @param metricsApplications {@code FREEHOLD_METRICS_APPLICATIONS}: so many applications are shown
 *     to it one by one
 * @param notifications {@code FREEHOLD_NOTIFY_ALLOW}, {@code FREEHOLD_SECRETS_DIR}
 * @param access {@code FREEHOLD_PUBLIC_URL}, {@code FREEHOLD_ANONYMOUS}, {@code
 *     FREEHOLD_LOCAL_ADMIN}, {@code FREEHOLD_SECRETS_DIR}: who may look
 * @param tls {@code FREEHOLD_TLS_DIR}, {@code FREEHOLD_OTLP_CLIENT_CA}: how the listeners speak TLS
 * @param registry {@code FREEHOLD_REGISTRY_…}: the registry
 */
record PlaneSettings(
    String databaseUrl,
    Path dataDirectory,
    Path cache,
    String host,
    int httpPort,
    int otlpHttpPort,
    int otlpGrpcPort,
    RateLimit rateLimit,
    CollectorTokens collectors,
    int historyMonths,
    WebhookSecrets webhooks,
    int webhookPort,
    OptionalInt metricsPort,
    int metricsApplications,
    NotificationSettings notifications,
    AccessSettings access,
    PlaneTls tls,
    Registry registry) {
  private static final String LOOPBACK = "127.0.0.1";
  private static final String SECRETS = "/run/secrets/freehold";
  private static final int MAX_PORT = 65_535;
  private static final int MAX_NUMBER = 1_000_000;
  private static final int HISTORY_MONTHS = 13;
  private static final int METRICS_APPLICATIONS = 10_000;
  private static final long KIB = 1024;

  /**
   * The registry.
   *
   * @param url repository
   * @param branch branch, empty for the server's default
   * @param credentials folder with the plane's own read-only key, empty for none
   * @param interval how often to look
   */
  record Registry(String url, String branch, String credentials, Duration interval) {}

  /**
   * Reads the environment.
   *
   * @throws SettingsException when a variable is missing or cannot be used
   */
  static PlaneSettings from(Map<String, String> environment) {
    return new PlaneSettings(
        text(environment, "FREEHOLD_DB_URL", ""),
        Path.of(text(environment, "FREEHOLD_DATA_DIR", "/var/lib/freehold-plane")),
        cache(environment),
        text(environment, "FREEHOLD_BIND", LOOPBACK),
        port(environment, "FREEHOLD_HTTP_PORT", 8080),
        port(environment, "FREEHOLD_OTLP_HTTP_PORT", 4318),
        port(environment, "FREEHOLD_OTLP_GRPC_PORT", 4317),
        rate(environment),
        file(environment, "FREEHOLD_COLLECTORS", CollectorTokens::parse, CollectorTokens.NONE),
        number(environment, "FREEHOLD_HISTORY_MONTHS", HISTORY_MONTHS),
        file(environment, "FREEHOLD_WEBHOOK_SECRETS", WebhookSecrets::parse, WebhookSecrets.NONE),
        port(environment, "FREEHOLD_WEBHOOK_PORT", 8082),
        text(environment, "FREEHOLD_METRICS_PORT", "").isEmpty()
            ? OptionalInt.empty()
            : OptionalInt.of(port(environment, "FREEHOLD_METRICS_PORT", 0)),
        number(environment, "FREEHOLD_METRICS_APPLICATIONS", METRICS_APPLICATIONS),
        notifications(environment),
        access(environment),
        new PlaneTls(
            text(environment, "FREEHOLD_TLS_DIR", ""),
            text(environment, "FREEHOLD_OTLP_CLIENT_CA", "")),
        new Registry(
            required(environment, "FREEHOLD_REGISTRY_URL"),
            text(environment, "FREEHOLD_REGISTRY_BRANCH", "main"),
            text(environment, "FREEHOLD_REGISTRY_CREDENTIALS", ""),
            duration(environment, "FREEHOLD_REGISTRY_INTERVAL", "15s")));
  }

  private static NotificationSettings notifications(Map<String, String> environment) {
    String folder = text(environment, "FREEHOLD_SECRETS_DIR", SECRETS);
    try {
      return new NotificationSettings(
          AddressRules.allowing(text(environment, "FREEHOLD_NOTIFY_ALLOW", "")),
          new SecretsFolder(Optional.of(Path.of(folder)), environment));
    } catch (IllegalArgumentException e) {
      throw new SettingsException("FREEHOLD_NOTIFY_ALLOW: " + e.getMessage());
    }
  }

  private static AccessSettings access(Map<String, String> environment) {
    String bind = text(environment, "FREEHOLD_BIND", LOOPBACK);
    return new AccessSettings(
        publicUrl(environment),
        anonymous(environment, bind),
        file(
            environment,
            "FREEHOLD_LOCAL_ADMIN",
            line -> Optional.of(LocalPassword.parse(line)),
            Optional.empty()),
        Path.of(text(environment, "FREEHOLD_SECRETS_DIR", SECRETS)));
  }

  private static Optional<URI> publicUrl(Map<String, String> environment) {
    String text = text(environment, "FREEHOLD_PUBLIC_URL", "");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI url = URI.create(text);
      boolean plain = "http".equals(url.getScheme()) && Loopback.names(url.getHost());
      if (("https".equals(url.getScheme()) || plain)
          && url.getHost() != null
          && url.getRawUserInfo() == null
          && (url.getRawPath().isEmpty() || url.getRawPath().equals("/"))
          && url.getRawQuery() == null
          && url.getRawFragment() == null) {
        return Optional.of(url.resolve("/"));
      }
    } catch (IllegalArgumentException _) {
      // Reported below like every other unusable value.
    }
    throw new SettingsException(
        "FREEHOLD_PUBLIC_URL must be an https URL without a path, or http of this machine");
  }

  /** Anybody on the network is more than anybody on this machine: that has to be said. */
  private static boolean anonymous(Map<String, String> environment, String bind) {
    String who = text(environment, "FREEHOLD_ANONYMOUS", "");
    if (who.isEmpty()) {
      return false;
    }
    if (!who.equals("viewer")) {
      throw new SettingsException("FREEHOLD_ANONYMOUS can only be viewer");
    }
    if (!Loopback.names(bind)
        && !text(environment, "FREEHOLD_ANONYMOUS_CONFIRMED", "").equals("everybody")) {
      throw new SettingsException(
          "FREEHOLD_ANONYMOUS lets everybody who reaches "
              + bind
              + " see the fleet; if that is meant, set FREEHOLD_ANONYMOUS_CONFIRMED=everybody");
    }
    return true;
  }

  private static RateLimit rate(Map<String, String> environment) {
    int kib =
        number(
            environment, "FREEHOLD_INGEST_RATE", (int) (RateLimit.DEFAULT.bytesPerSecond() / KIB));
    long bytes = kib * KIB;
    return new RateLimit(bytes, Math.max(RateLimit.DEFAULT.burst(), bytes));
  }

  private static <T> T file(
      Map<String, String> environment, String name, Function<String, T> parser, T absent) {
    String file = text(environment, name, "");
    if (file.isEmpty()) {
      return absent;
    }
    try {
      return parser.apply(Files.readString(Path.of(file)));
    } catch (IOException _) {
      throw new SettingsException(name + ": cannot read " + file);
    } catch (IllegalArgumentException e) {
      throw new SettingsException(name + ": " + file + ", " + e.getMessage());
    }
  }

  private static int number(Map<String, String> environment, String name, int absent) {
    try {
      int number = Integer.parseInt(text(environment, name, Integer.toString(absent)));
      if (number >= 1 && number <= MAX_NUMBER) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Reported below like every other unusable value.
    }
    throw new SettingsException(name + " must be a number from 1 to " + MAX_NUMBER);
  }

  private static Path cache(Map<String, String> environment) {
    String own = text(environment, "FREEHOLD_CACHE", "");
    if (!own.isEmpty()) {
      return Path.of(own);
    }
    String shared = text(environment, "XDG_CACHE_HOME", "");
    return shared.isEmpty()
        ? Path.of(text(environment, "HOME", System.getProperty("user.home")), ".cache", "freehold")
        : Path.of(shared, "freehold");
  }

  private static String required(Map<String, String> environment, String name) {
    String value = text(environment, name, "");
    if (value.isEmpty()) {
      throw new SettingsException("set " + name);
    }
    return value;
  }

  private static int port(Map<String, String> environment, String name, int absent) {
    String value = text(environment, name, Integer.toString(absent));
    try {
      int port = Integer.parseInt(value);
      if (port >= 0 && port <= MAX_PORT) {
        return port;
      }
    } catch (NumberFormatException _) {
      // Reported below like every other unusable value.
    }
    throw new SettingsException(name + " must be a port number, 0 for any free one");
  }

  private static Duration duration(Map<String, String> environment, String name, String absent) {
    try {
      Duration duration = Durations.parse(text(environment, name, absent));
      if (duration.isPositive()) {
        return duration;
      }
    } catch (IllegalArgumentException _) {
      // Reported below like every other unusable value.
    }
    throw new SettingsException(name + " must be a duration such as 15s");
  }

  private static String text(Map<String, String> environment, String name, String absent) {
    String value = environment.getOrDefault(name, "").strip();
    return value.isEmpty() ? absent : value;
  }
}
