package io.freehold.telemetry;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Everything that an agent understands of what a plane sends by itself: lines of {@code hint} and
 * 64 hexadecimal digits, and empty lines. The first byte of anything else ends the stream, as does
 * a stream that says too much.
 */
final class HintLines {
  private static final Pattern HINT = Pattern.compile("hint ([0-9a-f]{64})");
  private static final int LONGEST_LINE = 69;
  // A plane sends a line when something moved and every quarter of a minute, and ends streams after
  // ten minutes.
  private static final int MOST_LINES = 10_000;

  private HintLines() {}

  /**
   * Reads until the stream ends, is none, or is no longer wanted.
   *
   * @return whether it was one from beginning to end
   */
  static boolean read(InputStream body, Consumer<String> onHint, BooleanSupplier wanted)
      throws IOException {
    var in = new BufferedInputStream(body, 512);
    var line = new StringBuilder();
    int lines = 0;
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (next != '\n') {
        line.append((char) next);
        if (line.length() > LONGEST_LINE) {
          return false;
        }
        continue;
      }
      if (!wanted.getAsBoolean()) {
        return true;
      }
      if (++lines > MOST_LINES) {
        return false;
      }
      if (!line.isEmpty()) {
        Matcher hint = HINT.matcher(line);
        if (!hint.matches()) {
          return false;
        }
        onHint.accept(hint.group(1));
        line.setLength(0);
      }
    }
    return line.isEmpty() && lines > 0;
  }
}
