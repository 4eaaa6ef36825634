package io.freehold.telemetry;

import java.time.Duration;

/**
 * How a request ended, read from the answer itself: the exporter's own result keeps neither its
 * body nor Retry-After.
 */
sealed interface Delivery {
  /**
   * The receiver answered success.
   *
   * @param rejected records it did not want, by OTLP's rules never to be sent again
   * @param message what it had to say, usually nothing
   */
  record Taken(long rejected, String message) implements Delivery {}

  /**
   * Not now: nobody answered, or the answer says that trying again may help.
   *
   * @param pause what the receiver asked for, zero when it did not
   * @param identity whether it did not accept who we are
   * @param reason what happened
   */
  record Later(Duration pause, boolean identity, String reason) implements Delivery {}

  /**
   * Never: the same request would be refused again.
   *
   * @param status HTTP status
   * @param reason what the receiver said
   */
  record Refused(int status, String reason) implements Delivery {}
}
