package io.freehold.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freehold.api.Application;
import io.freehold.api.ApplicationId;
import io.freehold.api.ApplicationSpec.Dependency;
import io.freehold.api.ApplicationStatus.Health;
import io.freehold.api.HealthState;
import io.freehold.health.ExpressionException;
import io.freehold.health.HealthRules;
import io.freehold.health.ReadyExpression;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Waits for what one application depends on: other Applications of this agent, and any other
 * objects, which are watched as long as something is missing. Owned by the application's actor.
 */
final class DependencyDesk {
  /** How many there may be. */
  static final int LIMIT = 50;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ApplicationId id;
  private final Surroundings around;
  private final Runnable lookAgain;
  private final Map<Dependency, AwaitedObject> objects = new HashMap<>();
  private final Map<String, ReadyExpression> expressions = new HashMap<>();

  /**
   * @param lookAgain called, from any thread, when something may be ready that was not
   */
  DependencyDesk(ApplicationId id, Surroundings around, Runnable lookAgain) {
    this.id = id;
    this.around = around;
    this.lookAgain = lookAgain;
  }

  /**
   * Checks what an Application depends on.
   *
   * @throws IllegalArgumentException when it cannot be waited for; the message says what to change
   */
  static void check(List<Dependency> dependencies) {
    if (dependencies.size() > LIMIT) {
      throw new IllegalArgumentException(
          "spec.dependsOn has %d entries; there may be %d".formatted(dependencies.size(), LIMIT));
    }
    for (int i = 0; i < dependencies.size(); i++) {
      Dependency dependency = dependencies.get(i);
      if (dependency.name().isEmpty()) {
        throw new IllegalArgumentException("spec.dependsOn[%d].name is missing".formatted(i));
      }
      if (!dependency.ready().isEmpty()) {
        try {
          ReadyExpression.of(dependency.ready());
        } catch (ExpressionException e) {
          throw new IllegalArgumentException(
              "spec.dependsOn[%d].ready: %s".formatted(i, e.getMessage()), e);
        }
      }
    }
  }

  /**
   * What is missing, for people; empty when everything is ready. Until then, the application is
   * called when something changes.
   *
   * @param health how the health of objects is told
   */
  Optional<String> missing(Application application, HealthRules health) {
    List<Dependency> all = application.spec().dependsOn();
    List<ApplicationId> applications =
        all.stream().filter(DependencyDesk::isPlain).map(this::application).toList();
    Optional<String> missing =
        around
            .readiness()
            .firstMissing(id, applications, lookAgain)
            .map(other -> "Application " + other + " is not Synced and Healthy");
    if (missing.isEmpty()) {
      missing = missingObject(application, health);
    }
    if (missing.isEmpty()) {
      leave();
    }
    return missing;
  }

  private Optional<String> missingObject(Application application, HealthRules health) {
    Set<Dependency> others = new HashSet<>(application.spec().dependsOn());
    others.removeIf(DependencyDesk::isPlain);
    objects
        .entrySet()
        .removeIf(entry -> {
          boolean dropped = !others.contains(entry.getKey());
          if (dropped) {
            entry.getValue().close();
          }
          return dropped;
        });
    // All are watched before the first one is waited for, so that they become ready side by side.
    others.forEach(other ->
        objects.computeIfAbsent(
            other, _ -> AwaitedObject.of(other, id.namespace(), around, lookAgain)));
    return application.spec().dependsOn().stream()
        .filter(others::contains)
        .flatMap(other -> why(other, application, health).stream())
        .findFirst();
  }

  private Optional<String> why(Dependency dependency, Application application, HealthRules health) {
    AwaitedObject object = java.util.Objects.requireNonNull(objects.get(dependency));
    return switch (object.state()) {
      case AwaitedObject.State.Unknown(String why) -> Optional.of(object.ref() + ": " + why);
      case AwaitedObject.State.Absent() -> Optional.of(object.ref() + " does not exist");
      case AwaitedObject.State.Present(JsonNode content) ->
          dependency.ready().isEmpty()
              ? unhealthy(object, health.of(content))
              : untrue(object, dependency.ready(), content, application);
    };
  }

  private static Optional<String> unhealthy(AwaitedObject object, Health health) {
    if (health.status() == HealthState.HEALTHY) {
      return Optional.empty();
    }
    String message = health.message().isEmpty() ? "" : ": " + health.message();
    return Optional.of("%s is %s%s".formatted(object.ref(), health.status(), message));
  }

  private Optional<String> untrue(
      AwaitedObject object, String text, JsonNode content, Application application) {
    try {
      ReadyExpression expression = expressions.computeIfAbsent(text, ReadyExpression::of);
      return expression.holds(content, JSON.valueToTree(application))
          ? Optional.empty()
          : Optional.of("%s is not ready: %s is not true".formatted(object.ref(), text));
    } catch (ExpressionException e) {
      return Optional.of("%s is not ready: %s".formatted(object.ref(), e.getMessage()));
    }
  }

  /** Nothing is waited for any more. */
  void leave() {
    objects.values().forEach(AwaitedObject::close);
    objects.clear();
    expressions.clear();
  }

  /** Whether the agent itself knows when it is ready. */
  private static boolean isPlain(Dependency dependency) {
    return dependency.kind().equals(Application.KIND)
        && dependency.apiVersion().equals(io.freehold.api.ApiGroup.API_VERSION)
        && dependency.ready().isEmpty();
  }

  private ApplicationId application(Dependency dependency) {
    return new ApplicationId(
        dependency.namespace().isEmpty() ? id.namespace() : dependency.namespace(),
        dependency.name());
  }
}
