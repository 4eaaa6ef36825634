package io.freehold.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Takes what a list and watch of one resource tell, in order, from one thread. */
interface ObjectSink {
  /** A list begins; all that exist are seen again. */
  void listing();

  /** The object exists with this content; {@code apiVersion} and {@code kind} are filled in. */
  void seen(ObjectNode object);

  /** The object was deleted, or is not selected any more; this is its last content. */
  void gone(ObjectNode object);

  /** All that exist have been seen since the list began. */
  void listed();

  /**
   * There is no list or watch now; that is tried again. Must not throw.
   *
   * @param why for people
   */
  default void failed(String why) {}
}
