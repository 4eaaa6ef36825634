package io.freehold.render;

import java.util.List;

/** A piece of a template with variables. */
sealed interface TemplatePart {
  /**
   * Text that stays as it is.
   *
   * @param text the text, escapes resolved
   */
  record Literal(String text) implements TemplatePart {}

  /**
   * The value of a variable, changed.
   *
   * @param variable its name
   * @param operation what happens to the value
   * @param arguments what the operation takes
   */
  record Expansion(String variable, VariableOperation operation, List<TemplatePart> arguments)
      implements TemplatePart {
    public Expansion {
      arguments = List.copyOf(arguments);
    }
  }
}
