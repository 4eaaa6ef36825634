package io.freehold.store;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How far a chain of the audit log is, and whether it is whole.
 *
 * @param origin cluster whose chain it is, empty for the plane
 * @param chain its id, empty for entries that are in none
 * @param firstAt time of the oldest entry ever
 * @param lastAt time of the newest
 * @param head number of the newest
 * @param headHash its digest
 * @param anchor number of the last entry that is no longer kept, 0 for none
 * @param checked number up to which it was checked
 * @param checkedAt when
 * @param faults what is wrong
 */
public record AuditChainRow(
    String origin,
    String chain,
    Instant firstAt,
    Instant lastAt,
    long head,
    String headHash,
    long anchor,
    long checked,
    Optional<Instant> checkedAt,
    List<AuditFault> faults) {
  public AuditChainRow {
    faults = List.copyOf(faults);
  }

  /** Number up to which nothing is wrong. */
  public long verified() {
    return faults.stream().mapToLong(AuditFault::from).min().orElse(checked + 1) - 1;
  }

  /** The worst that can be said of it. */
  public State state() {
    if (chain.isEmpty()) {
      return State.UNCHAINED;
    }
    if (faults.stream().anyMatch(fault -> fault.kind() != AuditFault.Kind.MISSING)) {
      return State.BROKEN;
    }
    if (!faults.isEmpty()) {
      return State.GAP;
    }
    return checked < head ? State.CHECKING : State.VERIFIED;
  }

  /** What can be said of a chain. */
  public enum State {
    VERIFIED,
    CHECKING,
    GAP,
    BROKEN,
    /** The entries are not chained: an old agent wrote them. */
    UNCHAINED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
