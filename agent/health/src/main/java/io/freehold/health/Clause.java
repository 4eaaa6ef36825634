package io.freehold.health;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.api.ApplicationStatus.Health;
import io.freehold.api.HealthState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One line of a rule file: {@code Degraded: Ready=False && .status.phase=Failed|Error}. The state
 * holds when all tests do; without tests it always holds.
 *
 * @param state what it says
 * @param tests what has to be true
 */
record Clause(HealthState state, List<ClauseTest> tests) {
  private static final String CEL = "cel ";

  Clause {
    tests = List.copyOf(tests);
  }

  /**
   * Reads a line. A test that starts with {@code cel} takes the rest of the line.
   *
   * @throws IllegalArgumentException when it is none
   */
  static Clause parse(String line) {
    int colon = line.indexOf(':');
    String name = colon < 0 ? line : line.substring(0, colon);
    HealthState state =
        Arrays.stream(HealthState.values())
            .filter(known -> known.toString().equals(name.strip()))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no health state: " + line));
    var tests = new ArrayList<ClauseTest>();
    String rest = colon < 0 ? "" : line.substring(colon + 1).strip();
    while (!rest.isEmpty()) {
      int end = rest.startsWith(CEL) ? -1 : rest.indexOf("&&");
      tests.add(ClauseTest.parse((end < 0 ? rest : rest.substring(0, end)).strip()));
      rest = end < 0 ? "" : rest.substring(end + 2).strip();
    }
    return new Clause(state, tests);
  }

  /** What it says about an object; empty when a test does not hold. */
  Optional<Health> of(Live object) {
    String message = "";
    for (ClauseTest test : tests) {
      if (!test.holds(object)) {
        return Optional.empty();
      }
      message = message.isEmpty() ? test.message(object) : message;
    }
    return Optional.of(new Health(state, message.isEmpty() ? said(object) : message));
  }

  /** What the object says about itself, where most kinds say it. */
  private static String said(Live object) {
    for (String field : List.of("message", "reason", "error")) {
      JsonNode node = object.at("status", field);
      if (node.isTextual() && !node.textValue().isBlank()) {
        return node.textValue();
      }
    }
    return "";
  }
}
