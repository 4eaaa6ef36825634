package io.freehold.access;

import java.util.Set;

/**
 * Who gets a grant.
 *
 * @param users names of people, as the sign-in names them
 * @param groups groups of people, as the sign-in names them
 * @param grant what they get
 */
public record Binding(Set<String> users, Set<String> groups, Grant grant) {
  public Binding {
    users = Set.copyOf(users);
    groups = Set.copyOf(groups);
  }

  boolean fits(Person person) {
    return users.contains(person.name()) || person.groups().stream().anyMatch(groups::contains);
  }
}
