package io.freehold.notify;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A message to one target, ready to be sent.
 *
 * @param id the same each time it is sent
 * @param trigger what happened
 * @param phase whether it began or is over
 * @param severity how bad it is
 * @param title one line, values escaped for the target
 * @param text more, values escaped for the target
 * @param count how many clusters it is about
 * @param clusters the first of them
 * @param incident the same for all messages of one incident
 * @param at when the first of it was noticed
 * @param before state before of the first of them
 * @param after state now of the first of them
 */
public record Message(
    String id,
    String trigger,
    Happening.Phase phase,
    Severity severity,
    String title,
    String text,
    int count,
    List<String> clusters,
    String incident,
    Instant at,
    Map<String, Object> before,
    Map<String, Object> after) {
  public Message {
    clusters = List.copyOf(clusters);
  }

  /** A text of the state now, empty when there is none. */
  String state(String field) {
    return after.get(field) instanceof String text ? text : "";
  }

  /** What it is about: {@code namespace/name} of an application, or a cluster. */
  String about() {
    return state("name").isEmpty() ? state("cluster") : state("namespace") + "/" + state("name");
  }

  /** A text that is cut where a target takes no more. */
  static String cut(String text, int most) {
    int end = Math.min(text.length(), most);
    return text.substring(
        0,
        end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))
            ? end - 1
            : end);
  }
}
