package io.freehold.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Required;
import java.util.List;
import java.util.Map;

/**
 * Options of a chart. Values win in this order, the last one most: value files as listed, {@code
 * values}, {@code valuesObject}, {@code parameters}, {@code fileParameters}.
 *
 * @param releaseName the application's name when empty
 * @param valueFiles paths or globs, from the chart; {@code $ref/path} for files of another source
 * @param ignoreMissingValueFiles whether value files may be missing
 * @param values values as YAML text
 * @param valuesObject values as YAML
 * @param parameters single values, as {@code --set}
 * @param fileParameters single values out of files, as {@code --set-file}
 * @param skipCrds whether the folder {@code crds} is left out
 * @param skipTests whether hooks of tests are left out
 * @param skipSchemaValidation whether values are not checked against the chart's schema
 * @param namespace namespace of the release; the application's destination when empty
 * @param kubeVersion what the chart sees as the cluster's version; the real one when empty
 * @param apiVersions what the chart sees as served; what the cluster serves when empty
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record HelmOptions(
    @JsonPropertyDescription("Name of the release; the application's name when absent.")
        String releaseName,
    @JsonPropertyDescription(
            "Paths or globs, from the chart; $ref/path for files of another source.")
        List<String> valueFiles,
    @JsonPropertyDescription("Value files may be missing.") boolean ignoreMissingValueFiles,
    @JsonPropertyDescription("Values as YAML text.") String values,
    @PreserveUnknownFields @JsonPropertyDescription("Values as YAML.")
        Map<String, Object> valuesObject,
    @JsonPropertyDescription("Single values, as --set.") List<Parameter> parameters,
    @JsonPropertyDescription("Single values out of files, as --set-file.")
        List<FileParameter> fileParameters,
    @JsonPropertyDescription("Leave out the folder crds.") boolean skipCrds,
    @JsonPropertyDescription("Leave out hooks of tests.") boolean skipTests,
    @JsonPropertyDescription("Do not check values against the chart's schema.")
        boolean skipSchemaValidation,
    @JsonPropertyDescription("Namespace of the release; the destination when absent.")
        String namespace,
    @JsonPropertyDescription("What the chart sees as the cluster's version.") String kubeVersion,
    @JsonPropertyDescription("What the chart sees as served by the cluster.")
        List<String> apiVersions) {
  /** Nothing set. */
  public static final HelmOptions NONE =
      new HelmOptions(
          "", List.of(), false, "", Map.of(), List.of(), List.of(), false, false, false, "", "",
          List.of());

  public HelmOptions {
    releaseName = Defaults.text(releaseName);
    valueFiles = Defaults.list(valueFiles);
    values = Defaults.text(values);
    // Values may be null, which Map.copyOf refuses: null removes a default of the chart.
    valuesObject = valuesObject == null ? Map.of() : valuesObject;
    parameters = Defaults.list(parameters);
    fileParameters = Defaults.list(fileParameters);
    namespace = Defaults.text(namespace);
    kubeVersion = Defaults.text(kubeVersion);
    apiVersions = Defaults.list(apiVersions);
  }

  /**
   * A single value.
   *
   * @param name path in the values, as {@code a.b[0].c}
   * @param forceString whether the value is text whatever it looks like
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Parameter(
      @Required String name,
      String value,
      @JsonPropertyDescription("The value is text whatever it looks like.") boolean forceString) {
    public Parameter {
      name = Defaults.text(name);
      value = Defaults.text(value);
    }
  }

  /**
   * A single value that is the content of a file.
   *
   * @param name path in the values
   * @param path the file, found as value files are
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record FileParameter(@Required String name, @Required String path) {
    public FileParameter {
      name = Defaults.text(name);
      path = Defaults.text(path);
    }
  }
}
