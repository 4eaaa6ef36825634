package io.freehold.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A token of the API that somebody made.
 *
 * @param id names it
 * @param hash digest of it
 * @param name what its owner calls it
 * @param owner who made it, as their session said
 * @param allows role, clusters and projects
 * @param createdAt when it was made
 * @param expiresAt until when it is good
 * @param usedAt when it was used last, to the minute
 * @param revokedAt when it was revoked
 */
public record TokenRow(
    String id,
    String hash,
    String name,
    Owner owner,
    JsonNode allows,
    Instant createdAt,
    Instant expiresAt,
    Optional<Instant> usedAt,
    Optional<Instant> revokedAt) {
  /**
   * Who made it.
   *
   * @param kind how they signed in
   * @param issuer where they signed in, empty at the plane itself
   * @param name their name
   * @param groups their groups at that time
   */
  public record Owner(String kind, String issuer, String name, List<String> groups) {
    public Owner {
      groups = List.copyOf(groups);
    }
  }
}
