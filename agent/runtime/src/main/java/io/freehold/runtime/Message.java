package io.freehold.runtime;

import io.freehold.api.Application;
import io.freehold.api.ApplicationStatus;
import io.freehold.api.ObjectRef;
import io.freehold.engine.ApplyResult;
import io.freehold.engine.LiveObject;
import io.freehold.engine.Owned;
import io.freehold.engine.Prepared;
import io.freehold.engine.PreparedHook;
import java.util.Optional;

/** What an {@link ApplicationActor} is told. */
sealed interface Message {
  /**
   * The Application is there with this content.
   *
   * @param problem why its spec cannot be read, empty when it can
   */
  record SpecChanged(Application application, String problem) implements Message {}

  /** The Application no longer exists. */
  record Vanished() implements Message {}

  /** There is news from the source, or from something else that a decision depends on. */
  record LookAgain() implements Message {}

  /** It is time to see whether a window is open. */
  record WindowDue() implements Message {}

  /** A render ended. */
  record RenderDone(long ticket, Rendering rendering) implements Message {}

  /**
   * A render depends on the cluster, and that was asked a while ago.
   *
   * @param certain whether to render again, and not only if its version or its kinds have changed
   */
  record RenderStale(long ticket, boolean certain) implements Message {}

  /** A watch told of a new version of an object. */
  record ObjectSeen(LiveObject live) implements Message {}

  /** A watch told that an object is gone or lost its label. */
  record ObjectGone(ObjectRef ref) implements Message {}

  /** The API server was asked about an object that seemed gone. */
  record ObjectLooked(ObjectRef ref, Optional<LiveObject> live) implements Message {}

  /**
   * An object was written.
   *
   * @param operation number of the operation that wanted it, 0 for a repair
   */
  record WriteDone(long operation, Prepared object, WriteOutcome outcome) implements Message {}

  /**
   * An object was deleted.
   *
   * @param operation number of the operation that wanted it, 0 for the end of the Application
   * @param error why it was not, empty when it was
   */
  record DeleteDone(long operation, Owned object, String error) implements Message {}

  /**
   * The API server was asked whether it would take an object.
   *
   * @param why why it would not, empty when it would
   * @param change what it would do to the object, as {@link ResultBook} calls it; empty when that
   *     was not asked
   * @param detail what it would change
   */
  record CheckDone(
      long operation,
      Prepared object,
      Optional<ApplyResult.Rejected> why,
      String change,
      String detail)
      implements Message {}

  /** Room was made for a hook, as far as that could be done. */
  record HookCleared(long operation, PreparedHook hook, HookWriter.Clearing result)
      implements Message {}

  /** It is time to look again whether there is room for a hook. */
  record HookDue(long operation, PreparedHook hook) implements Message {}

  /**
   * A hook was let go.
   *
   * @param error why it was not, empty when it was
   */
  record HookEnded(long operation, PreparedHook hook, String error) implements Message {}

  /** A status is in the API server. */
  record StatusWritten(ApplicationStatus status) implements Message {}

  /** A pause before a write is over. */
  record WriteDue(long operation, Prepared object) implements Message {}

  /** The time an operation asked for has come. */
  record WakeDue(long operation, int ticket) implements Message {}

  /**
   * An object was compared with what Git wants.
   *
   * @param survey number of the survey that wanted it
   */
  record Compared(long survey, Prepared object, Comparison result) implements Message {}

  /** All labelled objects of the cluster are known. */
  record InventoryReady(long operation) implements Message {}

  /** The objects of all kinds in a render are known. */
  record KindsListed(long ticket) implements Message {}

  /** It may be time to try a failed sync again. */
  record RetryDue(long attempt) implements Message {}

  /** It is time to look again at an object whose repair was put off. */
  record RepairDue(ObjectRef ref) implements Message {}

  /**
   * Something happened to what a request is about, when that is not what Git wants now.
   *
   * @param request id of the request
   */
  record OnDetour(String request, Message what) implements Message {}

  /**
   * A request was moved to where it is kept until it has ended, or taken off there.
   *
   * @param problem why it was not, empty when it was
   */
  record RequestMoved(String problem) implements Message {}

  /** It may be time to go on with a request. */
  record RequestDue(String request) implements Message {}
}
