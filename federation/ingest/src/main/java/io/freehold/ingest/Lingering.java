package io.freehold.ingest;

import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * Reads on, for a while, what a refused sender still sends.
 *
 * <p>A connection that is closed with unread bytes is reset, and the reset destroys an answer that
 * the sender has not read yet: it would see a broken connection and come again with the same
 * request, not a final error. RFC 9112, section 9.6.
 */
final class Lingering {
  /** A request that is a little too large is read to its end. */
  private static final int MAX_BYTES = 4 * Payload.MAX_WIRE;

  private static final long MAX_NANOS = Duration.ofSeconds(5).toNanos();
  private static final int PART = 16 << 10;

  private Lingering() {}

  /** After the answer was sent: reads and drops, within bounds of bytes and time. */
  static void afterRefusal(ServerRequest request) {
    // Who waits for leave to send has sent nothing.
    if (request.content().consumed() || request.headers().contains(HeaderValues.EXPECT_100)) {
      return;
    }
    try {
      drop(request.content().inputStream());
    } catch (IOException | UncheckedIOException | IllegalStateException _) {
      // The sender has gone, or it has broken off: nobody waits for the answer.
    }
  }

  static void drop(InputStream body) throws IOException {
    long start = System.nanoTime();
    byte[] part = new byte[PART];
    long dropped = 0;
    for (int read = body.read(part); read >= 0; read = body.read(part)) {
      dropped += read;
      if (dropped > MAX_BYTES || System.nanoTime() - start > MAX_NANOS) {
        return;
      }
    }
  }
}
