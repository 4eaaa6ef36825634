package io.freehold.runtime;

import io.freehold.api.ApplicationStatus.Health;
import io.freehold.engine.ApplyResult;
import io.freehold.engine.Fingerprint;
import io.freehold.engine.Tally;
import org.jspecify.annotations.Nullable;

/** What became of a write; carries no object, only what is remembered of it. */
sealed interface WriteOutcome {
  /**
   * The object is in place.
   *
   * @param change what the write did
   * @param resourceVersion version after it
   * @param fingerprint what later versions are compared with; null when the API server's answer
   *     cannot be used for that
   * @param health health after it
   */
  record Written(
      Tally.Change change, String resourceVersion, @Nullable Fingerprint fingerprint, Health health)
      implements WriteOutcome {}

  /** The object was refused. */
  record NotWritten(ApplyResult.Rejected rejection) implements WriteOutcome {}
}
