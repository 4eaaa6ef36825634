package io.freehold.plugin;

import java.time.Duration;

/**
 * What one request may cost. Both sides have limits of their own.
 *
 * @param files files of the folder
 * @param bytes all files together
 * @param result bytes of the YAML
 * @param time from the start of the request to its end
 */
public record PluginLimits(int files, long bytes, int result, Duration time) {
  /** A minute. */
  public static final PluginLimits SERVER =
      new PluginLimits(5_000, 64L << 20, 16 << 20, Duration.ofMinutes(1));

  /** As the server's, with time to wait for a turn: the server's own errors say more. */
  public static final PluginLimits CLIENT =
      new PluginLimits(
          SERVER.files(), SERVER.bytes(), SERVER.result(), SERVER.time().plusSeconds(30));

  public PluginLimits {
    if (files < 1 || bytes < 1 || result < 1 || time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }

  /** With another time. */
  public PluginLimits withTime(Duration other) {
    return new PluginLimits(files, bytes, result, other);
  }

  /** With another size of results. */
  public PluginLimits withResult(int other) {
    return new PluginLimits(files, bytes, other, time);
  }
}
