package io.freehold.notify;

import java.util.Optional;

/**
 * When something is worth telling.
 *
 * @param name its name
 * @param subject what it watches
 * @param when true when there is something to tell
 * @param until true when it is over; without it, it is over when {@code when} is false
 * @param oncePer tells again only when this is another value than last time
 * @param severity how bad it is
 * @param title one line
 * @param text what more there is to say
 * @param over one line for when it is over
 */
record Trigger(
    String name,
    Subject subject,
    Expression when,
    Optional<Expression> until,
    Optional<Expression> oncePer,
    Severity severity,
    Template title,
    Template text,
    Template over) {

  /** A trigger that tells of single moments: there is nothing that could be over. */
  boolean momentary() {
    return oncePer.isPresent() && until.isEmpty();
  }

  /** Whether it looks at what became over just now, and so has to come after the others. */
  boolean follows() {
    return when.uses("resolved");
  }
}
