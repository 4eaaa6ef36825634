package io.freehold.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.freehold.engine.ClusterPort.ResourceKind;
import io.freehold.engine.ClusterUnreachableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * What the API server serves, from its aggregated discovery: two requests, which cost nothing when
 * nothing changed (ETag). Read again when it was said to be outdated, and, at most once a second,
 * when somebody asks for an unknown kind.
 */
final class Discovery {
  private static final String ACCEPT =
      "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
  private static final List<String> PATHS = List.of("/api", "/apis");
  private static final Set<String> WATCHABLE = Set.of("list", "watch", "delete");
  private static final long UNKNOWN_EVERY_NANOS = Duration.ofSeconds(1).toNanos();

  // After a failure, known kinds are answered from what is known for so long.
  private static final long PATIENCE_NANOS = Duration.ofSeconds(5).toNanos();

  private final ApiServer server;
  private final LongSupplier nanoTime;
  private final Object lock = new Object();
  // Guarded by lock.
  private final Map<String, Part> parts = new LinkedHashMap<>();
  private long readAt;

  private volatile Snapshot snapshot = Snapshot.NONE;
  private volatile boolean outdated = true;
  private volatile long reads;
  private volatile long failedAt;

  Discovery(ApiServer server, LongSupplier nanoTime) {
    this.server = server;
    this.nanoTime = nanoTime;
    this.failedAt = nanoTime.getAsLong() - PATIENCE_NANOS;
  }

  /**
   * A kind in one version; empty when it is not served.
   *
   * @throws ClusterUnreachableException when that cannot be told
   */
  Optional<ResourceKind> find(String apiVersion, String kind) {
    Key key = new Key(apiVersion, kind);
    long before = reads;
    ResourceKind known = snapshot.kinds().get(key);
    if (known != null && (!outdated || nanoTime.getAsLong() - failedAt < PATIENCE_NANOS)) {
      return Optional.of(known);
    }
    try {
      refresh(before);
    } catch (ClusterUnreachableException e) {
      if (known == null) {
        throw e;
      }
      // What was served is most likely served still; the request that follows will tell.
      return Optional.of(known);
    }
    return Optional.ofNullable(snapshot.kinds().get(key));
  }

  /**
   * Every resource, in the version that the API server prefers, whose objects can be listed,
   * watched and deleted.
   */
  List<ResourceKind> watchable() {
    refresh(reads);
    return snapshot.watchable();
  }

  /**
   * Every group version as {@code apps/v1}, and every kind as {@code apps/v1/Deployment}; sorted.
   */
  List<String> served() {
    if (outdated) {
      refresh(reads);
    }
    Set<String> served = new TreeSet<>();
    for (Key key : snapshot.kinds().keySet()) {
      served.add(key.apiVersion());
      served.add(key.apiVersion() + "/" + key.kind());
    }
    return List.copyOf(served);
  }

  /** The next question looks again. */
  void outdate() {
    outdated = true;
  }

  private void refresh(long before) {
    synchronized (lock) {
      if (reads != before && !outdated) {
        // Somebody else has just looked.
        return;
      }
      if (!outdated && nanoTime.getAsLong() - readAt < UNKNOWN_EVERY_NANOS) {
        return;
      }
      // Before reading: what is outdated while we read is read again.
      outdated = false;
      boolean changed = false;
      try {
        for (String path : PATHS) {
          changed |= read(path);
        }
      } catch (ClusterUnreachableException e) {
        outdated = true;
        failedAt = nanoTime.getAsLong();
        throw e;
      }
      readAt = nanoTime.getAsLong();
      if (changed) {
        snapshot = Snapshot.of(List.copyOf(parts.values()));
      }
      reads = reads + 1;
    }
  }

  private boolean read(String path) {
    Part known = parts.get(path);
    Answer answer =
        known == null || known.etag().isEmpty()
            ? server.read(path, ACCEPT)
            : server.read(path, ACCEPT, "If-None-Match", known.etag());
    if (answer.status() == 304) {
      return false;
    }
    JsonNode groups = answer.ok() ? answer.json() : MissingNode.getInstance();
    if (!groups.path("kind").asText().equals("APIGroupDiscoveryList")) {
      throw new ClusterUnreachableException(
          "no aggregated discovery at "
              + path
              + " (Kubernetes 1.30 or newer is needed): "
              + answer.failure());
    }
    parts.put(path, Part.of(answer.headers().firstValue("ETag").orElse(""), groups));
    return true;
  }

  private record Key(String apiVersion, String kind) {}

  /** What one of the two documents says. */
  private record Part(String etag, Map<Key, ResourceKind> kinds, List<ResourceKind> watchable) {
    static Part of(String etag, JsonNode groups) {
      Map<Key, ResourceKind> kinds = new HashMap<>();
      List<ResourceKind> watchable = new ArrayList<>();
      for (JsonNode group : groups.path("items")) {
        String name = group.path("metadata").path("name").asText("");
        Set<String> seen = new HashSet<>();
        for (JsonNode version : group.path("versions")) {
          String text = version.path("version").asText();
          String apiVersion = name.isEmpty() ? text : name + "/" + text;
          for (JsonNode resource : version.path("resources")) {
            ResourceKind kind = kind(apiVersion, resource);
            kinds.put(new Key(apiVersion, kind.kind()), kind);
            // Versions come in the order of preference.
            if (seen.add(kind.plural()) && isWatchable(resource)) {
              watchable.add(kind);
            }
          }
        }
      }
      return new Part(etag, kinds, watchable);
    }

    private static ResourceKind kind(String apiVersion, JsonNode resource) {
      return new ResourceKind(
          apiVersion,
          resource.path("responseKind").path("kind").asText(),
          resource.path("resource").asText(),
          resource.path("scope").asText().equals("Namespaced"));
    }

    private static boolean isWatchable(JsonNode resource) {
      Set<String> verbs = new HashSet<>();
      resource.path("verbs").forEach(verb -> verbs.add(verb.asText()));
      return verbs.containsAll(WATCHABLE);
    }
  }

  private record Snapshot(Map<Key, ResourceKind> kinds, List<ResourceKind> watchable) {
    static final Snapshot NONE = new Snapshot(Map.of(), List.of());

    static Snapshot of(List<Part> parts) {
      Map<Key, ResourceKind> kinds = new HashMap<>();
      List<ResourceKind> watchable = new ArrayList<>();
      for (Part part : parts) {
        kinds.putAll(part.kinds());
        watchable.addAll(part.watchable());
      }
      return new Snapshot(Map.copyOf(kinds), List.copyOf(watchable));
    }
  }
}
