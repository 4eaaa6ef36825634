package io.freehold.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whether an object of the cluster differs from what is wanted, in the ways in which Argo CD tells.
 * Freehold itself compares what it applied with what is there ({@link DriftDetector}); this is for
 * objects that it has not applied yet, and for those who ask in Argo CD's terms.
 */
public final class ObjectDiff {
  private static final String SYNC_OPTIONS = "argocd.argoproj.io/sync-options";

  private final boolean ignoreAggregatedRoles;

  /**
   * A comparison.
   *
   * @param ignoreAggregatedRoles whether the rules of aggregated roles are not looked at
   */
  public ObjectDiff(boolean ignoreAggregatedRoles) {
    this.ignoreAggregatedRoles = ignoreAggregatedRoles;
  }

  /**
   * As {@code kubectl apply} would see it: what was applied last counts, where it is known; an
   * object that asks for server-side apply is compared in that way.
   */
  public boolean modified(Optional<JsonNode> wanted, Optional<JsonNode> live, String manager) {
    if (wanted.isEmpty() || live.isEmpty()) {
      return createdOrDeleted(wanted, live);
    }
    if (Annotations.of(wanted.get()).values(SYNC_OPTIONS).contains("ServerSideApply=true")) {
      return modifiedByServer(wanted, live, manager);
    }
    return LastApplied.of(live.get())
        .map(before -> threeWay(before, wanted.get(), live.get()))
        .orElseGet(() -> threeWay(wanted.get(), wanted.get(), live.get()));
  }

  /** As if what is wanted had been applied before. */
  public boolean modifiedTwoWay(Optional<JsonNode> wanted, Optional<JsonNode> live) {
    if (wanted.isEmpty() || live.isEmpty()) {
      return createdOrDeleted(wanted, live);
    }
    return threeWay(wanted.get(), wanted.get(), live.get());
  }

  /**
   * As a server-side apply would see it, without asking the server.
   *
   * @param manager field manager that applies
   */
  public boolean modifiedByServer(
      Optional<JsonNode> wanted, Optional<JsonNode> live, String manager) {
    if (wanted.isEmpty() || live.isEmpty()) {
      return createdOrDeleted(wanted, live);
    }
    ObjectNode there = Canonical.of(live.get(), ignoreAggregatedRoles);
    SortedMap<String, JsonNode> want =
        FlatObject.of(Canonical.of(wanted.get(), ignoreAggregatedRoles));
    JsonNode entries = there.path("metadata").path("managedFields");
    Set<String> ours = owned(entries, manager, true);
    Set<String> others = owned(entries, manager, false);
    LastApplied.remove(there);
    SortedMap<String, JsonNode> before = FlatObject.of(there);
    SortedMap<String, JsonNode> after = new TreeMap<>(before);
    after
        .keySet()
        .removeIf(path ->
            FlatObject.covers(ours, path)
                && !FlatObject.covers(others, path)
                && !FlatObject.covers(want.keySet(), path)
                && !above(want.keySet(), path));
    want.forEach((path, value) -> {
      if (!(value.isContainerNode() && value.isEmpty() && above(before.keySet(), path))) {
        after.put(path, value);
      }
    });
    after.keySet().removeIf(path -> empty(before.get(path)) && above(want.keySet(), path));
    return !same(before, after);
  }

  /**
   * As the server sees it.
   *
   * @param predicted what a dry run of the apply answered
   * @param manager field manager that applies
   * @param ignoreOthers whether what others would change on the way, as webhooks do, is not looked
   *     at
   * @throws IllegalArgumentException when the answer does not say what the manager owns
   */
  public boolean modifiedInDryRun(
      Optional<JsonNode> wanted,
      Optional<JsonNode> live,
      JsonNode predicted,
      String manager,
      boolean ignoreOthers) {
    if (wanted.isEmpty() || live.isEmpty()) {
      return createdOrDeleted(wanted, live);
    }
    SortedMap<String, JsonNode> before = FlatObject.of(served(live.get()));
    SortedMap<String, JsonNode> after = FlatObject.of(served(predicted));
    if (ignoreOthers) {
      JsonNode entries = predicted.path("metadata").path("managedFields");
      Set<String> ours = owned(entries, manager, true);
      if (ours.isEmpty()) {
        throw new IllegalArgumentException("no managed fields found for manager " + manager);
      }
      after
          .entrySet()
          .removeIf(field ->
              !before.containsKey(field.getKey()) && !FlatObject.covers(ours, field.getKey()));
      after.replaceAll((path, value) ->
          FlatObject.covers(ours, path) ? value : before.getOrDefault(path, value));
    }
    return !same(before, after);
  }

  private ObjectNode served(JsonNode object) {
    ObjectNode served = Canonical.of(object, ignoreAggregatedRoles);
    if (served.path("metadata") instanceof ObjectNode metadata) {
      metadata.remove("managedFields");
      metadata.remove("resourceVersion");
    }
    return served;
  }

  private boolean threeWay(JsonNode before, JsonNode wanted, JsonNode live) {
    ObjectNode applied = withoutNamespace(Canonical.of(before, ignoreAggregatedRoles));
    ObjectNode want = withoutNamespace(Canonical.of(wanted, ignoreAggregatedRoles));
    ObjectNode there = Canonical.of(live, ignoreAggregatedRoles);
    boolean builtIn = ListKeys.builtIn(before);
    ObjectNode merged = new ThreeWayMerge(builtIn).merge(applied, want, there);
    if (builtIn) {
      KindDefaults.fill(merged);
      KindDefaults.fill(there);
    }
    return !SortedJson.text(merged).equals(SortedJson.text(there));
  }

  private static ObjectNode withoutNamespace(ObjectNode object) {
    if (object.path("metadata") instanceof ObjectNode metadata) {
      metadata.remove("namespace");
      JsonNode annotations = metadata.path("annotations");
      if (annotations.isNull() || (annotations.isObject() && annotations.isEmpty())) {
        metadata.remove("annotations");
      }
    }
    return object;
  }

  private static boolean createdOrDeleted(Optional<JsonNode> wanted, Optional<JsonNode> live) {
    if (wanted.isEmpty() && live.isEmpty()) {
      throw new IllegalArgumentException("there is neither a wanted nor a live object");
    }
    return wanted.isPresent();
  }

  private static Set<String> owned(JsonNode entries, String manager, boolean own) {
    Set<String> paths = new TreeSet<>();
    for (JsonNode entry : entries) {
      if (entry.path("manager").asText().equals(manager) == own) {
        paths.addAll(
            FlatObject.owned(
                entry.path("fieldsV1").isObject()
                    ? entry.path("fieldsV1")
                    : JsonNodeFactory.instance.objectNode()));
      }
    }
    paths.remove("");
    return paths;
  }

  private static boolean above(Iterable<String> paths, String path) {
    for (String candidate : paths) {
      if (candidate.startsWith(path + "/")) {
        return true;
      }
    }
    return false;
  }

  private static boolean empty(@Nullable JsonNode value) {
    return value != null && value.isEmpty() && (value.isContainerNode() || value.isNull());
  }

  private static boolean same(SortedMap<String, JsonNode> one, SortedMap<String, JsonNode> other) {
    return one.keySet().equals(other.keySet())
        && one.entrySet().stream()
            .allMatch(field ->
                SortedJson.text(field.getValue())
                    .equals(
                        SortedJson.text(
                            other.getOrDefault(
                                field.getKey(), JsonNodeFactory.instance.missingNode()))));
  }
}
