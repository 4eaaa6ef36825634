package io.freehold.runtime;

import io.freehold.api.ApplicationId;
import io.freehold.api.JournalEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes in the journal what an application was refused, each refusal once. */
final class RefusalNotes {
  private static final Logger LOG = LoggerFactory.getLogger(RefusalNotes.class);

  private final ApplicationId id;
  private final Surroundings around;
  private String told = "";

  RefusalNotes(ApplicationId id, Surroundings around) {
    this.id = id;
    this.around = around;
  }

  /** What is refused now; empty when nothing is. */
  void tell(String why) {
    if (!why.isEmpty() && !why.equals(told)) {
      LOG.warn("{}: refused: {}", id, why);
      around
          .reporter()
          .journal(JournalEntry.note(id, around.clock().instant().toString(), "refused: " + why));
    }
    told = why;
  }
}
