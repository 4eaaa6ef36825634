package io.freehold.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/**
 * Fields of objects that may differ from Git. Patterns may hold {@code *}; an empty one matches
 * everything.
 *
 * @param group pattern for the API group; {@code *} for any, empty for the core group
 * @param kind pattern for the kind
 * @param name pattern for the name; empty for any
 * @param namespace pattern for the namespace; empty for any
 * @param jsonPointers fields as RFC 6901 writes them, {@code /spec/replicas}
 * @param jqPathExpressions fields as jq names them, {@code .spec.containers[] | select(.name ==
 *     "x").image}
 * @param managedFieldsManagers field managers all of whose fields are ignored
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record IgnoreRule(
    @JsonPropertyDescription("API group, * for any; empty for the core group.") String group,
    @JsonPropertyDescription("Kind, * for any.") String kind,
    @JsonPropertyDescription("Name; any when empty.") String name,
    @JsonPropertyDescription("Namespace; any when empty.") String namespace,
    @JsonPropertyDescription("Fields, as /spec/replicas.") List<String> jsonPointers,
    @JsonPropertyDescription("Fields, as .spec.containers[] | select(.name == \"x\").image.")
        List<String> jqPathExpressions,
    @JsonPropertyDescription("Field managers whose fields are ignored.")
        List<String> managedFieldsManagers) {
  public IgnoreRule {
    group = Defaults.text(group);
    kind = Defaults.text(kind);
    name = Defaults.text(name);
    namespace = Defaults.text(namespace);
    jsonPointers = Defaults.list(jsonPointers);
    jqPathExpressions = Defaults.list(jqPathExpressions);
    managedFieldsManagers = Defaults.list(managedFieldsManagers);
  }
}
