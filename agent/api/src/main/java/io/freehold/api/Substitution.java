package io.freehold.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.List;
import java.util.Map;

/**
 * Variables that are replaced in rendered objects, written <code>${name}</code>.
 *
 * @param vars values by name; they win over {@code from}
 * @param from ConfigMaps and Secrets of the application's namespace, later ones win
 * @param strict whether a variable without a value and without a default is an error
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Substitution(
    @JsonPropertyDescription("Values by name; they win over from.") Map<String, String> vars,
    @JsonPropertyDescription("ConfigMaps and Secrets of the application's namespace; later win.")
        List<From> from,
    @JsonPropertyDescription("A variable without a value and without a default is an error.")
        boolean strict) {
  /** No substitution. */
  public static final Substitution NONE = new Substitution(Map.of(), List.of(), false);

  public Substitution {
    vars = Defaults.map(vars);
    from = Defaults.list(from);
  }

  /** Whether nothing is substituted at all. */
  public boolean isEmpty() {
    return vars.isEmpty() && from.isEmpty();
  }

  /** What holds values. */
  public enum Kind {
    @JsonProperty("ConfigMap")
    CONFIG_MAP,
    @JsonProperty("Secret")
    SECRET
  }

  /**
   * An object whose entries are values.
   *
   * @param optional whether it may be missing
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record From(
      @Required Kind kind,
      @Required String name,
      @JsonPropertyDescription("It may be missing.") boolean optional) {
    public From {
      kind = Defaults.value(kind, Kind.CONFIG_MAP);
      name = Defaults.text(name);
    }
  }
}
