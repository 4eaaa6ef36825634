package io.freehold.store;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which clusters are meant, by what the registry says of them: all requirements must hold, none
 * means every cluster.
 *
 * @param requirements the requirements
 */
public record ClusterSelector(List<Requirement> requirements) {
  /** Every cluster. */
  public static final ClusterSelector ALL = new ClusterSelector(List.of());

  public ClusterSelector {
    requirements = List.copyOf(requirements);
  }

  /** Clusters that both selectors mean. */
  public ClusterSelector and(ClusterSelector other) {
    return new ClusterSelector(
        Stream.concat(requirements.stream(), other.requirements.stream()).distinct().toList());
  }

  /** Whether a cluster is meant. */
  public boolean matches(String name, Map<String, String> labels) {
    return requirements.stream().allMatch(requirement -> requirement.holds(name, labels));
  }

  /**
   * One requirement, as those of Kubernetes label selectors.
   *
   * @param key label, empty for {@link Operator#NAMED}
   * @param operator what must hold
   * @param values values of the label, or names of clusters
   */
  public record Requirement(String key, Operator operator, List<String> values) {
    public Requirement {
      values = List.copyOf(values);
    }

    private boolean holds(String name, Map<String, String> labels) {
      String value = labels.get(key);
      return switch (operator) {
        case IN -> value != null && values.contains(value);
        case NOT_IN -> value == null || !values.contains(value);
        case EXISTS -> value != null;
        case DOES_NOT_EXIST -> value == null;
        case NAMED -> values.contains(name);
      };
    }
  }

  /** What must hold. */
  public enum Operator {
    /** The label has one of the values. */
    IN,
    /** The label has none of the values, or there is no such label. */
    NOT_IN,
    /** There is such a label. */
    EXISTS,
    /** There is no such label. */
    DOES_NOT_EXIST,
    /** The cluster has one of the names. */
    NAMED
  }
}
