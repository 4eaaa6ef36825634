package io.freehold.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

/** Makes a process stand still and go on. */
final class Signals {
  private Signals() {}

  static void stop(long pid) throws IOException, InterruptedException {
    send("-STOP", pid);
  }

  static void resume(long pid) throws IOException, InterruptedException {
    send("-CONT", pid);
  }

  private static void send(String signal, long pid) throws IOException, InterruptedException {
    var kill = new ProcessBuilder("kill", signal, Long.toString(pid)).inheritIO().start();
    assertThat(kill.waitFor()).as("kill %s %d", signal, pid).isZero();
  }
}
