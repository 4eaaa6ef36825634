package io.freehold.health;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.api.ApplicationStatus.Health;
import io.freehold.api.HealthState;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;

/**
 * A health rule that a user wrote in Lua, in Argo CD's format: the global {@code obj} is the
 * object, and the script returns a table with {@code status} and {@code message}. It runs without
 * access to anything, and is stopped after a second. Thread safe.
 */
public final class LuaHealth implements HealthRule {
  /** How long a script may run. */
  public static final Duration TIME = Duration.ofSeconds(1);

  private static final int MAX_SCRIPT = 100_000;
  private static final String INVALID = "Lua returned an invalid health status";

  private final Prototype script;
  private final long nanos;

  private LuaHealth(Prototype script, Duration time) {
    this.script = script;
    this.nanos = time.toNanos();
  }

  /**
   * Compiles a script.
   *
   * @throws ExpressionException when it is not Lua
   */
  public static LuaHealth compile(String script) {
    return compile(script, TIME);
  }

  static LuaHealth compile(String script, Duration time) {
    if (script.length() > MAX_SCRIPT) {
      throw new ExpressionException(
          "the Lua script is longer than %d characters".formatted(MAX_SCRIPT));
    }
    try {
      return new LuaHealth(LuaSandbox.compile(script), time);
    } catch (LuaError e) {
      throw new ExpressionException("the Lua script cannot be read: " + oneLine(e));
    }
  }

  @Override
  public Health of(JsonNode live) {
    try {
      return run(live).orElseGet(() -> Verdicts.unknown(INVALID));
    } catch (ExpressionException e) {
      return Verdicts.unknown(String.valueOf(e.getMessage()));
    }
  }

  /**
   * What the script says; a status that is none becomes Unknown.
   *
   * @return empty when the script says nothing
   * @throws ExpressionException when it fails or takes too long
   */
  public Optional<Health> run(JsonNode live) {
    LuaValue answer;
    try {
      answer = new LuaSandbox(nanos).run(script, live);
    } catch (LuaError e) {
      throw new ExpressionException("the Lua script failed: " + oneLine(e));
    } catch (LuaSandbox.Stopped e) {
      throw new ExpressionException(
          "the Lua script was stopped after %d ms".formatted(Duration.ofNanos(nanos).toMillis()));
    } catch (StackOverflowError e) {
      throw new ExpressionException("the Lua script calls itself without an end");
    }
    if (answer.isnil()) {
      return Optional.empty();
    }
    if (!(answer instanceof LuaTable table)) {
      throw new ExpressionException(
          "the Lua script returned a %s; return a table with status and message"
              .formatted(answer.typename()));
    }
    String status = table.get("status").optjstring("");
    if (status.isEmpty()) {
      return Optional.empty();
    }
    String message = table.get("message").optjstring("");
    return Optional.of(
        Arrays.stream(HealthState.values())
            .filter(state -> state.toString().equals(status))
            .findFirst()
            .map(state -> new Health(state, message))
            .orElseGet(() -> Verdicts.unknown(INVALID)));
  }

  private static String oneLine(LuaError e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
  }
}
