package io.freehold.runtime;

import io.freehold.api.ApplicationStatus.Health;
import io.freehold.api.HealthState;
import io.freehold.api.ObjectRef;
import io.freehold.dialect.ArgoApplication;
import io.freehold.dialect.ArgoNames;
import io.freehold.dialect.ArgoSettings;
import io.freehold.dialect.ArgoStatus;
import io.freehold.dialect.ObjectHealth;
import io.freehold.dialect.SyncOptions;
import io.freehold.dialect.Target;
import io.freehold.engine.Hook;
import io.freehold.engine.LiveObject;
import io.freehold.engine.SyncPhase;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of an Argo CD Application: hooks before, its objects wave by wave from the last one on,
 * hooks after, and then its finalizers. Owned by the Application's actor; blocks.
 */
final class ArgoDeletion {
  private static final Logger LOG = LoggerFactory.getLogger(ArgoDeletion.class);
  private static final Duration AGAIN = Duration.ofSeconds(10);
  private static final String HELM_POLICY = "helm.sh/resource-policy";

  private final String name;
  private final ArgoSurroundings around;
  private final ArgoComparer comparer;
  private final Runnable wake;
  private Instant notBefore = Instant.MIN;
  private ArgoWriter writer;

  ArgoDeletion(String name, ArgoSurroundings around, ArgoComparer comparer, Runnable wake) {
    this.name = name;
    this.around = around;
    this.comparer = comparer;
    this.wake = wake;
    this.writer = around.writer();
  }

  /** What keeps an Application from being let go. */
  private record Obstacle(String message, boolean error) {}

  /**
   * Does what can be done now.
   *
   * @param asked whether somebody asked for another look
   * @return the Application afterwards; empty when it is gone or could not be written
   */
  Optional<ArgoApplication> step(ArgoApplication application, boolean asked) {
    if (finalizers(application, ArgoNames.RESOURCES_FINALIZER).isEmpty()
        && finalizers(application, ArgoNames.PRE_DELETE_FINALIZER).isEmpty()
        && finalizers(application, ArgoNames.POST_DELETE_FINALIZER).isEmpty()) {
      return Optional.of(application);
    }
    if (around.destinations().problem(application.spec().destination()).isPresent()) {
      // There is no way to that cluster, so nothing of it can be deleted.
      return let(application, "");
    }
    if (!asked && around.clock().instant().isBefore(notBefore)) {
      return Optional.of(application);
    }
    try {
      writer = around.writerFor(application);
    } catch (IllegalArgumentException e) {
      return obstructed(application, new Obstacle(String.valueOf(e.getMessage()), true));
    }
    List<Target> hooks = List.of();
    if (hasHooks(application)) {
      ArgoComparer.Standing standing =
          comparer.stand(application, application.spec().allSources(), List.of(), List.of(), true);
      if (standing.failed()) {
        return obstructed(application, new Obstacle(standing.fatal(), true));
      }
      hooks = standing.wanted().deletionHooks();
    }
    if (!finalizers(application, ArgoNames.PRE_DELETE_FINALIZER).isEmpty()) {
      Optional<Obstacle> obstacle = run(hooks, SyncPhase.PRE_DELETE);
      return obstacle.isPresent()
          ? obstructed(application, obstacle.get())
          : let(application, ArgoNames.PRE_DELETE_FINALIZER);
    }
    if (!finalizers(application, ArgoNames.RESOURCES_FINALIZER).isEmpty()) {
      Optional<Obstacle> obstacle = delete(application);
      return obstacle.isPresent()
          ? obstructed(application, obstacle.get())
          : let(application, ArgoNames.RESOURCES_FINALIZER);
    }
    Optional<Obstacle> obstacle = run(hooks, SyncPhase.POST_DELETE);
    if (obstacle.isPresent()) {
      return obstructed(application, obstacle.get());
    }
    remove(hooks);
    return let(application, ArgoNames.POST_DELETE_FINALIZER);
  }

  /** Whether a person agreed to deletions after a time. */
  static boolean approved(ArgoApplication application, Instant after) {
    try {
      return !Instant.parse(application.annotation(ArgoNames.APPROVED))
          .isBefore(after.truncatedTo(ChronoUnit.SECONDS));
    } catch (DateTimeParseException _) {
      return false;
    }
  }

  /** The finalizers that an Application needs for its hooks and does not have. */
  static List<String> missing(ArgoApplication application, List<Target> hooks) {
    List<String> missing = new ArrayList<>();
    if (runs(hooks, SyncPhase.PRE_DELETE)
        && finalizers(application, ArgoNames.PRE_DELETE_FINALIZER).isEmpty()) {
      missing.add(ArgoNames.PRE_DELETE_FINALIZER);
    }
    if (runs(hooks, SyncPhase.POST_DELETE)
        && finalizers(application, ArgoNames.POST_DELETE_FINALIZER).isEmpty()) {
      missing.add(ArgoNames.POST_DELETE_FINALIZER);
    }
    return missing;
  }

  private static boolean runs(List<Target> hooks, SyncPhase phase) {
    return hooks.stream().anyMatch(hook -> hook.hook().deletionPhases().contains(phase));
  }

  private static boolean hasHooks(ArgoApplication application) {
    return !finalizers(application, ArgoNames.PRE_DELETE_FINALIZER).isEmpty()
        || !finalizers(application, ArgoNames.POST_DELETE_FINALIZER).isEmpty();
  }

  private static List<String> finalizers(ArgoApplication application, String prefix) {
    return application.metadata().finalizers().stream()
        .filter(one -> one.equals(prefix) || one.startsWith(prefix + "/"))
        .toList();
  }

