package io.freehold.notify;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

/**
 * What something is about: every list that is not empty has to fit. Names may hold {@code *} for
 * any text.
 *
 * @param triggers names of triggers
 * @param labels labels of clusters, all of which have to fit
 * @param clusters names of clusters
 * @param projects names of projects
 * @param applications applications as {@code namespace/name}, or names
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Matchers(
    List<String> triggers,
    Map<String, String> labels,
    List<String> clusters,
    List<String> projects,
    List<String> applications) {
  private static final int MOST = 200;
  private static final int LONGEST = 253;

  public Matchers {
    triggers = triggers == null ? List.of() : List.copyOf(triggers);
    labels = labels == null ? Map.of() : Map.copyOf(labels);
    clusters = clusters == null ? List.of() : List.copyOf(clusters);
    projects = projects == null ? List.of() : List.copyOf(projects);
    applications = applications == null ? List.of() : List.copyOf(applications);
    for (List<String> names : List.of(triggers, clusters, projects, applications)) {
      if (names.size() > MOST || names.stream().anyMatch(name -> name.length() > LONGEST)) {
        throw new RuleException("lists have at most 200 names of at most 253 characters");
      }
    }
  }

  /**
   * Whether it is about something of an application or cluster.
   *
   * @param trigger what happened
   * @param state the state of {@link States}
   */
  public boolean fit(String trigger, Map<String, Object> state) {
    return any(triggers, trigger)
        && any(clusters, text(state, "cluster"))
        && any(projects, text(state, "project"))
        && application(state)
        && state.get("labels") instanceof Map<?, ?> known
        && labels.entrySet().stream()
            .allMatch(label -> label.getValue().equals(known.get(label.getKey())));
  }

  /** Whether it names nothing and so is about everything. */
  boolean everything() {
    return triggers.isEmpty()
        && labels.isEmpty()
        && clusters.isEmpty()
        && projects.isEmpty()
        && applications.isEmpty();
  }

  private boolean application(Map<String, Object> state) {
    String name = text(state, "name");
    return any(applications, name) || any(applications, text(state, "namespace") + "/" + name);
  }

  private static String text(Map<String, Object> state, String field) {
    return state.get(field) instanceof String text ? text : "";
  }

  private static boolean any(List<String> patterns, String name) {
    return patterns.isEmpty() || patterns.stream().anyMatch(pattern -> matches(pattern, name));
  }

  /** Stars stand for any text; takes time in proportion to pattern and name. */
  static boolean matches(String pattern, String name) {
    String[] parts = pattern.split("\\*", -1);
    if (parts.length == 1) {
      return pattern.equals(name);
    }
    if (!name.startsWith(parts[0])) {
      return false;
    }
    int at = parts[0].length();
    for (int i = 1; i < parts.length - 1; i++) {
      int found = name.indexOf(parts[i], at);
      if (found < 0) {
        return false;
      }
      at = found + parts[i].length();
    }
    String last = parts[parts.length - 1];
    return name.length() - last.length() >= at && name.endsWith(last);
  }
}
