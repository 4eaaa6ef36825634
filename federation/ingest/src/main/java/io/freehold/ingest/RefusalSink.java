package io.freehold.ingest;

/**
 * Told of every request and record that was refused for its identity. Must not block and must bear
 * floods.
 */
@FunctionalInterface
public interface RefusalSink {
  /** Takes note of one refusal. */
  void refused(Refusal refusal);

  /**
   * A refusal.
   *
   * @param transport {@code http} or {@code grpc}
   * @param peer address of the sender
   * @param claimed cluster that the sender claimed to be or to speak for, empty when it did not
   *     say; not verified
   * @param reason why, one of few sentences
   * @param records how many records were refused, 0 when the request was refused unread
   */
  record Refusal(String transport, String peer, String claimed, String reason, long records) {}
}