  private Optional<Obstacle> run(List<Target> hooks, SyncPhase phase) {
    ArgoSettings settings = around.settings().get();
    List<String> waiting = new ArrayList<>();
    for (Target hook : hooks) {
      if (!hook.hook().deletionPhases().contains(phase)) {
        continue;
      }
      LiveObject live = around.objects().find(hook.ref());
      if (live == null) {
        ArgoWriter.Outcome outcome =
            writer.write(
                hook, null, new ArgoWriter.Manner(new SyncOptions(List.of()), false, false, false));
        if (outcome.failed()) {
          return Optional.of(new Obstacle(outcome.message(), true));
        }
        live = around.objects().find(hook.ref());
      }
      if (live == null) {
        continue;
      }
      Health health =
          new ObjectHealth(settings.health())
              .of(live.content())
              .orElse(new Health(HealthState.HEALTHY, ""));
      switch (health.status()) {
        case HEALTHY -> {}
        case DEGRADED, UNKNOWN -> {
          writer.release(live);
          writer.delete(live, "Background", false);
          notBefore = around.clock().instant().plus(AGAIN);
          around.timer().after(AGAIN, wake);
          return Optional.of(
              new Obstacle(
                  "the %s hook %s failed: %s".formatted(phase, hook.ref().name(), health.message()),
                  true));
        }
        case PROGRESSING, SUSPENDED, MISSING -> waiting.add(hook.ref().name());
      }
    }
    return waiting.isEmpty()
        ? Optional.empty()
        : Optional.of(new Obstacle("waiting for the hook " + String.join(", ", waiting), false));
  }

  private void remove(List<Target> hooks) {
    for (Target hook : hooks) {
      LiveObject live = around.objects().find(hook.ref());
      if (live != null) {
        writer.release(live);
        writer.delete(live, "Background", false);
      }
    }
  }

  private Optional<Obstacle> delete(ArgoApplication application) {
    Map<ObjectRef, LiveObject> all = around.objects().of(name, List.of(), Map.of());
    SyncOptions options = new SyncOptions(application.spec().policy().syncOptions());
    List<LiveObject> left =
        all.values().stream().filter(live -> goes(application, live, options)).toList();
    if (left.isEmpty()) {
      return Optional.empty();
    }
    List<LiveObject> asking =
        left.stream()
            .filter(live -> options.confirms("Delete", SyncOptions.of(live.content())))
            .toList();
    if (!asking.isEmpty() && !approved(application, deletionTime(application))) {
      return Optional.of(
          new Obstacle(
              "waiting for a person to agree to the deletion of " + asking.getFirst().ref(),
              false));
    }
    int last = left.stream().mapToInt(ArgoDeletion::wave).max().orElse(0);
    boolean background =
        application.metadata().finalizers().contains(ArgoNames.RESOURCES_FINALIZER + "/background");
    String refused = "";
    for (LiveObject live : left) {
      boolean deleting = live.content().path("metadata").hasNonNull("deletionTimestamp");
      if (wave(live) == last && !deleting) {
        if (Hook.of(live.content()).isHook()) {
          writer.release(live);
        }
        String why = writer.delete(live, background ? "Background" : "Foreground", false);
        refused = refused.isEmpty() ? why : refused;
      }
    }
    if (!refused.isEmpty()) {
      around.timer().after(AGAIN, wake);
      return Optional.of(new Obstacle(refused, true));
    }
    return Optional.of(
        new Obstacle(
            "%d objects are not gone yet, as %s".formatted(left.size(), left.getFirst().ref()),
            false));
  }

  private boolean goes(ArgoApplication application, LiveObject live, SyncOptions options) {
    ObjectRef ref = live.ref();
    boolean self = ref.equals(ArgoStore.ref(application.id()));
    boolean definition = ref.kind().equals("CustomResourceDefinition");
    boolean kept =
        options.forbids("Delete", SyncOptions.of(live.content()))
            || live.annotation(HELM_POLICY).equals("keep");
    boolean after = Hook.of(live.content()).deletionPhases().contains(SyncPhase.POST_DELETE);
    return !self && !definition && !kept && !after;
  }

  private static int wave(LiveObject live) {
    return Hook.of(live.content()).wave();
  }

  private Instant deletionTime(ArgoApplication application) {
    try {
      return Instant.parse(application.metadata().deletionTimestamp());
    } catch (DateTimeParseException _) {
      return around.clock().instant();
    }
  }

  private Optional<ArgoApplication> obstructed(ArgoApplication application, Obstacle obstacle) {
    if (!obstacle.error()) {
      return Optional.of(application);
    }
    LOG.warn("{} cannot be deleted: {}", name, obstacle.message());
    List<ArgoStatus.Condition> conditions =
        ArgoConditions.replaced(
            application.status().conditions(),
            List.of("DeletionError"),
            List.of(ArgoComparer.condition("DeletionError", obstacle.message())),
            around.clock());
    return around
        .store()
        .write(
            new ArgoStore.Change(application)
                .status(application.status().withConditions(conditions)));
  }

  /** Takes finalizers off: those of one purpose, or all of ours. */
  private Optional<ArgoApplication> let(ArgoApplication application, String prefix) {
    List<String> gone = new ArrayList<>();
    for (String one :
        prefix.isEmpty()
            ? List.of(
                ArgoNames.RESOURCES_FINALIZER,
                ArgoNames.PRE_DELETE_FINALIZER,
                ArgoNames.POST_DELETE_FINALIZER)
            : List.of(prefix)) {
      gone.addAll(finalizers(application, one));
    }
    List<String> kept = new ArrayList<>(application.metadata().finalizers());
    kept.removeAll(gone);
    return around.store().finalizers(application, kept);
  }
}
