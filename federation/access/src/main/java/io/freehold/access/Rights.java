package io.freehold.access;

import io.freehold.store.Scope;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that somebody may do now.
 *
 * @param grants what any of them allows is allowed; without grants nothing is
 */
public record Rights(List<Grant> grants) {
  /** None. */
  public static final Rights NONE = new Rights(List.of());

  public Rights {
    grants = grants.stream().distinct().toList();
  }

  /** A role for the whole fleet. */
  public static Rights everywhere(Role role) {
    return new Rights(List.of(new Grant(role, Scope.EVERYTHING.parts().getFirst())));
  }

  /** Where a role, or one that may do more, may be used. */
  public Scope scope(Role role) {
    return new Scope(
        grants.stream().filter(grant -> grant.role().covers(role)).map(Grant::part).toList());
  }

  /** Whether a role may be used for an application. */
  public boolean may(Role role, String cluster, Map<String, String> labels, String project) {
    return scope(role).sees(cluster, labels, project);
  }

  /** The highest role, wherever it may be used; empty without any right. */
  public Optional<Role> highest() {
    return grants.stream().map(Grant::role).max(Comparator.naturalOrder());
  }

  /** What both allow. */
  public Rights and(Rights other) {
    return new Rights(
        grants.stream()
            .flatMap(mine -> other.grants.stream().map(mine::and))
            .filter(both -> both.part().allProjects() || !both.part().projects().isEmpty())
            .toList());
  }
}
