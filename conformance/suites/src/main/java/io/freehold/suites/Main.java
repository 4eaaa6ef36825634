package io.freehold.suites;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Answers each line of standard input with a line, in order; flushed, so that a caller can wait.
 */
public final class Main {
  private static final int USAGE = 2;

  private Main() {}

  /**
   * Runs one suite until the input ends.
   *
   * @param args the name of the suite
   */
  public static void main(String[] args) throws IOException {
    var suite = args.length == 1 ? Suites.find(args[0]) : Optional.<Suite>empty();
    if (suite.isEmpty()) {
      System.err.println(
          args.length == 1
              ? "conformance/run: there is no suite named " + args[0]
              : "usage: conformance/run SUITE");
      System.err.println("suites: " + String.join(" ", Suites.names()));
      System.exit(USAGE);
      return;
    }
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (!line.isBlank()) {
        out.print(Suites.answer(suite.get(), line) + "\n");
        out.flush();
      }
    }
  }
}
