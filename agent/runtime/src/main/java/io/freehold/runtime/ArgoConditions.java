package io.freehold.runtime;

import io.freehold.dialect.ArgoStatus;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Lists of conditions in which the times of those that stay the same stay too. */
final class ArgoConditions {
  private ArgoConditions() {}

  /**
   * Conditions after some types of them were looked at again.
   *
   * @param types what was looked at
   * @param found what holds of it now
   */
  static List<ArgoStatus.Condition> replaced(
      List<ArgoStatus.Condition> before,
      Collection<String> types,
      List<ArgoStatus.Condition> found,
      Clock clock) {
    List<ArgoStatus.Condition> result = new ArrayList<>();
    before.stream().filter(one -> !types.contains(one.type())).forEach(result::add);
    String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    for (ArgoStatus.Condition condition : found) {
      String time =
          before.stream()
              .filter(one -> one.type().equals(condition.type()))
              .filter(one -> one.message().equals(condition.message()))
              .map(ArgoStatus.Condition::lastTransitionTime)
              .findFirst()
              .orElse(now);
      result.add(new ArgoStatus.Condition(condition.type(), condition.message(), time));
    }
    result.sort(
        Comparator.comparing(ArgoStatus.Condition::type)
            .thenComparing(ArgoStatus.Condition::message));
    return List.copyOf(result);
  }
}
