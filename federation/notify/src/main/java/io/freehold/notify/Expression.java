package io.freehold.notify;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A CEL expression over a change. Everything about it that can be wrong and does not depend on the
 * change is found when it is compiled, fields that do not exist included. Time and memory of an
 * evaluation are bounded. Thread safe.
 */
final class Expression {
  private static final CelOptions OPTIONS =
      CelOptions.current()
          .maxExpressionCodePointSize(4_000)
          .maxParseRecursionDepth(50)
          .comprehensionMaxIterations(10_000)
          .maxRegexProgramSize(1_000)
          .enableHeterogeneousNumericComparisons(true)
          .build();
  private static final CelType STATE = MapType.create(SimpleType.STRING, SimpleType.DYN);
  private static final Set<String> STATES = Set.of("before", "after");

  /** What a trigger may look at. */
  static final Map<String, CelType> OF_TRIGGERS =
      Map.of(
          "before",
          STATE,
          "after",
          STATE,
          "repairs",
          SimpleType.INT,
          "resolved",
          ListType.create(SimpleType.STRING));

  /** What a text may say. */
  static final Map<String, CelType> OF_TEXTS =
      Map.of(
          "before", STATE,
          "after", STATE,
          "repairs", SimpleType.INT,
          "clusters", SimpleType.STRING,
          "count", SimpleType.INT);

  private final String text;
  private final Set<String> names;
  private final CelRuntime.Program program;

  private Expression(String text, Set<String> names, CelRuntime.Program program) {
    this.text = text;
    this.names = names;
    this.program = program;
  }

  /** One that must be true or false. */
  static Expression condition(String text, Subject subject) {
    return compile(text, subject, OF_TRIGGERS, Set.of("bool", "dyn"));
  }

  /** One that gives a value that can be written. */
  static Expression value(String text, Subject subject, Map<String, CelType> variables) {
    return compile(
        text, subject, variables, Set.of("string", "int", "uint", "double", "bool", "dyn"));
  }

  private static Expression compile(
      String text, Subject subject, Map<String, CelType> variables, Set<String> results) {
    CelBuilder builder =
        CelFactory.plannerCelBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addCompilerLibraries(CelExtensions.strings(), CelExtensions.optional())
            .addRuntimeLibraries(CelExtensions.strings(), CelExtensions.optional());
    variables.forEach(builder::addVar);
    Cel cel = builder.build();
    try {
      CelAbstractSyntaxTree tree = cel.compile(text).getAst();
      if (!results.contains(tree.getResultType().name())) {
        throw new RuleException(
            "\"%s\" is %s, but must be %s"
                .formatted(text, tree.getResultType().name(), String.join(" or ", results)));
      }
      fields(text, tree, subject);
      return new Expression(text, idents(tree), cel.createProgram(tree));
    } catch (CelValidationException | CelEvaluationException e) {
      throw new RuleException("\"%s\" is not valid CEL: %s".formatted(text, oneLine(e)));
    }
  }

  /** Whether it looks at a variable. */
  boolean uses(String variable) {
    return names.contains(variable);
  }

  /**
   * Whether it is true of a change.
   *
   * @throws RuleException when it cannot say
   */
  boolean holds(Map<String, ?> values) {
    if (eval(values) instanceof Boolean truth) {
      return truth;
    }
    throw new RuleException("\"" + text + "\" is neither true nor false");
  }

  /**
   * What it says, as text.
   *
   * @throws RuleException when it cannot say
   */
  String text(Map<String, ?> values) {
    Object value = eval(values);
    return value instanceof Map || value instanceof Collection ? "" : String.valueOf(value);
  }

  private Object eval(Map<String, ?> values) {
    try {
      return program.eval(values);
    } catch (CelEvaluationException e) {
      throw new RuleException("\"%s\": %s".formatted(text, oneLine(e)));
    }
  }

  private static Set<String> idents(CelAbstractSyntaxTree tree) {
    return CelNavigableAst.fromAst(tree)
        .getRoot()
        .allNodes()
        .filter(node -> node.getKind() == Kind.IDENT)
        .map(node -> node.expr().ident().name())
        .collect(Collectors.toSet());
  }

  /** States are maps to the checker; their fields are known all the same. */
  private static void fields(String text, CelAbstractSyntaxTree tree, Subject subject) {
    CelNavigableAst.fromAst(tree)
        .getRoot()
        .allNodes()
        .filter(node -> node.getKind() == Kind.SELECT)
        .map(node -> node.expr().select())
        .filter(select ->
            select.operand().getKind() == Kind.IDENT
                && STATES.contains(select.operand().ident().name())
                && !subject.fields().contains(select.field()))
        .findFirst()
        .ifPresent(select -> {
          throw new RuleException(
              "\"%s\": there is no %s.%s; known are %s"
                  .formatted(
                      text,
                      select.operand().ident().name(),
                      select.field(),
                      String.join(", ", subject.fields())));
        });
  }

  private static String oneLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
  }
}
