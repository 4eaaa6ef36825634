package io.freehold.engine;

import io.freehold.api.FieldChange;
import java.util.List;

/**
 * How an object compares with what an apply would make of it, and what is remembered so that later
 * events are told to matter or not without asking again. Made by {@link DriftDetector#judge}.
 */
public final class Verdict {
  private final Fingerprint wanted;
  private final Fingerprint found;
  private final long[] foundHashes;
  private final List<FieldChange> changes;

  Verdict(Fingerprint wanted, Fingerprint found, long[] foundHashes, List<FieldChange> changes) {
    this.wanted = wanted;
    this.found = found;
    this.foundHashes = foundHashes;
    this.changes = List.copyOf(changes);
  }

  /** What the object would be after an apply; an object equal to it needs none. */
  public Fingerprint wanted() {
    return wanted;
  }

  /** The object as it was found, under what we owned of it then. */
  Fingerprint found() {
    return found;
  }

  /** The object as it was found, under what we would own of it. */
  long[] foundHashes() {
    return foundHashes;
  }

  /** What an apply would change; empty when nothing. */
  public List<FieldChange> changes() {
    return changes;
  }
}
