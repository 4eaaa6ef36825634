package io.freehold.telemetry;

/**
 * How much of the journal may wait. Beyond either bound the oldest entries are dropped and counted.
 *
 * @param entries entries
 * @param bytes bytes of their files; one segment more may be on disk until its last entry is taken
 */
public record OutboxLimit(int entries, long bytes) {
  /** 10,000 entries or 16 MiB. */
  public static final OutboxLimit DEFAULT = new OutboxLimit(10_000, 16L << 20);

  public OutboxLimit {
    if (entries < 1 || bytes < 1) {
      throw new IllegalArgumentException("an outbox must be able to hold one entry");
    }
  }
}
