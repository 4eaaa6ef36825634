package io.freehold.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.api.ObjectRef;
import io.freehold.engine.Glob;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code orphanedResources} of an AppProject: which objects in the namespaces of its Applications
 * should belong to one.
 *
 * @param warn whether an Application says so
 * @param ignored objects that need not
 */
public record OrphanRules(boolean warn, List<ArgoProjectSpec.KindPattern> ignored) {
  /** Every namespace has these by itself. */
  private static final List<ArgoProjectSpec.KindPattern> EVERYWHERE =
      List.of(
          new ArgoProjectSpec.KindPattern("", "ServiceAccount", "default"),
          new ArgoProjectSpec.KindPattern("", "ConfigMap", "kube-root-ca.crt"),
          new ArgoProjectSpec.KindPattern("", "ConfigMap", "openshift-service-ca.crt"));

  public OrphanRules {
    ignored = List.copyOf(ignored);
  }

  static OrphanRules of(JsonNode rules) {
    List<ArgoProjectSpec.KindPattern> ignored = new ArrayList<>();
    for (JsonNode pattern : rules.path("ignore")) {
      ignored.add(Json.read(pattern, ArgoProjectSpec.KindPattern.class));
    }
    return new OrphanRules(rules.path("warn").asBoolean(true), ignored);
  }

  /** Whether an object that belongs to no Application is an orphan. */
  public boolean concern(ObjectRef ref) {
    boolean apiServer =
        ref.kind().equals("Service")
            && ref.name().equals("kubernetes")
            && ref.namespace().equals("default");
    return !apiServer
        && EVERYWHERE.stream().noneMatch(pattern -> matches(pattern, ref))
        && ignored.stream().noneMatch(pattern -> matches(pattern, ref));
  }

  private static boolean matches(ArgoProjectSpec.KindPattern pattern, ObjectRef ref) {
    return Glob.matches(pattern.group(), ref.group())
        && Glob.matches(pattern.kind(), ref.kind())
        && (pattern.name().isEmpty() || Glob.matches(pattern.name(), ref.name()));
  }
}
