package io.freehold.access;

import io.freehold.store.Scope;

/**
 * A role for a part of the fleet.
 *
 * @param role the role
 * @param part where it may be used
 */
public record Grant(Role role, Scope.Part part) {
  /** What both grants allow. */
  Grant and(Grant other) {
    return new Grant(role.and(other.role), part.and(other.part));
  }
}
