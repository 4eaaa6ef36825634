package io.freehold.suites;

import io.freehold.yaml.Json;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.NullValue;
import io.freehold.yaml.Schema;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** All suites. */
final class Suites {
  private static final List<Suite> ALL =
      List.of(
          new CelHealthSuite(),
          new DiffSuite(),
          new EnvsubstSuite(),
          new HealthBuiltinSuite(),
          new HealthLuaSuite(),
          new HealthResourcesSuite(),
          new HooksSuite(),
          new KstatusSuite(),
          new RetryBackoffSuite(),
          new SyncOrderSuite(),
          new SyncWindowsSuite(),
          new WebhooksSuite());

  private Suites() {}

  /** The suite of a name. */
  static Optional<Suite> find(String name) {
    return ALL.stream().filter(suite -> suite.name().equals(name)).findFirst();
  }

  /** The names of all suites, sorted. */
  static List<String> names() {
    return ALL.stream().map(Suite::name).sorted().toList();
  }

  /** The answer to one line of input, as one line without its end. */
  static String answer(Suite suite, String line) {
    MapValue input;
    try {
      byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
      input = (MapValue) Json.parse("case", bytes, Schema.KUBERNETES).root();
    } catch (RuntimeException e) {
      return Json.text(MapValue.builder().put("error", "the case is no JSON object").build());
    }
    var answer = MapValue.builder().put("id", input.getOr("id", NullValue.NULL));
    try {
      suite.answer(input).forEach(entry -> answer.put(entry.getKey(), entry.getValue()));
    } catch (RuntimeException e) {
      answer.put("error", e.getMessage() == null ? e.toString() : e.getMessage());
    }
    return Json.text(answer.build());
  }
}
