package io.freehold.ingest;

import io.freehold.api.ReportToken;
import io.freehold.api.ReportToken.InvalidTokenException;
import io.freehold.ingest.RefusalSink.Refusal;
import java.security.PublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Finds out which cluster signed a request, or which collector sent it. */
final class Authenticator {
  private static final String SCHEME = "Bearer ";

  private final ClusterKeys clusters;
  private final CollectorTokens collectors;
  private final RefusalSink refusals;
  private final InstantSource clock;

  Authenticator(
      ClusterKeys clusters, CollectorTokens collectors, RefusalSink refusals, InstantSource clock) {
    this.clusters = clusters;
    this.collectors = collectors;
    this.refusals = refusals;
    this.clock = clock;
  }

  /**
   * The sender of a request; empty, and noted as a refusal, when it is neither a cluster of the
   * registry nor a known collector.
   *
   * @param authorization value of the Authorization header, empty when there is none
   */
  Optional<Sender> sender(String authorization, String transport, String peer) {
    if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return refused(transport, peer, "", "the request is not signed");
    }
    String token = authorization.substring(SCHEME.length()).strip();
    Optional<String> collector = collectors.collector(token);
    if (collector.isPresent()) {
      return Optional.of(new Sender.Collector(collector.get(), transport, peer));
    }
    Instant now = clock.instant();
    ReportToken claims;
    try {
      claims = ReportToken.read(token);
    } catch (InvalidTokenException _) {
      return refused(transport, peer, "", "the token is malformed");
    }
    String cluster = claims.cluster();
    List<PublicKey> keys = clusters.keys(cluster);
    if (verified(token, keys, now)) {
      return Optional.of(new Sender.OfCluster(cluster, transport, peer));
    }
    if (now.isAfter(claims.expiresAt().plus(ReportToken.LEEWAY))) {
      return refused(transport, peer, cluster, "the token has expired");
    }
    // The cluster, or its new key, may have been committed a moment ago.
    keys = clusters.newerKeys(cluster, peer);
    if (verified(token, keys, now)) {
      return Optional.of(new Sender.OfCluster(cluster, transport, peer));
    }
    return refused(
        transport,
        peer,
        cluster,
        keys.isEmpty()
            ? "the registry names no such cluster or no key of it"
            : "the token is not signed by a key of the cluster, or not for this plane and time");
  }

  private static boolean verified(String token, List<PublicKey> keys, Instant now) {
    try {
      return !keys.isEmpty() && !ReportToken.verify(token, keys, now).cluster().isEmpty();
    } catch (InvalidTokenException _) {
      return false;
    }
  }

  private Optional<Sender> refused(String transport, String peer, String claimed, String reason) {
    refusals.refused(new Refusal(transport, peer, claimed, reason, 0));
    return Optional.empty();
  }
}
