package io.freehold.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/**
 * How one object of an Application is not as Git wants it.
 *
 * @param group API group, empty for the core group
 * @param kind kind
 * @param namespace namespace, empty for a cluster-scoped object
 * @param name name
 * @param state what is the matter
 * @param message what else there is to say, as why it was refused
 * @param changes the fields that differ, at most {@link #CHANGES_LIMIT}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ObjectDifference(
    String group,
    @JsonPropertyDescription("Kind of the object.") String kind,
    String namespace,
    String name,
    @JsonPropertyDescription("OutOfSync, Missing, RequiresPruning or Refused.") State state,
    @JsonPropertyDescription("What else there is to say.") String message,
    @JsonPropertyDescription("The fields that differ.") List<FieldChange> changes) {
  /** How many fields are listed. */
  public static final int CHANGES_LIMIT = 10;

  public ObjectDifference {
    group = Defaults.text(group);
    kind = Defaults.text(kind);
    namespace = Defaults.text(namespace);
    name = Defaults.text(name);
    state = Defaults.value(state, State.OUT_OF_SYNC);
    message = Defaults.text(message);
    changes = Defaults.list(changes);
  }

  /** A difference of an object. */
  public static ObjectDifference of(
      ObjectRef ref, State state, String message, List<FieldChange> changes) {
    return new ObjectDifference(
        ref.group(),
        ref.kind(),
        ref.namespace(),
        ref.name(),
        state,
        message,
        changes.stream().limit(CHANGES_LIMIT).toList());
  }

  /** The object. */
  public ObjectRef ref() {
    return new ObjectRef(group, kind, namespace, name);
  }

  /** What is the matter with an object. */
  public enum State {
    /** It is there and differs. */
    @JsonProperty("OutOfSync")
    OUT_OF_SYNC,
    /** It is not there. */
    @JsonProperty("Missing")
    MISSING,
    /** Git does not want it any more. */
    @JsonProperty("RequiresPruning")
    REQUIRES_PRUNING,
    /** The API server does not take it, or it cannot be compared. */
    @JsonProperty("Refused")
    REFUSED
  }
}
