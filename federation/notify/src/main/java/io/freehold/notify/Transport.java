package io.freehold.notify;

import java.util.List;

/** A way to tell somebody. */
interface Transport {
  /** Its name in rules. */
  String type();

  /** How values are put into texts for it. */
  Escape escape();

  /** What it is told of. */
  default Kind kind() {
    return Kind.MESSAGES;
  }

  /** Secrets that it reads. */
  List<SecretRef> secrets();

  /**
   * Delivers a message. The same one may be delivered again after a crash, with the same id.
   *
   * @throws DeliveryException when it was not, or nobody knows
   */
  void deliver(Message message, Wires wires) throws DeliveryException;

  /** What a transport is told of. */
  enum Kind {
    /** That something began; what is over is a trigger of its own. */
    MESSAGES,
    /** What began, and when all of the same is over: one incident over the fleet. */
    INCIDENTS,
    /** What began and what is over, for every commit and cluster by itself. */
    COMMITS
  }
}
