package io.freehold.health;

import static io.freehold.health.Verdicts.progressing;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.api.ApiGroup;
import io.freehold.api.ApplicationStatus.Health;
import io.freehold.api.HealthState;
import io.freehold.api.ObjectRef;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The rules by kind; immutable. */
public final class HealthRules {
  private static final HealthRules STANDARD = new HealthRules(builtIn());
  private static final RuleFiles FILES = new RuleFiles();

  private final Map<Kind, HealthRule> rules;

  /** A kind, whatever its version. */
  private record Kind(String group, String kind) {}

  private HealthRules(Map<Kind, HealthRule> rules) {
    this.rules = Map.copyOf(rules);
  }

  /** The built-in rules. */
  public static HealthRules standard() {
    return STANDARD;
  }

  /** These rules with one kind added or replaced. */
  public HealthRules with(String group, String kind, HealthRule rule) {
    var changed = new HashMap<>(rules);
    changed.put(new Kind(group, kind), rule);
    return new HealthRules(changed);
  }

  /**
   * The health of a live object: being deleted is Progressing, then the rule of its kind decides,
   * then kstatus.
   *
   * @param live the object as the API server returned it
   */
  public Health of(JsonNode live) {
    var object = new Live(live);
    if (object.kind().isEmpty()) {
      return new Health(HealthState.UNKNOWN, "this is not an object");
    }
    if (object.isDeleted()) {
      return progressing("waits for its deletion");
    }
    return rule(object)
        .map(rule -> rule.of(live))
        .orElseGet(() -> Verdicts.of(Kstatus.generic(object)));
  }

  /** The rule of a kind, if it has one of its own. */
  public Optional<HealthRule> rule(String group, String kind) {
    HealthRule own = rules.get(new Kind(group, kind));
    return own == null ? FILES.rule(group, kind) : Optional.of(own);
  }

  private Optional<HealthRule> rule(Live object) {
    return rule(ObjectRef.groupOf(object.apiVersion()), object.kind());
  }

  private static Map<Kind, HealthRule> builtIn() {
    var rules = new HashMap<Kind, HealthRule>();
    add(rules, "apps", "Deployment", Workloads::deployment);
    add(rules, "apps", "ReplicaSet", Workloads::replicaSet);
    add(rules, "apps", "StatefulSet", Workloads::statefulSet);
    add(rules, "apps", "DaemonSet", Workloads::daemonSet);
    add(rules, "", "Pod", PodRule::of);
    add(rules, "batch", "Job", Workloads::job);
    add(rules, "batch", "CronJob", Workloads::cronJob);
    add(rules, "", "Service", ClusterServices::service);
    add(rules, "networking.k8s.io", "Ingress", ClusterServices::ingress);
    add(rules, "extensions", "Ingress", ClusterServices::ingress);
    add(rules, "", "PersistentVolumeClaim", ClusterServices::persistentVolumeClaim);
    add(rules, "", "Namespace", ClusterServices::namespace);
    add(rules, "apiregistration.k8s.io", "APIService", ClusterServices::apiService);
    add(
        rules,
        "apiextensions.k8s.io",
        "CustomResourceDefinition",
        ClusterServices::customResourceDefinition);
    add(rules, "autoscaling", "HorizontalPodAutoscaler", AutoscalerRule::of);
    add(rules, "argoproj.io", "Workflow", ClusterServices::workflow);
    add(rules, ApiGroup.GROUP, "Application", ApplicationRule::of);
    return rules;
  }

  private static void add(Map<Kind, HealthRule> rules, String group, String kind, LiveRule rule) {
    rules.put(new Kind(group, kind), live -> rule.of(new Live(live)));
  }

  /** A rule of ours. */
  private interface LiveRule {
    Health of(Live object);
  }
}
