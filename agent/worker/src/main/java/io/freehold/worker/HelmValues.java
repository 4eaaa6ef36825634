package io.freehold.worker;

import java.util.List;

/**
 * The user's values of a release, in order of precedence: documents one after the other, then
 * parameters, then parameters that are texts, then contents of files.
 *
 * @param documents values documents; a later one wins
 * @param parameters single values by path
 * @param files texts by path
 */
public record HelmValues(
    List<ValuesFile> documents, List<Parameter> parameters, List<FileParameter> files) {
  /** Only what the chart brings. */
  public static final HelmValues NONE = new HelmValues(List.of(), List.of(), List.of());

  public HelmValues {
    documents = List.copyOf(documents);
    parameters = List.copyOf(parameters);
    files = List.copyOf(files);
  }

  /** Only documents. */
  public static HelmValues of(ValuesFile... documents) {
    return new HelmValues(List.of(documents), List.of(), List.of());
  }

  /**
   * One value, as {@code helm --set} and {@code --set-string} read it, except that a comma in a
   * value that is no list in braces belongs to the value.
   *
   * @param name path of the value: {@code a.b[0].c}, {@code \.} for a dot in a key
   * @param value the value
   * @param forceString whether it is a text whatever it looks like
   */
  public record Parameter(String name, String value, boolean forceString) {}

  /**
   * A value that is the content of a file.
   *
   * @param name path of the value
   * @param content the content
   */
  public record FileParameter(String name, String content) {}
}
