package io.freehold.yaml;

/** What a key means that stands twice in one map. */
public enum RepeatedKeys {
  /** It is an error. */
  REFUSE,
  /** The last value counts. */
  LAST
}
