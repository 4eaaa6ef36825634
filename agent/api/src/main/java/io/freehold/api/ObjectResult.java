package io.freehold.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/**
 * What a sync did to one object, or would do.
 *
 * @param group API group, empty for the core group
 * @param kind kind
 * @param namespace namespace, empty for a cluster-scoped object
 * @param name name
 * @param change {@code Created}, {@code Updated}, {@code Unchanged}, {@code Pruned} or {@code
 *     Refused}
 * @param message why it was refused, or what else there is to say
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ObjectResult(
    String group,
    String kind,
    String namespace,
    String name,
    @JsonPropertyDescription("Created, Updated, Unchanged, Pruned or Refused.") String change,
    @JsonPropertyDescription("Why it was refused, or what else there is to say.") String message) {
  public ObjectResult {
    group = Defaults.text(group);
    kind = Defaults.text(kind);
    namespace = Defaults.text(namespace);
    name = Defaults.text(name);
    change = Defaults.text(change);
    message = Defaults.text(message);
  }

  /** A result without message. */
  public static ObjectResult of(ObjectRef ref, String change, String message) {
    return new ObjectResult(ref.group(), ref.kind(), ref.namespace(), ref.name(), change, message);
  }

  /** The object. */
  public ObjectRef ref() {
    return new ObjectRef(group, kind, namespace, name);
  }
}
