package io.freehold.ingest;

/**
 * How much one sender may report. It is a bucket of bytes that fills at a constant rate; a request
 * takes what it weighs after decompression, and at least {@link #SMALLEST}. Short bursts pass, also
 * one that takes more than is there; a sender that owes something waits.
 *
 * @param bytesPerSecond rate that is held for ever
 * @param burst size of the full bucket in bytes
 */
public record RateLimit(long bytesPerSecond, long burst) {
  /** What a cluster of some hundred applications needs many times over. */
  public static final RateLimit DEFAULT = new RateLimit(2 << 20, 64 << 20);

  /** What the smallest request weighs: requests cost something too. */
  static final long SMALLEST = 16 << 10;

  /** A collector speaks for this many clusters. */
  private static final int COLLECTOR = 32;

  public RateLimit {
    if (bytesPerSecond < 1 || burst < SMALLEST) {
      throw new IllegalArgumentException("a rate limit that lets nothing through");
    }
  }

  /** The limit of a collector, which speaks for many. */
  RateLimit ofCollector() {
    return new RateLimit(bytesPerSecond * COLLECTOR, burst * COLLECTOR);
  }
}
