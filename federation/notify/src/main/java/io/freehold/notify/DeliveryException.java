package io.freehold.notify;

import java.time.Duration;

/** A message could not be delivered. Messages never hold addresses with secrets, or secrets. */
public final class DeliveryException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean worthRetrying;
  private final Duration pause;

  DeliveryException(String message, boolean worthRetrying, Duration pause) {
    // No cause: those of libraries may repeat what was sent.
    super(message);
    this.worthRetrying = worthRetrying;
    this.pause = pause;
  }

  /** It cannot succeed without a change of the configuration. */
  static DeliveryException refused(String message) {
    return new DeliveryException(message, false, Duration.ZERO);
  }

  /** It may succeed later. */
  static DeliveryException failed(String message) {
    return new DeliveryException(message, true, Duration.ZERO);
  }

  /** Whether it may succeed later. */
  public boolean worthRetrying() {
    return worthRetrying;
  }

  /** What the other side asks to wait at least; zero when it said nothing. */
  public Duration pause() {
    return pause;
  }
}
