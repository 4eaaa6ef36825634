package io.freehold.health;

import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One compiled CEL expression over the top-level fields of an object. */
final class CelExpression {
  private static final CelOptions OPTIONS =
      CelOptions.current()
          .maxExpressionCodePointSize(10_000)
          .maxParseRecursionDepth(100)
          .comprehensionMaxIterations(100_000)
          .maxRegexProgramSize(2_000)
          .enableHeterogeneousNumericComparisons(true)
          .build();

  private static final Pattern MISSING_KEY = Pattern.compile("key '(.*?)' is not present in map");

  private final String text;
  private final Set<String> names;
  private final CelRuntime.Program program;

  private CelExpression(String text, Set<String> names, CelRuntime.Program program) {
    this.text = text;
    this.names = names;
    this.program = program;
  }

  /**
   * Compiles an expression.
   *
   * @param name what it is called, for messages
   * @throws ExpressionException when it is not CEL
   */
  static CelExpression compile(String name, String text) {
    try {
      Set<String> names = names(environment().build().parse(text).getAst());
      CelBuilder builder = environment();
      // Nothing is known about custom resources: every field may be anything.
      names.forEach(field -> builder.addVar(field, SimpleType.DYN));
      Cel cel = builder.build();
      return new CelExpression(text, names, cel.createProgram(cel.compile(text).getAst()));
    } catch (CelValidationException | CelEvaluationException e) {
      throw new ExpressionException(
          "failed to parse the expression %s: %s".formatted(name, oneLine(e)));
    }
  }

  /** The names that it takes from outside. */
  Set<String> names() {
    return names;
  }

  /** Whether it is true of an object. */
  boolean holds(JsonNode object) {
    var known = new HashMap<String, Object>();
    for (String name : names) {
      JsonNode field = object.path(name);
      if (field.isMissingNode()) {
        throw failure("no such key: " + name);
      }
      known.put(name, value(field));
    }
    Object result;
    try {
      result = program.eval(known);
    } catch (CelEvaluationException e) {
      String problem = oneLine(e);
      Matcher missing = MISSING_KEY.matcher(problem);
      throw failure(missing.find() ? "no such key: " + missing.group(1) : problem);
    }
    if (result instanceof Boolean truth) {
      return truth;
    }
    throw failure("the result is no boolean");
  }

  /** A field in terms of CEL. */
  private static Object value(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        var map = new LinkedHashMap<String, Object>();
        node.properties().forEach(field -> map.put(field.getKey(), value(field.getValue())));
        yield map;
      }
      case ARRAY -> {
        List<Object> list = new ArrayList<>();
        node.forEach(item -> list.add(value(item)));
        yield list;
      }
      case STRING -> node.textValue();
      case BOOLEAN -> node.booleanValue();
      case NUMBER ->
          node.canConvertToLong() && node.isIntegralNumber()
              ? (Object) node.longValue()
              : node.doubleValue();
      case NULL, MISSING, BINARY, POJO -> NullValue.NULL_VALUE;
    };
  }

  private ExpressionException failure(String problem) {
    return new ExpressionException(
        "failed to evaluate the CEL expression '%s': %s".formatted(text, problem));
  }

  /** The names that the expression takes from outside. */
  private static Set<String> names(CelAbstractSyntaxTree tree) {
    var nodes = CelNavigableAst.fromAst(tree).getRoot();
    Set<String> bound =
        nodes
            .allNodes()
            .filter(node -> node.getKind() == Kind.COMPREHENSION)
            .map(node -> node.expr().comprehension())
            .flatMap(loop -> Stream.of(loop.iterVar(), loop.iterVar2(), loop.accuVar()))
            .collect(toSet());
    return nodes
        .allNodes()
        .filter(node -> node.getKind() == Kind.IDENT)
        .map(node -> node.expr().ident().name())
        .filter(name -> !bound.contains(name))
        .collect(toSet());
  }

  private static CelBuilder environment() {
    return CelFactory.plannerCelBuilder()
        .setOptions(OPTIONS)
        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
        .addCompilerLibraries(CelExtensions.strings(), CelExtensions.optional())
        .addRuntimeLibraries(CelExtensions.strings(), CelExtensions.optional());
  }

  private static String oneLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
  }
}
