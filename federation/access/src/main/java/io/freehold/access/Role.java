package io.freehold.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What somebody may do in the plane; each role may do what those before it may. */
public enum Role {
  /** See. */
  VIEWER,
  /** Acknowledge and silence: both are about who is notified, never about a cluster. */
  OPERATOR,
  /** See and revoke the tokens of everybody, and see what the plane did. */
  ADMIN;

  /** The role of a name, as {@code viewer}. */
  public static Optional<Role> of(String name) {
    return Arrays.stream(values()).filter(role -> role.toString().equals(name)).findFirst();
  }

  /** Whether it may do what another role may. */
  public boolean covers(Role other) {
    return compareTo(other) >= 0;
  }

  /** The smaller of two roles. */
  Role and(Role other) {
    return covers(other) ? other : this;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
