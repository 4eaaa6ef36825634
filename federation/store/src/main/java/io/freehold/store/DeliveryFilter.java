package io.freehold.store;

import java.util.List;

/**
 * Which messages of the log to list; an empty list or text means all.
 *
 * @param targets names of targets
 * @param triggers names of triggers
 * @param states states
 * @param cluster one of their first clusters
 */
public record DeliveryFilter(
    List<String> targets, List<String> triggers, List<String> states, String cluster) {
  public DeliveryFilter {
    targets = List.copyOf(targets);
    triggers = List.copyOf(triggers);
    states = List.copyOf(states);
  }
}
