package io.freehold.api;

import java.util.Optional;

/**
 * The value of {@link ApiGroup#TRACKING_ANNOTATION}: {@code <app namespace>/<app
 * name>:<group>/<kind>:<namespace>/<name>}.
 *
 * @param application owner
 * @param object the object that carries the annotation
 */
public record TrackingId(ApplicationId application, ObjectRef object) {

  /** Reads an annotation value; empty when it is not one of ours. */
  public static Optional<TrackingId> parse(String value) {
    String[] parts = value.split(":", -1);
    // RBAC names may contain colons, so only the first two separate.
    if (parts.length < 3) {
      return Optional.empty();
    }
    String rest = value.substring(parts[0].length() + parts[1].length() + 2);
    int app = parts[0].indexOf('/');
    int kind = parts[1].lastIndexOf('/');
    int name = rest.indexOf('/');
    if (app < 0 || kind < 0 || name < 0) {
      return Optional.empty();
    }
    return Optional.of(
        new TrackingId(
            new ApplicationId(parts[0].substring(0, app), parts[0].substring(app + 1)),
            new ObjectRef(
                parts[1].substring(0, kind),
                parts[1].substring(kind + 1),
                rest.substring(0, name),
                rest.substring(name + 1))));
  }

  /** The annotation value. */
  @Override
  public String toString() {
    return application
        + ":"
        + object.group()
        + "/"
        + object.kind()
        + ":"
        + object.namespace()
        + "/"
        + object.name();
  }
}
