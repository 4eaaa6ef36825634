package io.freehold.notify;

import java.time.Duration;
import java.util.List;

/**
 * Who is told of what.
 *
 * @param name its name, for keys that other systems keep
 * @param targets names of targets
 * @param about what it is about
 * @param digest how long to wait for more of the same before telling
 */
record Subscription(String name, List<String> targets, Matchers about, Duration digest) {
  Subscription {
    targets = List.copyOf(targets);
  }
}
