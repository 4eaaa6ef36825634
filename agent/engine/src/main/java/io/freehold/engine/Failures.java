package io.freehold.engine;

import io.freehold.api.ObjectRef;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** Words for several objects at once, bounded so that a status stays readable. */
final class Failures {
  private static final int SHOWN = 5;
  private static final int MESSAGE_LENGTH = 400;

  private Failures() {}

  /** The first few objects and how many more there are. */
  static String some(Collection<?> objects) {
    String shown =
        objects.stream()
            .map(object -> object instanceof Owned owned ? owned.ref() : object)
            .map(Object::toString)
            .sorted()
            .limit(SHOWN)
            .collect(Collectors.joining(", "));
    return shown + more(objects.size());
  }

  /** All failed objects with the reasons of the first few. */
  static String describe(Map<ObjectRef, String> failures) {
    String shown =
        failures.entrySet().stream()
            .limit(SHOWN)
            .map(failure -> failure.getKey() + ": " + shorten(failure.getValue()))
            .collect(Collectors.joining("; "));
    return (failures.size() == 1 ? "" : failures.size() + " objects failed: ")
        + shown
        + more(failures.size());
  }

  private static String more(int size) {
    return size > SHOWN ? " and " + (size - SHOWN) + " more" : "";
  }

  private static String shorten(String message) {
    return message.length() <= MESSAGE_LENGTH
        ? message
        : message.substring(0, MESSAGE_LENGTH) + "…";
  }
}
