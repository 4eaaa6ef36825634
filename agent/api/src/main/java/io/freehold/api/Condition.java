package io.freehold.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A standard Kubernetes condition.
 *
 * @param type what it is about: {@code Ready}, {@code Reconciling}, {@code Stalled}, {@code
 *     SourceAvailable}, {@code Rendered}…
 * @param status {@code True}, {@code False} or {@code Unknown}
 * @param reason one CamelCase word for programs
 * @param message a sentence for people
 * @param lastTransitionTime when the status last changed, RFC 3339
 * @param observedGeneration generation it is about
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Condition(
    String type,
    String status,
    String reason,
    String message,
    String lastTransitionTime,
    long observedGeneration) {
  /**
   * All objects are in place and healthy, as {@code kubectl wait --for=condition=Ready} expects.
   */
  public static final String READY = "Ready";

  /** Work is under way. */
  public static final String RECONCILING = "Reconciling";

  /** Work cannot go on until somebody changes something. */
  public static final String STALLED = "Stalled";

  /** Whether the source answered the last time it was asked. */
  public static final String SOURCE_AVAILABLE = "SourceAvailable";

  /** Whether the newest commit could be rendered. */
  public static final String RENDERED = "Rendered";

  /**
   * False while some kind of the Application cannot be listed, so that changes are not seen; absent
   * otherwise.
   */
  public static final String WATCHED = "Watched";

  /**
   * False while the Application's project does not allow what it wants, or does not exist; absent
   * otherwise.
   */
  public static final String PERMITTED = "Permitted";

  /** True while it stays at an older revision because what Git wants was bad. */
  public static final String ROLLED_BACK = "RolledBack";

  /** True while objects in its namespaces name an Application that does not exist. */
  public static final String ORPHANS = "Orphans";

  /** True while the spec holds the Application at a revision, whatever Git wants. */
  public static final String PINNED = "Pinned";

  public Condition {
    type = Defaults.text(type);
    status = Defaults.text(status);
    reason = Defaults.text(reason);
    message = Defaults.text(message);
    lastTransitionTime = Defaults.text(lastTransitionTime);
  }
}
