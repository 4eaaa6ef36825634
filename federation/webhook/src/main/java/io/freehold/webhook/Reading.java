package io.freehold.webhook;

import java.util.List;

/** What a delivery says. */
public sealed interface Reading {
  /** Something moved. */
  record Pushed(List<Push> pushes) implements Reading {
    public Pushed {
      pushes = List.copyOf(pushes);
    }
  }

  /** Nothing that matters to us, such as a ping. */
  record Ignored() implements Reading {}

  /** Nothing that we understand. */
  record Broken(String reason) implements Reading {}
}
