package io.freehold.kube;

import java.time.Duration;

/**
 * Who leads, as a Lease says.
 *
 * @param holder identity of the holder, empty when it was released
 * @param duration how long it is valid after a renewal
 * @param transitions how often it changed hands
 * @param resourceVersion version that was read; empty when there is no Lease yet
 */
public record LeaseState(
    String holder, Duration duration, int transitions, String resourceVersion) {
  /** There is no Lease. */
  public static final LeaseState NONE = new LeaseState("", Duration.ZERO, 0, "");
}
