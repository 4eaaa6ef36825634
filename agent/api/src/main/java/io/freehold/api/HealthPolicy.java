package io.freehold.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.List;

/**
 * How the health of an Application's objects is told.
 *
 * @param rules rules for kinds, in place of the built-in ones
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record HealthPolicy(
    @JsonPropertyDescription("Rules for kinds, in place of the built-in ones.") List<Rule> rules) {
  /** The built-in rules. */
  public static final HealthPolicy NONE = new HealthPolicy(List.of());

  public HealthPolicy {
    rules = Defaults.list(rules);
  }

  /**
   * A rule for one kind: either a script, or expressions.
   *
   * @param group API group, empty for the core group
   * @param kind kind
   * @param lua a script in Argo CD's format
   * @param current CEL: the object is as it should be
   * @param inProgress CEL: it is on its way
   * @param failed CEL: it will not get there
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Rule(
      @JsonPropertyDescription("API group; empty for the core group.") String group,
      @Required @JsonPropertyDescription("Kind.") String kind,
      @JsonPropertyDescription("Script in Argo CD's format, in place of the expressions.")
          String lua,
      @JsonPropertyDescription("CEL: it is as it should be, as status.phase == 'Ready'.")
          String current,
      @JsonPropertyDescription("CEL: it is on its way.") String inProgress,
      @JsonPropertyDescription("CEL: it will not get there.") String failed) {
    public Rule {
      group = Defaults.text(group);
      kind = Defaults.text(kind);
      lua = Defaults.text(lua);
      current = Defaults.text(current);
      inProgress = Defaults.text(inProgress);
      failed = Defaults.text(failed);
    }
  }
}
