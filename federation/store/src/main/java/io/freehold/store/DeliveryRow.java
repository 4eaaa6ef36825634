package io.freehold.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A message of the log of notifications.
 *
 * @param id its id, the same each time it is sent
 * @param target name of the target
 * @param trigger name of the trigger
 * @param phase whether something began or is over
 * @param state {@code pending}, {@code sent}, {@code dead} or {@code silenced}
 * @param title what it says, in one line
 * @param about {@code namespace/name} of the application, empty when it is about clusters
 * @param clusters the first of its clusters
 * @param clusterCount how many there are
 * @param attempts how often it was tried
 * @param createdAt when it was made
 * @param nextAt when it is tried again, while it is pending
 * @param endedAt when it was sent or given up
 * @param problem why it did not arrive the last time it was tried
 */
public record DeliveryRow(
    String id,
    String target,
    String trigger,
    String phase,
    String state,
    String title,
    String about,
    List<String> clusters,
    int clusterCount,
    int attempts,
    Instant createdAt,
    Instant nextAt,
    Optional<Instant> endedAt,
    String problem) {
  public DeliveryRow {
    clusters = List.copyOf(clusters);
  }
}
