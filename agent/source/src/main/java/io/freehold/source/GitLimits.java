package io.freehold.source;

import java.time.Duration;

/**
 * What reading a repository may cost.
 *
 * @param silence longest wait for a connection or for the next bytes; asking for a ref may take
 *     three times that
 * @param fetch longest fetch in all
 * @param fileBytes largest file that is read
 */
public record GitLimits(Duration silence, Duration fetch, int fileBytes) {
  /** Generous for registries, fatal for mistakes. */
  public static final GitLimits DEFAULT =
      new GitLimits(Duration.ofSeconds(20), Duration.ofMinutes(10), 16 << 20);

  public GitLimits {
    if (silence.toSeconds() < 1 || fetch.isNegative() || fileBytes <= 0) {
      throw new IllegalArgumentException("limits must be positive, silence at least a second");
    }
  }

  int silenceSeconds() {
    return Math.toIntExact(silence.toSeconds());
  }
}
