package io.freehold.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.List;

/**
 * Options of a plain folder of YAML, JSON and Jsonnet.
 *
 * @param recurse whether folders below are read too
 * @param include glob of the files that are read, {@code {a,b}} for several; all when empty
 * @param exclude glob of files that are not read; it wins over {@code include}
 * @param jsonnet what Jsonnet files are given
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DirectoryOptions(
    @JsonPropertyDescription("Read folders below too.") boolean recurse,
    @JsonPropertyDescription("Glob of the files that are read, {a,b} for several; all when absent.")
        String include,
    @JsonPropertyDescription("Glob of files that are not read; it wins over include.")
        String exclude,
    @JsonPropertyDescription("What Jsonnet files are given.") Jsonnet jsonnet) {
  /** Only the files of the folder itself. */
  public static final DirectoryOptions FLAT = new DirectoryOptions(false, "", "", Jsonnet.NONE);

  public DirectoryOptions {
    include = Defaults.text(include);
    exclude = Defaults.text(exclude);
    jsonnet = Defaults.value(jsonnet, Jsonnet.NONE);
  }

  /** Without patterns. */
  public static DirectoryOptions recursive(boolean recurse) {
    return new DirectoryOptions(recurse, "", "", Jsonnet.NONE);
  }

  /**
   * What Jsonnet files are given.
   *
   * @param extVars external variables
   * @param tlas top-level arguments
   * @param libs folders that imports are looked for in, from the root of the repository
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Jsonnet(
      @JsonPropertyDescription("External variables.") List<Variable> extVars,
      @JsonPropertyDescription("Top-level arguments.") List<Variable> tlas,
      @JsonPropertyDescription(
              "Folders that imports are looked for in, from the root of the repository.")
          List<String> libs) {
    /** Nothing. */
    public static final Jsonnet NONE = new Jsonnet(List.of(), List.of(), List.of());

    public Jsonnet {
      extVars = Defaults.list(extVars);
      tlas = Defaults.list(tlas);
      libs = Defaults.list(libs);
    }
  }

  /**
   * A variable of Jsonnet.
   *
   * @param code whether the value is Jsonnet code instead of text
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Variable(
      @Required String name,
      String value,
      @JsonPropertyDescription("The value is Jsonnet code instead of text.") boolean code) {
    public Variable {
      name = Defaults.text(name);
      value = Defaults.text(value);
    }
  }
}
