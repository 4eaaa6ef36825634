package io.freehold.engine;

import io.freehold.api.ObjectRef;
import java.time.Duration;
import java.util.Set;

/** What an operation wants done next. Each is answered by an {@link Observation}. */
public sealed interface Command {
  /** Apply an object after a pause; answered by Applied or Refused. */
  record Apply(Prepared object, Duration pause) implements Command {}

  /** Tell the health of these objects now, and again whenever it changes. */
  record Look(Set<ObjectRef> refs) implements Command {}

  /** Answer with Woken and the ticket after a time. */
  record Wake(Duration after, int ticket) implements Command {}

  /** Tell what carries the application's label. */
  record TakeInventory() implements Command {}

  /** Delete an object; answered by Deleted or NotDeleted. */
  record Delete(Owned object) implements Command {}
}
