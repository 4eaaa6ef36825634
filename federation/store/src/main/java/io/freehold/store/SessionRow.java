package io.freehold.store;

import java.time.Instant;
import java.util.List;

/**
 * Somebody who is signed in.
 *
 * @param hash digest of what their browser holds
 * @param kind how they signed in
 * @param issuer where they signed in, empty at the plane itself
 * @param name their name
 * @param groups their groups at that time
 * @param createdAt when they signed in
 * @param usedAt when they were last seen, to the minute
 */
public record SessionRow(
    String hash,
    String kind,
    String issuer,
    String name,
    List<String> groups,
    Instant createdAt,
    Instant usedAt) {
  public SessionRow {
    groups = List.copyOf(groups);
  }
}
