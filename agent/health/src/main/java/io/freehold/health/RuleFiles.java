package io.freehold.health;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freehold.api.ApplicationStatus.Health;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Rules of custom resources, as data: a file {@code rules/GROUP.json} maps kinds to clauses, of
 * which the first that holds decides. A file {@code rules/_.SUFFIX.json} is for all groups that end
 * so. Files are read when the first object of their group is seen. Thread safe.
 */
final class RuleFiles {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern GROUP = Pattern.compile("[a-z0-9.-]{1,253}");
  private static final String ANY_KIND = "*";

  private final Map<String, Map<String, List<String>>> groups = new ConcurrentHashMap<>();
  private final Map<String, HealthRule> rules = new ConcurrentHashMap<>();

  /** The rule of a kind; empty when there is none. */
  Optional<HealthRule> rule(String group, String kind) {
    if (!GROUP.matcher(group).matches()) {
      return Optional.empty();
    }
    Map<String, List<String>> kinds = groups.computeIfAbsent(group, RuleFiles::kinds);
    List<String> lines = kinds.getOrDefault(kind, kinds.get(ANY_KIND));
    return lines == null
        ? Optional.empty()
        : Optional.of(rules.computeIfAbsent(group + "/" + kind, _ -> compile(lines)));
  }

  /** The clauses of each kind of a group, by its own file or that of a longer suffix first. */
  static Map<String, List<String>> kinds(String group) {
    var own = file(group);
    for (int dot = group.indexOf('.'); own.isEmpty() && dot >= 0; ) {
      own = file("_" + group.substring(dot));
      dot = group.indexOf('.', dot + 1);
    }
    return own.orElse(Map.of());
  }

  private static Optional<Map<String, List<String>>> file(String name) {
    try (var in = RuleFiles.class.getResourceAsStream("rules/" + name + ".json")) {
      return in == null ? Optional.empty() : Optional.of(read(JSON.readTree(in)));
    } catch (IOException e) {
      throw new UncheckedIOException("rules/" + name + ".json", e);
    }
  }

  /** Keys may name several kinds, with spaces between them. */
  private static Map<String, List<String>> read(JsonNode file) {
    var kinds = new HashMap<String, List<String>>();
    for (var entry : file.properties()) {
      var lines = new ArrayList<String>();
      entry.getValue().forEach(line -> lines.add(line.asText()));
      for (String kind : entry.getKey().split(" ", -1)) {
        kinds.put(kind, List.copyOf(lines));
      }
    }
    return Map.copyOf(kinds);
  }

  private static HealthRule compile(List<String> lines) {
    List<Clause> clauses = lines.stream().map(Clause::parse).toList();
    return live -> first(clauses, new Live(live));
  }

  private static Health first(List<Clause> clauses, Live object) {
    return clauses.stream()
        .flatMap(clause -> clause.of(object).stream())
        .findFirst()
        .orElseGet(() -> Verdicts.unknown("no line of its rule holds"));
  }
}
