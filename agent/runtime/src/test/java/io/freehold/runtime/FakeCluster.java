package io.freehold.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.ApiGroup;
import io.freehold.api.FieldValidation;
import io.freehold.api.ObjectRef;
import io.freehold.api.Propagation;
import io.freehold.engine.ApplyResult;
import io.freehold.engine.ClusterPort;
import io.freehold.engine.LiveObject;
import io.freehold.engine.Manifest;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A cluster in memory. Server-side apply replaces what is applied as a whole and writes an honest
 * managedFields entry; every change is told to watches at once.
 */
final class FakeCluster implements ClusterPort {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What was asked for, as {@code apply ConfigMap shop/a}. */
  final List<String> calls = new ArrayList<>();

  /** Answers for objects by name, instead of applying them. */
  final Map<String, ApplyResult.Rejected> refusals = new HashMap<>();

  /** Names of objects that keep existing when they are deleted, as with a finalizer. */
  final Set<String> lingering = new HashSet<>();

  /** Names of objects of which no change is taken, until they are created again. */
  final Set<String> immutable = new HashSet<>();

  /** What others do to objects by name once they are created, before their creator knows. */
  final Map<String, Consumer<ObjectNode>> reactions = new HashMap<>();

  /** Kinds that cannot be listed, until {@link #list}. */
  final Set<String> unlistable = new HashSet<>();

  private final TreeMap<ObjectRef, ObjectNode> objects = new TreeMap<>();
  private final Map<String, WatchListener> watches = new HashMap<>();
  private long version = 100;

  /** What is watched one by one. */
  final Map<WatchListener, ObjectRef> singles = new HashMap<>();

  /** What was done in the name of users other than the usual one. */
  final List<String> acting = new ArrayList<>();

  @Override
  public ClusterPort as(String user) {
    return (ClusterPort)
        Proxy.newProxyInstance(
            FakeCluster.class.getClassLoader(),
            new Class<?>[] {ClusterPort.class},
            (_, method, arguments) -> {
              acting.add(user + " " + method.getName());
              return method.invoke(this, arguments);
            });
  }

  @Override
  public Optional<ResourceKind> kind(String apiVersion, String kind) {
    return Optional.of(kindOf(apiVersion, kind));
  }

  @Override
  public ApplyResult apply(Manifest manifest, FieldValidation validation) {
    ObjectRef ref = manifest.ref();
    calls.add("apply " + ref);
    ApplyResult result = applied(manifest);
    if (result instanceof ApplyResult.Applied(LiveObject live, boolean _)
        && !live.content().equals(objects.get(ref))) {
      objects.put(ref, (ObjectNode) live.content().deepCopy());
      tell(ref, objects.get(ref));
      Consumer<ObjectNode> reaction = reactions.remove(ref.name());
      if (reaction != null) {
        change(ref, reaction);
      }
    }
    return result;
  }

  @Override
  public ApplyResult replace(Manifest manifest, LiveObject live) {
    calls.add("replace " + manifest.ref());
    return apply(manifest);
  }

  @Override
  public ApplyResult takeOver(Manifest manifest, LiveObject live) {
    return new ApplyResult.Applied(live, false);
  }

  @Override
  public ApplyResult preview(Manifest manifest) {
    calls.add("preview " + manifest.ref());
    return applied(manifest);
  }

  private ApplyResult applied(Manifest manifest) {
    ObjectRef ref = manifest.ref();
    ApplyResult.Rejected refusal = refusals.get(ref.name());
    if (refusal != null) {
      return refusal;
    }
    ObjectNode before = objects.get(ref);
    if (before != null && immutable.contains(ref.name())) {
      return new ApplyResult.Rejected(
          ApplyResult.Retry.NEVER, 422, "Invalid", "field is immutable");
    }
    ObjectNode content = manifest.content().deepCopy();
    ObjectNode metadata = (ObjectNode) content.path("metadata");
    ObjectNode fields = fields(manifest.content());
    fields.remove(List.of("apiVersion", "kind"));
    ((ObjectNode) fields.path("f:metadata")).remove(List.of("f:name", "f:namespace"));
    metadata.put("uid", before == null ? "uid-" + ++version : uid(before));
    metadata
        .putArray("managedFields")
        .addObject()
        .put("manager", ApiGroup.FIELD_MANAGER)
        .put("operation", "Apply")
        .put("fieldsType", "FieldsV1")
        .set("fieldsV1", fields);
    if (before != null) {
      ObjectNode same = content.deepCopy();
      same.withObjectProperty("metadata").put("resourceVersion", version(before));
      if (same.equals(before)) {
        return new ApplyResult.Applied(live(ref, before), false);
      }
    }
    metadata.put("resourceVersion", Long.toString(++version));
    return new ApplyResult.Applied(live(ref, content), before == null);
  }

  @Override
  public ApplyResult applyRemovingCollisions(Manifest manifest, LiveObject live) {
    return apply(manifest);
  }

  @Override
  public Optional<LiveObject> get(String apiVersion, ObjectRef ref) {
    return Optional.ofNullable(objects.get(ref)).map(content -> live(ref, content));
  }

