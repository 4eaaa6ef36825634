package io.freehold.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/**
 * An object that says that it belongs to an Application which does not exist.
 *
 * @param group API group, empty for the core group
 * @param kind kind
 * @param namespace namespace, empty for a cluster-scoped object
 * @param name name
 * @param application the Application that it names, as {@code namespace/name}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record OrphanedObject(
    String group,
    @JsonPropertyDescription("Kind of the object.") String kind,
    String namespace,
    String name,
    @JsonPropertyDescription("The Application that it names, as namespace/name.")
        String application) {
  public OrphanedObject {
    group = Defaults.text(group);
    kind = Defaults.text(kind);
    namespace = Defaults.text(namespace);
    name = Defaults.text(name);
    application = Defaults.text(application);
  }

  /** An object of an Application that does not exist. */
  public static OrphanedObject of(ObjectRef ref, ApplicationId application) {
    return new OrphanedObject(
        ref.group(), ref.kind(), ref.namespace(), ref.name(), application.toString());
  }

  /** Its identity. */
  public ObjectRef ref() {
    return new ObjectRef(group, kind, namespace, name);
  }
}
