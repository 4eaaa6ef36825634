package io.freehold.conformance.bootstrap;

import io.freehold.cli.BootstrapListener;
import io.freehold.cli.BootstrapStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Remembers what a bootstrap said, and lets a person do what its notes ask for. */
final class RecordingListener implements BootstrapListener {
  final List<String> outcomes = new ArrayList<>();
  final List<String> notes = new ArrayList<>();

  private final Consumer<String> person;

  RecordingListener() {
    this(_ -> {});
  }

  RecordingListener(Consumer<String> person) {
    this.person = person;
  }

  @Override
  public void started(BootstrapStep step) {}

  @Override
  public void finished(BootstrapStep step, String outcome, Duration took) {
    outcomes.add(step.title() + ": " + outcome);
  }

  @Override
  public void note(String text) {
    notes.add(text);
    person.accept(text);
  }
}
