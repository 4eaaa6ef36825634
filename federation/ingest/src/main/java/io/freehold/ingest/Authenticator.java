package io.freehold.ingest;

import io.freehold.api.ReportToken;
import io.freehold.api.ReportToken.InvalidTokenException;
import io.freehold.ingest.RefusalSink.Refusal;
import java.security.PublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Finds out which cluster signed a request. */
final class Authenticator {
  private static final String SCHEME = "Bearer ";

  private final ClusterKeys clusters;
  private final RefusalSink refusals;
  private final InstantSource clock;

  Authenticator(ClusterKeys clusters, RefusalSink refusals, InstantSource clock) {
    this.clusters = clusters;
    this.refusals = refusals;
    this.clock = clock;
  }

  /**
   * The sender of a request; empty, and noted as a refusal, when it is not a cluster of the
   * registry.
   *
   * @param authorization value of the Authorization header, empty when there is none
   */
  Optional<Sender> sender(String authorization, String transport, String peer) {
    if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return refused(transport, peer, "", "the request is not signed");
    }
    String token = authorization.substring(SCHEME.length()).strip();
    Instant now = clock.instant();
    ReportToken claims;
    try {
      claims = ReportToken.read(token);
    } catch (InvalidTokenException _) {
      return refused(transport, peer, "", "the token is malformed");
    }
    List<PublicKey> keys = clusters.keys(claims.cluster());
    if (keys.isEmpty()) {
      return refused(
          transport, peer, claims.cluster(), "the registry names no such cluster or no key of it");
    }
    try {
      return Optional.of(
          new Sender(ReportToken.verify(token, keys, now).cluster(), transport, peer));
    } catch (InvalidTokenException _) {
      boolean expired = now.isAfter(claims.expiresAt().plus(ReportToken.LEEWAY));
      return refused(
          transport,
          peer,
          claims.cluster(),
          expired
              ? "the token has expired"
              : "the token is not signed by a key of the cluster, or not for this plane and time");
    }
  }

  private Optional<Sender> refused(String transport, String peer, String claimed, String reason) {
    refusals.refused(new Refusal(transport, peer, claimed, reason, 0));
    return Optional.empty();
  }
}
