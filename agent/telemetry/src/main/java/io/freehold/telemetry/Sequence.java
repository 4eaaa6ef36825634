package io.freehold.telemetry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster's sequence numbers: {@code max(last + 1, epoch milliseconds * 1024)}. A file holds a
 * number that has not been handed out yet and is moved a minute ahead before it is reached, so
 * numbers grow over crashes and over clocks that were set back, without a write per number.
 */
final class Sequence {
  private static final Logger log = LoggerFactory.getLogger(Sequence.class);
  private static final long PER_MILLI = 1024;
  private static final long RESERVE = 60_000 * PER_MILLI;

  private final Path file;
  private final InstantSource clock;
  // Both guarded by this.
  private long last;
  private long reserved;

  private Sequence(Path file, InstantSource clock, long last) {
    this.file = file;
    this.clock = clock;
    this.last = last;
    this.reserved = last;
  }

  /** Continues after the numbers that the file may have handed out. */
  static Sequence open(Path file, InstantSource clock) {
    try {
      return new Sequence(file, clock, Long.parseLong(Files.readString(file).strip()));
    } catch (NoSuchFileException _) {
      return new Sequence(file, clock, 0);
    } catch (NumberFormatException _) {
      log.warn("{} is damaged: sequence numbers start from the clock", file);
      return new Sequence(file, clock, 0);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  synchronized long next() {
    last = Math.max(last + 1, clock.millis() * PER_MILLI);
    if (last > reserved) {
      reserved = last + RESERVE;
      try {
        AtomicFile.write(file, Long.toString(reserved).getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        // The clock alone still makes the numbers grow unless it is set back.
        log.warn("cannot write {}: {}", file, e.toString());
      }
    }
    return last;
  }
}
