package io.freehold.worker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads a worker's standard error so that it never blocks, and keeps the first of it: a dying Go or
 * Java program says first what is wrong.
 */
final class StderrTail implements AutoCloseable {
  private static final int KEPT = 4096;
  private static final int LINE = 200;

  private final InputStream in;
  private final StringBuilder kept = new StringBuilder();
  private final Thread reader;

  private StderrTail(InputStream in) {
    this.in = in;
    this.reader = Thread.ofVirtual().name("worker-stderr").unstarted(this::read);
  }

  static StderrTail of(InputStream in) {
    var tail = new StderrTail(in);
    tail.reader.start();
    return tail;
  }

  private void read() {
    var buffer = new byte[1024];
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        synchronized (kept) {
          if (kept.length() < KEPT) {
            kept.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
          }
        }
      }
    } catch (IOException _) {
      // The worker is gone; what was read stays.
    }
  }

  /** The first line that says something, cut. */
  Optional<String> line() {
    synchronized (kept) {
      return kept.toString()
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .findFirst()
          .map(line -> line.length() > LINE ? line.substring(0, LINE) + "…" : line);
    }
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException _) {
      // Nothing more is read from it.
    }
  }
}
