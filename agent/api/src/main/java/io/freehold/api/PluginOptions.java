package io.freehold.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.List;
import java.util.Map;

/**
 * A renderer that the operator of the cluster provides.
 *
 * @param name its name in the agent's configuration
 * @param env variables that it sees, besides the standard ones
 * @param parameters what it is told
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PluginOptions(
    @JsonPropertyDescription("Name of the plugin in the agent's configuration.") String name,
    @JsonPropertyDescription("Variables that the plugin sees, with ARGOCD_ENV_ before their names.")
        List<Variable> env,
    @JsonPropertyDescription("What the plugin is told.") List<Parameter> parameters) {
  /** No plugin. */
  public static final PluginOptions NONE = new PluginOptions("", List.of(), List.of());

  public PluginOptions {
    name = Defaults.text(name);
    env = Defaults.list(env);
    parameters = Defaults.list(parameters);
  }

  /** An environment variable. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Variable(@Required String name, String value) {
    public Variable {
      name = Defaults.text(name);
      value = Defaults.text(value);
    }
  }

  /** A parameter: a text, a list or a map. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Parameter(
      @Required String name, String string, List<String> array, Map<String, String> map) {
    public Parameter {
      name = Defaults.text(name);
      string = Defaults.text(string);
      array = Defaults.list(array);
      map = Defaults.map(map);
    }
  }
}
