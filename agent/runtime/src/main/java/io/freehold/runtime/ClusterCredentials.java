package io.freehold.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.source.BoundCredentials;
import io.freehold.source.CredentialStore;
import io.freehold.source.GitCredentials;
import io.freehold.source.UrlPrefix;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry's own credentials, and those that Secrets of the agent's namespace with the label
 * {@link io.freehold.api.ApiGroup#CREDENTIALS_LABEL} hold: {@code url}, the beginning of the URLs
 * they are for, and {@code identity} with {@code known_hosts} or {@code username} with {@code
 * password}, and optionally {@code ca.crt}. Thread safe.
 */
final class ClusterCredentials implements CredentialStore {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterCredentials.class);
  private static final Duration FRESH = Duration.ofSeconds(15);

  private final Optional<UrlPrefix> server;
  private final Supplier<GitCredentials> own;
  private final Supplier<List<JsonNode>> secrets;
  private final Clock clock;
  // Guarded by this.
  private List<BoundCredentials> known = List.of();
  private Instant readAt = Instant.MIN;

  /**
   * @param registry URL of the registry, to whose server its credentials may be sent
   * @param own the registry's credentials, asked before each use, because mounted files change
   * @param secrets the labelled Secrets; throws when the API server does not answer
   */
  ClusterCredentials(
      String registry,
      Supplier<GitCredentials> own,
      Supplier<List<JsonNode>> secrets,
      Clock clock) {
    this.server = server(registry);
    this.own = own;
    this.secrets = secrets;
    this.clock = clock;
  }

  @Override
  public List<BoundCredentials> all() {
    var all = new ArrayList<BoundCredentials>();
    server.ifPresent(prefix -> all.add(new BoundCredentials(prefix, own.get())));
    all.addAll(ofSecrets());
    return all;
  }

  /** A registry on this machine, as tests have it, needs no credentials. */
  private static Optional<UrlPrefix> server(String url) {
    if (url.startsWith("file:")) {
      return Optional.empty();
    }
    UrlPrefix registry = UrlPrefix.parse(url);
    return Optional.of(new UrlPrefix(registry.scheme(), registry.host(), registry.port(), ""));
  }

  private synchronized List<BoundCredentials> ofSecrets() {
    Instant now = clock.instant();
    if (readAt.equals(Instant.MIN) || readAt.plus(FRESH).isBefore(now)) {
      try {
        var read = new ArrayList<BoundCredentials>();
        for (JsonNode secret : secrets.get()) {
          bound(secret, read);
        }
        known = List.copyOf(read);
      } catch (RuntimeException e) {
        // What was known a moment ago still opens the same doors.
        LOG.warn("The Secrets with credentials cannot be read: {}", e.getMessage());
      }
      readAt = now;
    }
    return known;
  }

  private static void bound(JsonNode secret, List<BoundCredentials> read) {
    String name = secret.path("metadata").path("name").asText();
    try {
      var credentials =
          new GitCredentials(
              entry(secret, "identity"),
              entry(secret, "known_hosts"),
              entry(secret, "username").strip(),
              entry(secret, "password").strip(),
              entry(secret, "ca.crt"));
      read.add(new BoundCredentials(UrlPrefix.parse(entry(secret, "url").strip()), credentials));
    } catch (RuntimeException e) {
      // Others must go on; the message names an entry and never quotes it.
      LOG.warn("Secret {} holds no usable credentials: {}", name, e.getMessage());
    }
  }

  private static String entry(JsonNode secret, String name) {
    String base64 = secret.path("data").path(name).asText("");
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }
}
