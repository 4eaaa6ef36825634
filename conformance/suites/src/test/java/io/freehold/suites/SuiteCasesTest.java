package io.freehold.suites;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.freehold.yaml.Json;
import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.NullValue;
import io.freehold.yaml.Schema;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Our own cases of every suite, and the shared ones where they are. */
class SuiteCasesTest {
  /** Upstream's webhooks decide which Applications to refresh; here agents do. */
  private static final Set<String> NOT_THE_PLANES =
      Set.of("refresh", "registry-refresh", "appset", "api-url-match");

  @TestFactory
  Stream<DynamicContainer> own_cases() {
    return Suites.names().stream()
        .map(suite -> DynamicContainer.dynamicContainer(suite, tests(suite, own(suite))));
  }

  @TestFactory
  Stream<DynamicContainer> shared_cases() {
    Path cases = shared();
    return Suites.names().stream()
        .filter(suite -> Files.exists(cases.resolve(suite + ".jsonl")))
        .map(suite ->
            DynamicContainer.dynamicContainer(
                suite, tests(suite, read(cases.resolve(suite + ".jsonl")))));
  }

  private static String own(String suite) {
    try (var in = SuiteCasesTest.class.getResourceAsStream(suite + ".jsonl")) {
      return new String(
          requireNonNull(in, "own cases of " + suite).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path shared() {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path cases = folder.resolve("shared/cases");
      if (Files.isRegularFile(cases.resolve("envsubst.jsonl"))) {
        return cases;
      }
    }
    return abort("shared/cases is not there; the shared cases are not run");
  }

  private static Stream<DynamicTest> tests(String suite, String lines) {
    return lines
        .lines()
        .map(SuiteCasesTest::json)
        .map(data ->
            DynamicTest.dynamicTest(
                data.text("id"),
                () -> {
                  if (suite.equals("webhooks") && NOT_THE_PLANES.contains(data.text("mode"))) {
                    abort("the plane has no mode " + data.text("mode"));
                  }
                  check(suite, data.map("expected"), answer(suite, data), data.has("unordered"));
                }));
  }

  private static MapValue answer(String suite, MapValue data) {
    Suite found = Suites.find(suite).orElseThrow();
    return json(Suites.answer(found, Json.text(data.without("expected"))));
  }

  /** What check_cases.py asks for, in the form our suites need. */
  private static void check(String suite, MapValue expected, MapValue answer, boolean unordered) {
    if (expected.has("error") || expected.has("error_contains")) {
      assertThat(answer.text("error")).as("error").isNotBlank().hasLineCount(1);
      return;
    }
    assertThat(answer.get("error")).as("error").isEmpty();
    for (var field : expected) {
      var value = answer.getOr(field.getKey(), NullValue.NULL);
      if (expected.has("absentConditions") && field.getKey().endsWith("onditions")) {
        checkConditions(expected, answer.list("conditions"));
      } else if (field.getKey().equals("message") && suite.equals("health-resources")) {
        // The rules are our own and say it in their own words.
        assertThat(value).as("message").isInstanceOf(StringValue.class);
      } else if (field.getKey().equals("after")) {
        assertThat((MapValue) value).as("after").containsAll((MapValue) field.getValue());
      } else if (suite.equals("webhooks") && field.getValue() instanceof ListValue list) {
        // Agents may know a repository by any of its addresses, so the plane names all of them.
        assertThat((ListValue) value).as(field.getKey()).containsAll(list);
      } else if (unordered && field.getValue() instanceof ListValue list) {
        assertThat((ListValue) value).as(field.getKey()).containsExactlyInAnyOrderElementsOf(list);
      } else {
        assertThat(value).as(field.getKey()).isEqualTo(field.getValue());
      }
    }
  }

  private static void checkConditions(MapValue expected, ListValue conditions) {
    assertThat((Iterable<Value>) conditions).containsAll(expected.list("conditions"));
    for (Value absent : expected.list("absentConditions")) {
      assertThat(conditions.stream().map(condition -> ((MapValue) condition).get("type")))
          .doesNotContain(Optional.of(absent));
    }
  }

  private static MapValue json(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    return (MapValue) Json.parse("line", bytes, Schema.KUBERNETES).root();
  }
}
