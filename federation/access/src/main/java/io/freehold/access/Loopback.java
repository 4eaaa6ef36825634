package io.freehold.access;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names of this machine that nobody else can answer for. */
public final class Loopback {
  private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

  private Loopback() {}

  /** Whether a host is this machine itself. */
  public static boolean names(@Nullable String host) {
    return host != null && NAMES.contains(host);
  }
}
