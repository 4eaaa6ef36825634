package io.freehold.cli;

import io.freehold.api.HelmOptions.Parameter;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes apart what {@code helm template --set} accepts: assignments with commas between them. What
 * names and values mean is the renderer's to say.
 */
final class SetOption {
  // An item that is never there: Helm makes the list around it and leaves it as it is.
  private static final String NO_ITEM = "[65536].";

  private final String text;
  private final boolean isText;
  private int at;

  private SetOption(String text, boolean isText) {
    this.text = text;
    this.isText = isText;
  }

  /**
   * The parameters of one option.
   *
   * @param isText whether values are texts whatever they look like, as for {@code --set-string}
   * @throws CliException when a name has no value
   */
  static List<Parameter> parameters(String option, String text, boolean isText) {
    var reader = new SetOption(text, isText);
    var parameters = new ArrayList<Parameter>();
    while (reader.at < text.length()) {
      Parameter parameter = reader.next(option);
      // Helm reads values without a name, and sets nothing.
      if (!parameter.name().isEmpty()) {
        parameters.add(parameter);
      }
    }
    return parameters;
  }

  private Parameter next(String option) {
    int start = at;
    if (until('=', ',') && text.charAt(at - 1) == '=') {
      String name = text.substring(start, at - 1);
      return new Parameter(name, value(), isText);
    }
    String name = text.substring(start, at);
    if (name.endsWith(".")) {
      return new Parameter(name, "", isText);
    }
    if (name.endsWith("]") && name.contains("[")) {
      boolean isIndex =
          name.substring(name.lastIndexOf('[') + 1, name.length() - 1).matches("\\d+");
      String list = name.substring(0, name.lastIndexOf('['));
      return new Parameter(isIndex ? list + NO_ITEM : name, "", isText);
    }
    throw new CliException(ExitCode.USAGE, "%s: write KEY=VALUE, not %s".formatted(option, name));
  }

  private String value() {
    int start = at;
    if (at < text.length() && text.charAt(at) == '{') {
      until('}', '}');
      String list = text.substring(start, at);
      if (at < text.length() && text.charAt(at) == ',') {
        at++;
      }
      return list;
    }
    boolean more = until(',', ',');
    return text.substring(start, more ? at - 1 : at);
  }

  /** Moves behind one of two characters; false at the end. A backslash hides what follows it. */
  private boolean until(char one, char other) {
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == one || c == other) {
        return true;
      }
      if (c == '\\' && at < text.length()) {
        at++;
      }
    }
    return false;
  }
}
