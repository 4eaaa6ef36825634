package io.freehold.access;

import java.util.Set;

/**
 * Somebody who signed in.
 *
 * @param name name, as the sign-in gave it
 * @param groups groups, as the sign-in gave them
 */
public record Person(String name, Set<String> groups) {
  public Person {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("somebody without a name has no rights");
    }
    groups = Set.copyOf(groups);
  }
}
