package io.freehold.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.api.ObjectRef;
import io.freehold.engine.Glob;
import io.freehold.health.ExpressionException;
import io.freehold.health.HealthRules;
import io.freehold.health.LuaHealth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the ConfigMap {@code argocd-cm} says, as far as it concerns an engine.
 *
 * @param tracking how it is told whose an object is
 * @param exclusions kinds that are left alone
 * @param inclusions if there are any, only these kinds are looked after
 * @param ignored differences that do not count in any Application
 * @param aggregatedRoles whether the rules of aggregated roles are not looked at
 * @param impersonation whether objects are written as the accounts that projects name
 * @param health the health rules, own scripts included
 * @param problems what cannot be read, one line each
 */
public record ArgoSettings(
    Tracking tracking,
    List<KindFilter> exclusions,
    List<KindFilter> inclusions,
    List<ArgoSpec.IgnoreDifference> ignored,
    boolean aggregatedRoles,
    boolean impersonation,
    HealthRules health,
    List<String> problems) {
  private static final String HEALTH = "resource.customizations.health.";
  private static final String IGNORE = "resource.customizations.ignoreDifferences.";

  /** What holds when nothing is said. */
  public static final ArgoSettings DEFAULT = of(Map.of());

  public ArgoSettings {
    exclusions = List.copyOf(exclusions);
    inclusions = List.copyOf(inclusions);
    ignored = List.copyOf(ignored);
    problems = List.copyOf(problems);
  }

  /** Some kinds, by patterns. */
  public record KindFilter(List<String> groups, List<String> kinds) {
    public KindFilter {
      groups = List.copyOf(groups);
      kinds = List.copyOf(kinds);
    }

    boolean matches(String group, String kind) {
      return any(groups, group) && any(kinds, kind);
    }

    private static boolean any(List<String> patterns, String text) {
      return patterns.isEmpty()
          || patterns.stream().anyMatch(pattern -> Glob.matches(pattern, text));
    }
  }

  /** Reads the data of the ConfigMap; what cannot be read is left out and told. */
  public static ArgoSettings of(Map<String, String> data) {
    List<String> problems = new ArrayList<>();
    Map<String, String> scripts = new TreeMap<>();
    Map<String, JsonNode> ignores = new TreeMap<>();
    data.forEach((key, text) -> {
      if (key.startsWith(HEALTH) && !key.startsWith(HEALTH + "useOpenLibs")) {
        scripts.put(key.substring(HEALTH.length()), text);
      } else if (key.startsWith(IGNORE)) {
        ignores.put(key.substring(IGNORE.length()), yaml(key, text, problems));
      }
    });
    // The older form: one key, a map from group/Kind to everything about that kind.
    JsonNode old = yaml("resource.customizations", data, problems);
    old.properties()
        .forEach(entry -> {
          String name = entry.getKey().replace('/', '_');
          if (entry.getValue().path("health.lua").isTextual()) {
            scripts.putIfAbsent(name, entry.getValue().path("health.lua").asText());
          }
          if (entry.getValue().path("ignoreDifferences").isTextual()) {
            ignores.putIfAbsent(
                name,
                yaml(
                    "resource.customizations",
                    entry.getValue().path("ignoreDifferences").asText(),
                    problems));
          }
        });
    String label = data.getOrDefault("application.instanceLabelKey", "");
    String method = data.getOrDefault("application.resourceTrackingMethod", "");
    return new ArgoSettings(
        new Tracking(
            method.isEmpty() ? "annotation" : method,
            label.isEmpty() ? ArgoNames.INSTANCE_LABEL : label),
        filters(yaml("resource.exclusions", data, problems)),
        filters(yaml("resource.inclusions", data, problems)),
        ignored(ignores, problems),
        yaml("resource.compareoptions", data, problems)
            .path("ignoreAggregatedRoles")
            .asBoolean(false),
        data.getOrDefault("application.sync.impersonation.enabled", "").equals("true"),
        health(scripts, problems),
        problems);
  }

  /** Whether a kind is looked after at all. */
  public boolean looksAfter(ObjectRef ref) {
    return exclusions.stream().noneMatch(filter -> filter.matches(ref.group(), ref.kind()))
        && (inclusions.isEmpty()
            || inclusions.stream().anyMatch(filter -> filter.matches(ref.group(), ref.kind())));
  }

  private static HealthRules health(Map<String, String> scripts, List<String> problems) {
    HealthRules rules = HealthRules.standard();
    for (Map.Entry<String, String> script : scripts.entrySet()) {
      ObjectRef kind = kind(script.getKey());
      try {
        rules = rules.with(kind.group(), kind.kind(), LuaHealth.compile(script.getValue()));
      } catch (ExpressionException e) {
        problems.add(HEALTH + script.getKey() + ": " + e.getMessage());
      }
    }
    return rules;
  }

  private static List<ArgoSpec.IgnoreDifference> ignored(
      Map<String, JsonNode> ignores, List<String> problems) {
    List<ArgoSpec.IgnoreDifference> rules = new ArrayList<>();
    ignores.forEach((name, rule) -> {
      boolean all = name.equals("all");
      ObjectRef kind = kind(name);
      try {
        ArgoSpec.IgnoreDifference read = Json.read(rule, ArgoSpec.IgnoreDifference.class);
        rules.add(
            new ArgoSpec.IgnoreDifference(
                all ? "*" : kind.group(),
                all ? "*" : kind.kind(),
                "",
                "",
                read.jsonPointers(),
                read.jqPathExpressions(),
                read.managedFieldsManagers()));
      } catch (IllegalArgumentException e) {
        problems.add(IGNORE + name + ": " + e.getMessage());
      }
    });
    return rules;
  }

  /** {@code group_Kind}, or {@code Kind} of the core group. */
  private static ObjectRef kind(String name) {
    int cut = name.lastIndexOf('_');
    return new ObjectRef(cut < 0 ? "" : name.substring(0, cut), name.substring(cut + 1), "", "");
  }

  private static List<KindFilter> filters(JsonNode list) {
    List<KindFilter> filters = new ArrayList<>();
    for (JsonNode item : list) {
      JsonNode clusters = item.path("clusters");
      boolean here =
          clusters.isEmpty()
              || Json.texts(clusters).stream()
                  .anyMatch(pattern -> Glob.matches(pattern, Destinations.SERVER));
      if (here) {
        filters.add(
            new KindFilter(Json.texts(item.path("apiGroups")), Json.texts(item.path("kinds"))));
      }
    }
    return filters;
  }

  private static JsonNode yaml(String key, Map<String, String> data, List<String> problems) {
    return yaml(key, data.getOrDefault(key, "{}"), problems);
  }

  private static JsonNode yaml(String key, String text, List<String> problems) {
    try {
      return Json.yaml(key, text.isBlank() ? "{}" : text);
    } catch (IllegalArgumentException e) {
      problems.add(key + ": " + e.getMessage());
      return Json.MAPPER.createObjectNode();
    }
  }
}
