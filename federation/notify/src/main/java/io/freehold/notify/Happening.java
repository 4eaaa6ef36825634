package io.freehold.notify;

/**
 * Something to tell.
 *
 * @param trigger name of the trigger
 * @param phase whether it began or is over
 */
public record Happening(String trigger, Phase phase) {
  /** Of what there is to tell. */
  public enum Phase {
    FIRED,
    RESOLVED
  }
}
