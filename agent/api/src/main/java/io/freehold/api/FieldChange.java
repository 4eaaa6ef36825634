package io.freehold.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/**
 * One field of an object that is not as Git wants it. Values are JSON, cut when they are long, and
 * hidden where they may be secret.
 *
 * @param path the field, as {@code .spec.template.spec.containers[name="web"].image}
 * @param from what is in the cluster; empty when the field is absent
 * @param to what Git wants; empty when it does not want the field
 * @param manager field manager that holds the field now; empty when nobody does
 * @param at when that manager last wrote, RFC 3339; empty when nobody knows
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record FieldChange(
    @JsonPropertyDescription("The field.") String path,
    @JsonPropertyDescription("What is in the cluster, as JSON; empty when it is absent.")
        String from,
    @JsonPropertyDescription("What Git wants, as JSON; empty when it does not want the field.")
        String to,
    @JsonPropertyDescription("Field manager that holds it now.") String manager,
    @JsonPropertyDescription("When that manager last wrote.") String at) {
  public FieldChange {
    path = Defaults.text(path);
    from = Defaults.text(from);
    to = Defaults.text(to);
    manager = Defaults.text(manager);
    at = Defaults.text(at);
  }
}
