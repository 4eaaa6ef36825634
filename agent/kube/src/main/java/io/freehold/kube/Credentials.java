package io.freehold.kube;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import io.fabric8.kubernetes.client.utils.Utils;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Where the API server is and how to sign in to it: the service account of the pod, or a
 * kubeconfig. The files they come from are read again when they change, as service account tokens
 * do every hour.
 */
public final class Credentials {
  private static final long CHECK_EVERY_NANOS = Duration.ofSeconds(5).toNanos();

  private final LongSupplier nanoTime;
  private final URI server;
  private final SSLContext tls;
  // Guarded by this.
  private Config config;
  private Map<Path, FileTime> changes;
  private long checkedAt;

  private Credentials(Config config, LongSupplier nanoTime) {
    this.config = config;
    this.nanoTime = nanoTime;
    String url = config.getMasterUrl();
    this.server = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
    try {
      this.tls = SSLUtils.sslContext(config);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException(
          "the certificates for " + server + " cannot be used: " + e.getMessage(), e);
    }
    this.changes = changes(config);
    this.checkedAt = nanoTime.getAsLong();
  }

  /**
   * The kubeconfig that KUBECONFIG or the home folder names, otherwise the service account of the
   * pod.
   *
   * @throws IllegalArgumentException when what is found cannot be used
   */
  public static Credentials automatic() {
    return new Credentials(Config.autoConfigure(null), System::nanoTime);
  }

  /**
   * The current context of a kubeconfig.
   *
   * @throws IllegalArgumentException when it cannot be used
   */
  public static Credentials of(Path kubeconfig) {
    return of(kubeconfig, System::nanoTime);
  }

  /**
   * A context of a kubeconfig.
   *
   * @param context its name, empty for the current one
   * @throws IllegalArgumentException when it cannot be used
   */
  public static Credentials of(Path kubeconfig, String context) {
    return new Credentials(
        Config.fromKubeconfig(context.isEmpty() ? null : context, kubeconfig.toFile()),
        System::nanoTime);
  }

  static Credentials of(Path kubeconfig, LongSupplier nanoTime) {
    return new Credentials(Config.fromKubeconfig(kubeconfig.toFile()), nanoTime);
  }

  /** Base URL of the API server, without a slash at its end. */
  public URI server() {
    return server;
  }

  SSLContext tls() {
    return tls;
  }

  /** The value of the Authorization header; empty when a client certificate is all there is. */
  synchronized Optional<String> authorization() {
    if (nanoTime.getAsLong() - checkedAt > CHECK_EVERY_NANOS) {
      refreshIfChanged(false);
    }
    return Optional.ofNullable(token(config)).map(token -> "Bearer " + token);
  }

  /** Told that the API server refused them: they are loaded again, at most every few seconds. */
  synchronized void refused() {
    if (nanoTime.getAsLong() - checkedAt > CHECK_EVERY_NANOS) {
      refreshIfChanged(true);
    }
  }

  private void refreshIfChanged(boolean always) {
    checkedAt = nanoTime.getAsLong();
    Map<Path, FileTime> now = changes(config);
    if (always || !now.equals(changes)) {
      changes = now;
      config = config.refresh();
    }
  }

  private static @Nullable String token(Config config) {
    if (config.getOauthTokenProvider() != null) {
      return config.getOauthTokenProvider().getToken();
    }
    String token = config.getOauthToken();
    token = token == null || token.isBlank() ? config.getAutoOAuthToken() : token;
    return token == null || token.isBlank() ? null : token.strip();
  }

  private static Map<Path, FileTime> changes(Config config) {
    Map<Path, FileTime> times = new HashMap<>();
    Stream.of(config.getFile(), config.getFileWithAuthInfo())
        .filter(file -> file != null)
        .forEach(file -> times.put(file.toPath(), lastModified(file.toPath())));
    if (times.isEmpty()) {
      Path token =
          Path.of(
              Utils.getSystemPropertyOrEnvVar(
                  Config.KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN_FILE_SYSTEM_PROPERTY,
                  Config.KUBERNETES_SERVICE_ACCOUNT_TOKEN_PATH));
      times.put(token, lastModified(token));
    }
    return times;
  }

  private static FileTime lastModified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      // Being replaced right now, or not there: the next check sees the new one.
      return FileTime.fromMillis(0);
    }
  }
}
