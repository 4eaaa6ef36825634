package io.freehold.server;

import io.freehold.access.Rights;
import java.util.Locale;
import java.util.Set;

/**
 * Who makes a request, and what they may do at this moment.
 *
 * @param kind how they are known
 * @param name their name; what it is the name of depends on the kind
 * @param groups groups that the sign-in named
 * @param rights what they may do
 * @param credential what identifies their session or token in the database, empty for nobody
 * @param issuer the provider where they signed in, empty elsewhere
 * @param csrf what a browser has to send along to change something, empty without a session
 */
record Caller(
    Kind kind,
    String name,
    Set<String> groups,
    Rights rights,
    String credential,
    String issuer,
    String csrf) {
  Caller {
    groups = Set.copyOf(groups);
  }

  /** Whether it is a person with a session. */
  boolean signedIn() {
    return kind == Kind.USER || kind == Kind.LOCAL;
  }

  /** How a caller is known. */
  enum Kind {
    /** Not at all: what anybody may do. */
    ANONYMOUS,
    /** Signed in at the provider. */
    USER,
    /** Signed in with the password of the local administrator. */
    LOCAL,
    /** By a token. */
    TOKEN;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
