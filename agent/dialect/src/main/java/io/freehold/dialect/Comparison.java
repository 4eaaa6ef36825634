package io.freehold.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.ApplicationStatus.Health;
import io.freehold.api.HealthState;
import io.freehold.api.ObjectRef;
import io.freehold.engine.Hook;
import io.freehold.engine.LiveObject;
import io.freehold.engine.ObjectDiff;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What Git wants beside what is in the cluster.
 *
 * @param items every object of either side, in order
 * @param synced whether there is no difference that counts
 * @param health the worst health of all objects that count
 * @param healthMessage which objects are that bad
 */
public record Comparison(
    List<Item> items, boolean synced, HealthState health, String healthMessage) {
  private static final int NAMED = 3;

  public Comparison {
    items = List.copyOf(items);
  }

  /**
   * One object.
   *
   * @param ref identity
   * @param target what Git wants; null when it wants nothing
   * @param live what is there; null when nothing is
   * @param hook whether it is a hook, which is not compared
   * @param compared whether it counts at all: hooks and what asks to be skipped do not
   * @param different whether it differs
   * @param health its health, if its kind has one
   */
  public record Item(
      ObjectRef ref,
      @Nullable Target target,
      @Nullable LiveObject live,
      boolean hook,
      boolean compared,
      boolean different,
      Optional<Health> health) {
    /** Whether it is there although Git does not want it. */
    public boolean extra() {
      return target == null && live != null && !hook;
    }

    /** Content of whichever side there is, what Git wants first. */
    public JsonNode content() {
      return target != null
          ? target.content()
          : live != null ? live.content() : Json.MAPPER.createObjectNode();
    }

    /** As it is listed in the status. */
    public ArgoStatus.Resource resource(SyncOptions options, boolean self) {
      JsonNode content = content();
      String apiVersion = content.path("apiVersion").asText();
      boolean extra = extra() && !self;
      SyncOptions own = SyncOptions.of(live == null ? content : live.content());
      return new ArgoStatus.Resource(
          ref.group(),
          apiVersion.substring(apiVersion.indexOf('/') + 1),
          ref.kind(),
          ref.namespace(),
          ref.name(),
          compared ? (different ? "OutOfSync" : "Synced") : "",
          health
              .map(one -> new ArgoStatus.Health(one.status().toString(), one.message(), ""))
              .orElse(null),
          hook,
          extra,
          (extra && options.confirms("Prune", own)) || options.confirms("Delete", own),
          Hook.of(content).wave());
    }
  }

  /**
   * Compares.
   *
   * @param targets what Git wants, hooks included
   * @param live what is there of it, and what is marked as the Application's
   * @param modified whether an object differs from what is wanted
   * @param self identity of the Application itself, which does not count for its own health
   */
  public static Comparison of(
      List<Target> targets,
      Map<ObjectRef, LiveObject> live,
      BiPredicate<Target, LiveObject> modified,
      ObjectHealth healths,
      ObjectRef self) {
    Map<ObjectRef, Target> wanted = new TreeMap<>();
    for (Target target : targets) {
      if (!target.ref().name().isEmpty()) {
        wanted.put(target.ref(), target);
      }
    }
    Map<ObjectRef, Item> items = new TreeMap<>();
    for (Target target : wanted.values()) {
      LiveObject there = live.get(target.ref());
      Hook hook = target.hook();
      boolean compared = !hook.isHook() && !hook.isSkipped();
      boolean different = compared && (there == null || modified.test(target, there));
      items.put(
          target.ref(),
          item(target.ref(), target, there, hook.isHook(), compared, different, healths));
    }
    for (LiveObject there : live.values()) {
      if (!items.containsKey(there.ref())) {
        Hook hook = Hook.of(there.content());
        boolean compared = !hook.isHook() && !hook.isSkipped();
        items.put(
            there.ref(),
            item(there.ref(), null, there, hook.isHook(), compared, compared, healths));
      }
    }
    return summed(new ArrayList<>(items.values()), self);
  }

  private static Item item(
      ObjectRef ref,
      @Nullable Target target,
      @Nullable LiveObject there,
      boolean hook,
      boolean compared,
      boolean different,
      ObjectHealth healths) {
    Optional<Health> health =
        there != null
            ? healths.of(there.content())
            : hook ? Optional.empty() : Optional.of(new Health(HealthState.MISSING, ""));
    return new Item(ref, target, there, hook, compared, different, health);
  }

  private static Comparison summed(List<Item> items, ObjectRef self) {
    boolean synced =
        items.stream()
            .filter(item -> item.different() && !item.ref().equals(self))
            .allMatch(item ->
                item.extra()
                    && SyncOptions.of(item.content(), ArgoNames.COMPARE_OPTIONS)
                        .has("IgnoreExtraneous"));
    List<Item> counting =
        items.stream()
            .filter(item -> item.compared() && !item.ref().equals(self))
            .filter(item -> !ignoresHealth(item))
            .toList();
    boolean nothingThere =
        !counting.isEmpty() && counting.stream().allMatch(item -> item.live() == null);
    if (nothingThere) {
      return new Comparison(items, synced, HealthState.MISSING, "");
    }
    HealthState worst = HealthState.HEALTHY;
    List<String> causes = new ArrayList<>();
    for (Item item : counting) {
      HealthState state = item.health().map(Health::status).orElse(HealthState.HEALTHY);
      boolean child =
          item.ref().group().equals(ArgoNames.GROUP)
              && item.ref().kind().equals(ArgoApplication.KIND);
      boolean counts =
          item.live() != null
              && !(child && (state == HealthState.MISSING || state == HealthState.UNKNOWN));
      if (counts && state.compareTo(worst) > 0) {
        worst = state;
        causes.clear();
      }
      if (counts && state == worst && worst != HealthState.HEALTHY) {
        causes.add(
            (item.ref().group().isEmpty() ? "" : item.ref().group() + "/")
                + item.ref().kind()
                + ":"
                + item.ref().namespace()
                + "/"
                + item.ref().name());
      }
    }
    String message =
        causes.isEmpty()
            ? ""
            : "Caused by "
                + String.join(", ", causes.subList(0, Math.min(NAMED, causes.size())))
                + (causes.size() > NAMED ? ", …" : "");
    return new Comparison(items, synced, worst, message);
  }

  private static boolean ignoresHealth(Item item) {
    JsonNode content = item.live() != null ? item.live().content() : item.content();
    return content
        .path("metadata")
        .path("annotations")
        .path(ArgoNames.IGNORE_HEALTH)
        .asText()
        .equals("true");
  }

  /**
   * Whether an object differs from what is wanted, as a client-side or server-side apply would see
   * it.
   *
   * @param serverSide whether objects are applied by the server
   */
  public static boolean modified(
      Target target,
      LiveObject live,
      IgnoreRules ignored,
      boolean aggregatedRoles,
      boolean serverSide) {
    ObjectNode want = target.content().deepCopy();
    ObjectNode there = live.content().deepCopy();
    // Status is nobody's wish.
    want.remove("status");
    there.remove("status");
    ignored.strip(target.ref(), want, there);
    ObjectDiff diff = new ObjectDiff(aggregatedRoles);
    return serverSide
        ? diff.modifiedByServer(Optional.of(want), Optional.of(there), ArgoNames.MANAGER)
        : diff.modified(Optional.of(want), Optional.of(there), ArgoNames.MANAGER);
  }
}
