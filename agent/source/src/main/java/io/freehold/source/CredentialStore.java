package io.freehold.source;

import java.util.Comparator;
import java.util.List;

/**
 * All credentials there are, each bound to the beginning of URLs. It is asked again before each
 * use, so what it holds may change at any time.
 */
@FunctionalInterface
public interface CredentialStore {
  /** The credentials of the moment. */
  List<BoundCredentials> all();

  /**
   * What may be sent to a URL: the credentials with the longest prefix that covers it, {@link
   * GitCredentials#NONE} when there is none. Of equal prefixes the first counts.
   */
  default GitCredentials forUrl(String url) {
    return all().stream()
        .filter(bound -> bound.prefix().covers(url))
        .sorted(Comparator.comparingInt(bound -> -bound.prefix().specificity()))
        .findFirst()
        .map(BoundCredentials::credentials)
        .orElse(GitCredentials.NONE);
  }

  /** A store with these credentials only. */
  static CredentialStore of(BoundCredentials... credentials) {
    List<BoundCredentials> all = List.of(credentials);
    return () -> all;
  }
}
