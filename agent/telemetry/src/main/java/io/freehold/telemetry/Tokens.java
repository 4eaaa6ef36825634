package io.freehold.telemetry;

import io.freehold.api.ReportToken;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The signed identity that goes with every request; a token is used until shortly before it
 * expires.
 */
final class Tokens {
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private final String cluster;
  private final Supplier<PrivateKey> key;
  private final InstantSource clock;
  // All guarded by this.
  private String token = "";
  private Instant renewAt = Instant.MIN;
  private @Nullable PrivateKey current;

  Tokens(String cluster, Supplier<PrivateKey> key, InstantSource clock) {
    this.cluster = cluster;
    this.key = key;
    this.clock = clock;
  }

  /** The request header. */
  synchronized Map<String, String> header() {
    renew();
    return Map.of("Authorization", "Bearer " + token);
  }

  /** The key that signs now. */
  synchronized PrivateKey key() {
    return renew();
  }

  private PrivateKey renew() {
    Instant now = clock.instant();
    PrivateKey known = current;
    if (known != null && now.isBefore(renewAt)) {
      return known;
    }
    PrivateKey newest = key.get();
    ReportToken fresh = ReportToken.issue(cluster, now);
    token = fresh.sign(newest);
    renewAt = fresh.expiresAt().minus(MARGIN);
    current = newest;
    return newest;
  }

  /**
   * The receiver did not accept the token: sign anew, perhaps with a new key or a corrected clock.
   */
  synchronized void refused() {
    renewAt = Instant.MIN;
  }
}
