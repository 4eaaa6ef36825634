package io.freehold.engine;

/** What is asked of the API server before anything is changed. */
public enum Precheck {
  NOTHING,
  /** All objects of a wave: either all of them are applied or none. */
  EACH_WAVE,
  /** All objects, and nothing is changed. */
  DRY_RUN
}
