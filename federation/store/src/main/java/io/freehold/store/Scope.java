package io.freehold.store;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatements;

/**
 * What of the fleet somebody may see: what any part lets through, nothing without parts. Queries
 * apply it themselves, so that pages, cursors and totals know of nothing else.
 *
 * @param parts the parts
 */
public record Scope(List<Part> parts) {
  /** The whole fleet. */
  public static final Scope EVERYTHING =
      new Scope(List.of(new Part(ClusterSelector.ALL, true, Set.of())));

  /** Nothing at all. */
  public static final Scope NOTHING = new Scope(List.of());

  private static final String ALL = "true";
  private static final String NONE = "false";

  public Scope {
    parts =
        parts.stream().anyMatch(Part::everything)
            ? parts.stream().filter(Part::everything).limit(1).toList()
            : parts.stream().distinct().toList();
  }

  /** Whether it is the whole fleet. */
  public boolean everything() {
    return parts.stream().anyMatch(Part::everything);
  }

  /** Whether a cluster may be seen, if only some of its applications. */
  public boolean sees(String cluster, Map<String, String> labels) {
    return parts.stream().anyMatch(part -> part.clusters().matches(cluster, labels));
  }

  /** Whether an application may be seen. */
  public boolean sees(String cluster, Map<String, String> labels, String project) {
    return parts.stream()
        .anyMatch(part ->
            part.clusters().matches(cluster, labels)
                && (part.allProjects() || part.projects().contains(project)));
  }

  /** Whether a cluster may be seen with everything in it. */
  public boolean seesAllOf(String cluster, Map<String, String> labels) {
    return parts.stream()
        .anyMatch(part -> part.allProjects() && part.clusters().matches(cluster, labels));
  }

  /** Condition that a cluster, the row {@code r} of registry_cluster, may be seen. */
  private String clusters() {
    return anyPart(this::cluster);
  }

  /** Condition that everything of the cluster {@code r} may be seen. */
  private String wholeClusters() {
    return anyPart(number -> parts.get(number).allProjects() ? cluster(number) : NONE);
  }

  /**
   * Condition that an application of the cluster {@code r} may be seen.
   *
   * @param row alias of its row of application_state
   */
  private String applications(String row) {
    return anyPart(number ->
        parts.get(number).allProjects()
            ? cluster(number)
            : "(%s and %s.report ->> 'project' = any (:scope%d))"
                .formatted(cluster(number), row, number));
  }

  /**
   * A statement with conditions in place of {@code {clusters}}, {@code {whole}} and {@code
   * {applications}}.
   *
   * @param sql the statement, with the cluster as {@code r}
   * @param row alias of the row of application_state, wherever {@code {applications}} is
   */
  String in(String sql, String row) {
    return sql.replace("{clusters}", clusters())
        .replace("{whole}", wholeClusters())
        .replace("{applications}", applications(row));
  }

  /** Binds what the conditions need. */
  Query bind(Query query) {
    // Conditions that say all or nothing leave out others.
    query.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
    for (int number = 0; number < parts.size(); number++) {
      Part part = parts.get(number);
      query.bindArray("scope" + number, String.class, List.copyOf(part.projects()));
      List<ClusterSelector.Requirement> requirements = part.clusters().requirements();
      for (int i = 0; i < requirements.size(); i++) {
        String name = parameter(number, i);
        query.bind(name + "k", requirements.get(i).key());
        query.bindArray(name + "v", String.class, requirements.get(i).values());
      }
    }
    return query;
  }

  private String anyPart(Function<Integer, String> condition) {
    if (everything()) {
      return ALL;
    }
    String any =
        IntStream.range(0, parts.size())
            .boxed()
            .map(condition)
            .distinct()
            .collect(Collectors.joining(" or "));
    return any.isEmpty() ? NONE : "(" + any + ")";
  }

  private String cluster(int number) {
    List<ClusterSelector.Requirement> requirements = parts.get(number).clusters().requirements();
    if (requirements.isEmpty()) {
      return ALL;
    }
    var sql = new StringBuilder("(");
    for (int i = 0; i < requirements.size(); i++) {
      String name = parameter(number, i);
      String label = "r.labels ->> :" + name + "k";
      String values = " (:" + name + "v)";
      sql.append(i == 0 ? "" : " and ")
          .append(
              switch (requirements.get(i).operator()) {
                case IN -> label + " = any" + values;
                case NOT_IN -> "(" + label + " is null or " + label + " <> all" + values + ")";
                case EXISTS -> label + " is not null";
                case DOES_NOT_EXIST -> label + " is null";
                case NAMED -> "r.name = any" + values;
              });
    }
    return sql.append(")").toString();
  }

  private static String parameter(int part, int requirement) {
    return "scope" + part + "r" + requirement;
  }

  /**
   * Some applications of some clusters.
   *
   * @param clusters the clusters
   * @param allProjects whether it is all of their applications, and what is about the cluster as a
   *     whole
   * @param projects else only those of these projects
   */
  public record Part(ClusterSelector clusters, boolean allProjects, Set<String> projects) {
    public Part {
      projects = allProjects ? Set.of() : Set.copyOf(projects);
    }

    boolean everything() {
      return allProjects && clusters.requirements().isEmpty();
    }

    /** What both parts let through. */
    public Part and(Part other) {
      return new Part(
          clusters.and(other.clusters),
          allProjects && other.allProjects,
          allProjects
              ? other.projects
              : other.allProjects
                  ? projects
                  : projects.stream().filter(other.projects::contains).collect(Collectors.toSet()));
    }
  }
}
