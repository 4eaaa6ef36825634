package io.freehold.conformance.bootstrap;

import io.freehold.cli.BootstrapListener;
import io.freehold.cli.BootstrapStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Remembers what a bootstrap said. */
final class RecordingListener implements BootstrapListener {
  final List<String> outcomes = new ArrayList<>();
  final List<String> notes = new ArrayList<>();

  @Override
  public void started(BootstrapStep step) {}

  @Override
  public void finished(BootstrapStep step, String outcome, Duration took) {
    outcomes.add(step.title() + ": " + outcome);
  }

  @Override
  public void note(String text) {
    notes.add(text);
  }
}
