package io.freehold.engine;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the annotation {@code argocd.argoproj.io/hook} may ask for during a sync. */
public enum HookType {
  PRE_SYNC("PreSync", SyncPhase.PRE_SYNC),
  SYNC("Sync", SyncPhase.SYNC),
  POST_SYNC("PostSync", SyncPhase.POST_SYNC),
  SYNC_FAIL("SyncFail", SyncPhase.SYNC_FAIL),
  /** The object is never applied. */
  SKIP("Skip", null);

  private final String text;
  private final Optional<SyncPhase> phase;

  HookType(String text, @Nullable SyncPhase phase) {
    this.text = text;
    this.phase = Optional.ofNullable(phase);
  }

  /** As it is written in the annotation. */
  public String text() {
    return text;
  }

  /** The phase in which it runs; empty for {@link #SKIP}. */
  public Optional<SyncPhase> phase() {
    return phase;
  }

  static Optional<HookType> of(String text) {
    for (HookType type : values()) {
      if (type.text.equals(text)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
