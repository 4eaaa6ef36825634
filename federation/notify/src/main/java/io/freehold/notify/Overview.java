package io.freehold.notify;

import java.util.List;

/**
 * What rules are, for people.
 *
 * @param targets who can be told
 * @param triggers of what
 * @param subscriptions who is told of what
 */
public record Overview(
    List<TargetView> targets, List<TriggerView> triggers, List<SubscriptionView> subscriptions) {

  /** A target; {@code problems} say what it lacks. */
  public record TargetView(String name, String type, int rateLimit, List<String> problems) {}

  /** A trigger. */
  public record TriggerView(String name, String watches, String severity) {}

  /** A subscription; {@code digest} in seconds. */
  public record SubscriptionView(
      String name, List<String> targets, Matchers about, long digestSeconds) {}
}
