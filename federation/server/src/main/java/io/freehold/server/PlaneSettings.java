package io.freehold.server;

import io.freehold.api.Durations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

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
    Registry registry) {
  private static final int MAX_PORT = 65_535;

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
        text(environment, "FREEHOLD_BIND", "127.0.0.1"),
        port(environment, "FREEHOLD_HTTP_PORT", 8080),
        port(environment, "FREEHOLD_OTLP_HTTP_PORT", 4318),
        port(environment, "FREEHOLD_OTLP_GRPC_PORT", 4317),
        new Registry(
            required(environment, "FREEHOLD_REGISTRY_URL"),
            text(environment, "FREEHOLD_REGISTRY_BRANCH", "main"),
            text(environment, "FREEHOLD_REGISTRY_CREDENTIALS", ""),
            duration(environment, "FREEHOLD_REGISTRY_INTERVAL", "15s")));
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
