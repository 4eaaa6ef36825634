package io.freehold.notify;

import java.util.Locale;

/** How bad something is, in the words of PagerDuty's events. */
public enum Severity {
  CRITICAL,
  ERROR,
  WARNING,
  INFO;

  /** As it is written in rules and sent. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