  @Override
  public boolean delete(String apiVersion, ObjectRef ref, String uid, Propagation propagation) {
    calls.add("delete " + ref);
    ObjectNode content = objects.get(ref);
    if (content == null || !uid(content).equals(uid)) {
      return false;
    }
    if (lingering.contains(ref.name()) || !content.path("metadata").path("finalizers").isEmpty()) {
      change(
          ref,
          object ->
              object
                  .withObjectProperty("metadata")
                  .put("deletionTimestamp", "2026-01-01T00:00:00Z"));
    } else {
      remove(ref);
    }
    return true;
  }

  @Override
  public boolean release(String apiVersion, ObjectRef ref, String finalizer) {
    ObjectNode content = objects.get(ref);
    if (content != null
        && content.path("metadata").path("finalizers").toString().contains(finalizer)) {
      calls.add("release " + ref);
      change(ref, object -> object.withObjectProperty("metadata").remove("finalizers"));
      if (content.path("metadata").has("deletionTimestamp")) {
        remove(ref);
      }
    }
    return true;
  }

  @Override
  public List<ResourceKind> labelledKinds() {
    return objects.values().stream()
        .map(content -> kindOf(content.path("apiVersion").asText(), content.path("kind").asText()))
        .distinct()
        .toList();
  }

  @Override
  public void watch(ResourceKind kind, WatchListener listener) {
    watches.put(kind.kind(), listener);
    if (unlistable.contains(kind.kind())) {
      listener.failed("403 Forbidden");
    } else {
      list(kind.kind());
    }
  }

  @Override
  public Watch watchOne(String apiVersion, ObjectRef ref, WatchListener listener) {
    singles.put(listener, ref);
    listener.listing();
    if (objects.containsKey(ref)) {
      listener.seen(live(ref, objects.get(ref)));
    }
    listener.listed();
    return () -> singles.remove(listener);
  }

  /** Somebody else creates an object. */
  void create(Manifest manifest) {
    ObjectNode content = manifest.content().deepCopy();
    content
        .withObjectProperty("metadata")
        .put("uid", "uid-" + ++version)
        .put("resourceVersion", Long.toString(version));
    objects.put(manifest.ref(), content);
    tell(manifest.ref(), content);
  }

  /** Lists a watched kind: for the first time, or again. */
  void list(String kind) {
    unlistable.remove(kind);
    WatchListener listener = java.util.Objects.requireNonNull(watches.get(kind), kind);
    listener.listing();
    objects.forEach((ref, content) -> {
      if (ref.kind().equals(kind)) {
        listener.seen(live(ref, content));
      }
    });
    listener.listed();
  }

  /** Somebody else changes an object, and the event of it is lost. */
  void changeUnseen(ObjectRef ref, Consumer<ObjectNode> change) {
    WatchListener listener = watches.remove(ref.kind());
    change(ref, change);
    watches.put(ref.kind(), java.util.Objects.requireNonNull(listener));
  }

  /** Somebody else changes an object. */
  void change(ObjectRef ref, Consumer<ObjectNode> change) {
    ObjectNode content = java.util.Objects.requireNonNull(objects.get(ref), ref.toString());
    content = content.deepCopy();
    change.accept(content);
    content.withObjectProperty("metadata").put("resourceVersion", Long.toString(++version));
    objects.put(ref, content);
    tell(ref, content);
  }

  /** Somebody else removes an object. */
  void remove(ObjectRef ref) {
    objects.remove(ref);
    watching(ref).forEach(listener -> listener.gone(ref));
    WatchListener listener = watches.get(ref.kind());
    if (listener != null) {
      listener.gone(ref);
    }
  }

  /** The content of an object, which must exist. */
  JsonNode content(ObjectRef ref) {
    return java.util.Objects.requireNonNull(objects.get(ref), ref.toString());
  }

  /** Names of all objects. */
  List<String> names() {
    return objects.keySet().stream().map(ObjectRef::name).toList();
  }

  /** What was asked for since the last call. */
  List<String> asked() {
    List<String> asked = List.copyOf(calls);
    calls.clear();
    return asked;
  }

  private List<WatchListener> watching(ObjectRef ref) {
    return singles.entrySet().stream()
        .filter(single -> single.getValue().equals(ref))
        .map(Map.Entry::getKey)
        .toList();
  }

  private void tell(ObjectRef ref, ObjectNode content) {
    watching(ref).forEach(listener -> listener.seen(live(ref, content)));
    WatchListener listener = watches.get(ref.kind());
    if (listener != null && !unlistable.contains(ref.kind())) {
      listener.seen(live(ref, content));
    }
  }

  private static ObjectNode fields(JsonNode content) {
    ObjectNode fields = JSON.createObjectNode();
    content
        .properties()
        .forEach(field ->
            fields.set(
                "f:" + field.getKey(),
                field.getValue().isObject() ? fields(field.getValue()) : JSON.createObjectNode()));
    fields.remove(List.of("f:apiVersion", "f:kind"));
    return fields;
  }

  private static ResourceKind kindOf(String apiVersion, String kind) {
    return new ResourceKind(
        apiVersion, kind, kind.toLowerCase(java.util.Locale.ROOT) + "s", !kind.equals("Namespace"));
  }

  private static LiveObject live(ObjectRef ref, ObjectNode content) {
    return new LiveObject(ref, uid(content), version(content), content.deepCopy());
  }

  private static String uid(JsonNode content) {
    return content.path("metadata").path("uid").asText();
  }

  private static String version(JsonNode content) {
    return content.path("metadata").path("resourceVersion").asText();
  }
}
