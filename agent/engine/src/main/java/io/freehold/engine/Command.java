package io.freehold.engine;

import io.freehold.api.ObjectRef;
import java.time.Duration;
import java.util.Set;

/** What an operation wants done next. Each is answered by an {@link Observation}. */
public sealed interface Command {
  /** Apply an object after a pause; answered by Applied or Refused. */
  record Apply(Prepared object, Duration pause) implements Command {}

  /** Ask the API server whether it would take an object; answered by Checked or Refused. */
  record Check(Prepared object) implements Command {}

  /** Tell the health of these objects now, and again whenever it changes. */
  record Look(Set<ObjectRef> refs) implements Command {}

  /** Answer with Woken and the ticket after a time. */
  record Wake(Duration after, int ticket) implements Command {}

  /** Tell what carries the application's label. */
  record TakeInventory() implements Command {}

  /** Delete an object; answered by Deleted or NotDeleted. */
  record Delete(Owned object) implements Command {}

  /** Tell which of these objects do not exist any more, now and whenever another one is gone. */
  record AwaitGone(Set<ObjectRef> refs) implements Command {}

  /**
   * Write down, where it survives a crash, how far the operation is; answered by Saved once it is
   * there.
   */
  record Save(OperationRecord record) implements Command {}

  /**
   * Delete what another operation left of a hook, our finalizer included, and wait until it is
   * gone; leave an object alone that {@link PreparedHook#created this run} created. Answered by
   * HookCleared, or NotDeleted.
   */
  record ClearHook(PreparedHook hook) implements Command {}

  /**
   * Take our finalizer off a hook that is over, and delete it if so wanted; answered by HookEnded.
   */
  record EndHook(PreparedHook hook, boolean delete) implements Command {}
}
