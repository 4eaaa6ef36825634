package io.freehold.runtime;

import io.freehold.api.ApplicationStatus.Health;
import io.freehold.api.HealthState;
import io.freehold.api.ObjectRef;
import io.freehold.engine.DriftDetails;
import io.freehold.engine.Fingerprint;
import io.freehold.engine.LiveObject;
import io.freehold.engine.Prepared;
import io.freehold.engine.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What an application remembers of one object that its Git wants. Owned by the application's actor.
 * The bytes in {@link #applied} are those of the render, shared with it.
 */
final class ObjectEntry {
  static final Health NEW = new Health(HealthState.PROGRESSING, "not applied yet");
  static final Health GONE = new Health(HealthState.MISSING, "not in the cluster");

  final ObjectRef ref;
  final RepairBudget budget = new RepairBudget();

  /** What was last applied with success, or compared; null before the first time. */
  @Nullable Prepared applied;

  /** What later versions are compared with. */
  @Nullable Fingerprint fingerprint;

  /** Newest version that was looked at. */
  String resourceVersion = "";

  Health health = NEW;
  State state = State.MISSING;

  /** The difference that was told last; null while there is none. */
  @Nullable DriftDetails drift;

  /** What was reverted last; null when nothing was, or it had been deleted. */
  @Nullable DriftDetails fought;

  /** How it compared when nothing could be changed; null while an apply would change nothing. */
  @Nullable Verdict verdict;

  /** Why it was refused or cannot be compared; empty when neither. */
  String problem = "";

  /** Whether it is being compared. */
  boolean comparing;

  /** Whether it differs because Git moved on and nobody asked for a sync, not because of others. */
  boolean outdated;

  /** Whether we own just what an apply would give us, too. */
  boolean exact;

  /** Whether a repair that was put off will come back by itself. */
  boolean reminded;

  /** Whether a write is on its way. */
  boolean busy;

  /** A version that came while a write was on its way. */
  @Nullable LiveObject held;

  /** Whether it was told to be gone while a write was on its way. */
  boolean goneMeanwhile;

  /** A write that an operation wants once the one on its way has been answered. */
  @Nullable Runnable next;

  ObjectEntry(ObjectRef ref) {
    this.ref = ref;
  }

  /** Forgets what the object is compared with, so that it is applied or compared anew. */
  void forget() {
    applied = null;
    fingerprint = null;
    verdict = null;
    exact = false;
  }

  /** How the object compares with what Git wants. */
  enum State {
    /** Not there, or never applied. */
    MISSING,
    /** As rendered. */
    SYNCED,
    /** Somebody changed it, and that has not been reverted. */
    DRIFTED,
    /** The API server does not take it. */
    REFUSED
  }
}
