package io.freehold.health;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LuaClosure;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.compiler.LuaC;
import org.luaj.vm2.lib.BaseLib;
import org.luaj.vm2.lib.DebugLib;
import org.luaj.vm2.lib.MathLib;
import org.luaj.vm2.lib.OneArgFunction;
import org.luaj.vm2.lib.PackageLib;
import org.luaj.vm2.lib.StringLib;
import org.luaj.vm2.lib.TableLib;
import org.luaj.vm2.lib.VarArgFunction;

/** An interpreter for one run of one script: no files, no loading of code, no other scripts. */
final class LuaSandbox {
  private static final int CHECK_EVERY = 1_000;
  private static final int MAX_TEXT = 1 << 20;
  private static final double MAX_WAYS = 1e9;

  /** What reaches outside, loads code, or is shared between interpreters. */
  private static final List<String> REMOVED =
      List.of(
          "dofile",
          "loadfile",
          "load",
          "loadstring",
          "require",
          "module",
          "package",
          "debug",
          "collectgarbage",
          "print",
          "getmetatable",
          "setmetatable",
          "rawset",
          "io",
          "coroutine");

  private final Globals globals = new Globals();

  /** A script used up its time; an error and no exception, so that {@code pcall} lets it pass. */
  static final class Stopped extends Error {
    private static final long serialVersionUID = 1L;

    Stopped() {
      super("stopped", null, false, false);
    }
  }

  static {
    // Methods of strings come from one table for all interpreters: nobody may change it.
    LuaTable methods = strings();
    LuaString.s_metatable = LuaValue.tableOf(new LuaValue[] {LuaValue.INDEX, methods});
  }

  LuaSandbox(long nanos) {
    globals.load(new BaseLib());
    globals.load(new PackageLib()); // the others register themselves there
    globals.load(new TableLib());
    globals.load(new MathLib());
    globals.set("string", strings());
    globals.set("os", os());
    LuaValue table = globals.get("table");
    table.set("getn", function(value -> LuaValue.valueOf(value.checktable().rawlen())));
    globals.set("unpack", table.get("unpack"));
    globals.load(new Watch(System.nanoTime() + nanos));
    REMOVED.forEach(name -> globals.set(name, LuaValue.NIL));
  }

  static Prototype compile(String script) {
    try {
      byte[] bytes = script.getBytes(StandardCharsets.UTF_8);
      return LuaC.instance.compile(new ByteArrayInputStream(bytes), "health.lua");
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be read", e);
    }
  }

  LuaValue run(Prototype script, JsonNode object) {
    globals.set("obj", value(object));
    return new LuaClosure(script, globals).call();
  }

  private static LuaValue value(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        var table = new LuaTable();
        node.properties().forEach(field -> table.set(field.getKey(), value(field.getValue())));
        yield table;
      }
      case ARRAY -> {
        var table = new LuaTable(node.size(), 0);
        for (int i = 0; i < node.size(); i++) {
          table.set(i + 1, value(node.get(i)));
        }
        yield table;
      }
      case STRING -> LuaValue.valueOf(node.textValue());
      case BOOLEAN -> LuaValue.valueOf(node.booleanValue());
      case NUMBER -> LuaValue.valueOf(node.doubleValue());
      case NULL, MISSING, BINARY, POJO -> LuaValue.NIL;
    };
  }

  private static LuaTable strings() {
    var scratch = new Globals();
    scratch.load(new BaseLib());
    scratch.load(new PackageLib());
    scratch.load(new StringLib());
    var strings = (LuaTable) scratch.get("string");
    strings.set("dump", LuaValue.NIL);
    guard(
        strings,
        "rep",
        args -> (double) args.checkstring(1).length() * args.checkint(2) > MAX_TEXT);
    for (String name : List.of("find", "match", "gmatch", "gsub")) {
      guard(strings, name, LuaSandbox::isCostly);
    }
    return new ReadOnly(strings);
  }

  /** One call cannot be stopped, so it is refused when its pattern may try too many ways. */
  private static boolean isCostly(Varargs args) {
    double ways = args.checkstring(1).length() + 1;
    double length = ways;
    for (int sign : args.checkjstring(2).chars().toArray()) {
      ways *= "*+-".indexOf(sign) >= 0 ? length : sign == '?' ? 2 : 1;
    }
    return ways > MAX_WAYS;
  }

  private static void guard(LuaTable functions, String name, Predicate<Varargs> refused) {
    LuaValue function = functions.get(name);
    functions.set(
        name,
        new VarArgFunction() {
          @Override
          public Varargs invoke(Varargs args) {
            if (refused.test(args)) {
              throw new LuaError("string.%s would cost too much".formatted(name));
            }
            return function.invoke(args);
          }
        });
  }

  /** Only time: {@code os.time()} without a table, which nobody needs for health. */
  private static LuaTable os() {
    var os = new LuaTable();
    Clock clock = Clock.systemUTC();
    os.set("time", function(_ -> LuaValue.valueOf((double) clock.instant().getEpochSecond())));
    os.set("clock", function(_ -> LuaValue.valueOf(System.nanoTime() / 1e9)));
    return os;
  }

  private static LuaValue function(UnaryOperator<LuaValue> body) {
    return new OneArgFunction() {
      @Override
      public LuaValue call(LuaValue value) {
        return body.apply(value);
      }
    };
  }

  /** A table that cannot be changed. */
  private static final class ReadOnly extends LuaTable {
    ReadOnly(LuaTable content) {
      for (LuaValue key : content.keys()) {
        super.rawset(key, content.get(key));
      }
    }

    @Override
    public void set(LuaValue key, LuaValue value) {
      throw new LuaError("the functions of strings cannot be changed");
    }

    @Override
    public void rawset(LuaValue key, LuaValue value) {
      throw new LuaError("the functions of strings cannot be changed");
    }
  }

  /** Stops a script whose time is over. */
  private static final class Watch extends DebugLib {
    private final long deadline;
    private int left = CHECK_EVERY;

    Watch(long deadline) {
      this.deadline = deadline;
    }

    @Override
    public void onInstruction(int pc, Varargs values, int top) {
      if (--left <= 0) {
        left = CHECK_EVERY;
        if (System.nanoTime() - deadline > 0) {
          throw new Stopped();
        }
      }
    }
  }
}
