package io.freehold.suites;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.engine.SyncWindow;
import io.freehold.engine.SyncWindows;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** When applications may be synced. */
final class SyncWindowsSuite extends JsonSuite {
  SyncWindowsSuite() {
    super("sync-windows");
  }

  @Override
  ObjectNode answer(ObjectNode input) {
    SyncWindows windows =
        new SyncWindows(
            items(input.path("windows")).stream().map(SyncWindowsSuite::window).toList());
    return switch (input.path("mode").asText()) {
      case "can-sync" -> canSync(windows, input);
      case "active" ->
          input.has("window")
              ? object().put("active", window(input.path("window")).active(now(input)))
              : counted(windows, windows.active(now(input)));
      case "inactive-allows" -> counted(windows, windows.inactiveAllows(now(input)));
      case "matches" ->
          object().put("count", windows.of(target(input.path("app"))).windows().size());
      case "has-windows" -> value(!windows.isEmpty());
      case "has-allow" -> value(windows.anyAllows());
      case "has-deny" ->
          object()
              .put("has_deny", windows.anyDenies())
              .put("manual_enabled", windows.denyAllowsManual());
      case "deny-allows-overrun" -> value(windows.denyAllowsOverrun());
      case "validate" -> validate(window(input.path("window")));
      default -> throw unknownMode(input);
    };
  }

  private static ObjectNode canSync(SyncWindows windows, JsonNode input) {
    try {
      Optional<Instant> started =
          Optional.ofNullable(input.path("operation_started").textValue())
              .map(SyncWindowsSuite::instant);
      boolean permitted = windows.permits(input.path("manual").asBoolean(), started, now(input));
      return object().put("can_sync", permitted);
    } catch (IllegalArgumentException e) {
      return object().put("can_sync", false).put("error", e.getMessage());
    }
  }

  private static ObjectNode validate(SyncWindow window) {
    try {
      window.validate();
      return object().put("valid", true);
    } catch (IllegalArgumentException e) {
      return object().put("valid", false).put("problem", e.getMessage());
    }
  }

  private static ObjectNode counted(SyncWindows all, SyncWindows chosen) {
    ObjectNode answer = object().put("count", chosen.windows().size());
    if (chosen.windows().size() == 1) {
      answer.put("only", all.windows().indexOf(chosen.windows().getFirst()));
    }
    return answer;
  }

  private static SyncWindow window(JsonNode node) {
    return new SyncWindow(
        node.path("kind").asText(),
        node.path("schedule").asText(),
        node.path("duration").asText(),
        node.path("timeZone").asText(),
        texts(node.path("applications")),
        texts(node.path("namespaces")),
        texts(node.path("clusters")),
        node.path("andOperator").asBoolean(),
        node.path("manualSync").asBoolean(),
        node.path("syncOverrun").asBoolean());
  }

  private static SyncWindow.Target target(JsonNode app) {
    JsonNode destination = app.path("spec").path("destination");
    return new SyncWindow.Target(
        app.path("metadata").path("name").asText(),
        destination.path("namespace").asText(),
        destination.path("name").asText(),
        destination.path("server").asText());
  }

  private static Instant now(JsonNode input) {
    return instant(input.path("now").asText());
  }

  private static Instant instant(String text) {
    return OffsetDateTime.parse(text).toInstant();
  }
}
