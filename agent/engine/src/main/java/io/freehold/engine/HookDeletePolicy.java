package io.freehold.engine;

import java.util.Optional;

/** When a hook object is deleted. */
public enum HookDeletePolicy {
  /** At the end of an operation in which it succeeded. */
  HOOK_SUCCEEDED("HookSucceeded", "hook-succeeded"),
  /** At the end of an operation in which it failed. */
  HOOK_FAILED("HookFailed", "hook-failed"),
  /** Before it is created again; also what holds when none is named. */
  BEFORE_HOOK_CREATION("BeforeHookCreation", "before-hook-creation"),
  /** Not at all: it is applied over what is there. */
  NEVER("Never", "");

  private final String text;
  private final String helm;

  HookDeletePolicy(String text, String helm) {
    this.text = text;
    this.helm = helm;
  }

  /** As it is written in Argo CD's annotation. */
  public String text() {
    return text;
  }

  static Optional<HookDeletePolicy> of(String text) {
    return find(text, true);
  }

  static Optional<HookDeletePolicy> ofHelm(String text) {
    return find(text, false);
  }

  private static Optional<HookDeletePolicy> find(String text, boolean argo) {
    for (HookDeletePolicy policy : values()) {
      if (!text.isEmpty() && (argo ? policy.text : policy.helm).equals(text)) {
        return Optional.of(policy);
      }
    }
    return Optional.empty();
  }
}
