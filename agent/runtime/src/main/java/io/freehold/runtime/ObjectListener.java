package io.freehold.runtime;

import io.freehold.api.ApplicationId;
import io.freehold.api.ObjectRef;
import io.freehold.engine.LiveObject;

/** Whoever looks after an object. Called from watch threads: must not block. */
interface ObjectListener {
  /** The application the listener acts for. */
  ApplicationId id();

  /** The object has a version that was not seen before. */
  void seen(LiveObject live);

  /** The object is gone or lost its label. */
  void gone(ObjectRef ref);

  /** There are other objects of Applications that do not exist than before. */
  default void orphansChanged() {}
}
