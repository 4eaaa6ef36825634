package io.freehold.engine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.ApiGroup;
import io.freehold.api.ObjectRef;
import java.util.List;

/**
 * A hook in one of its phases.
 *
 * @param phase phase in which it runs
 * @param object the object; its name may still be missing, see {@link #in}
 * @param policies when it is deleted
 */
public record PreparedHook(SyncPhase phase, Prepared object, List<HookDeletePolicy> policies) {
  /**
   * Annotation with the operation and phase that created a hook object. It is what keeps a hook
   * from running twice: whoever finds it need not create the object again.
   */
  public static final String OPERATION = "freehold.io/operation";

  public PreparedHook {
    policies = List.copyOf(policies);
  }

  /** Whether an object that is left from another operation is deleted first. */
  boolean clearsBefore() {
    return policies.contains(HookDeletePolicy.BEFORE_HOOK_CREATION);
  }

  /** The hook as one operation creates it: named, marked, and held by our finalizer. */
  PreparedHook in(OperationId id) {
    Manifest manifest = object.manifest();
    ObjectNode content = manifest.content();
    ObjectNode metadata = content.withObjectProperty("metadata");
    ObjectRef ref = manifest.ref();
    if (ref.name().isEmpty()) {
      String name = metadata.path("generateName").asText() + id.suffix(phase);
      metadata.remove("generateName");
      metadata.put("name", name);
      ref = new ObjectRef(ref.group(), ref.kind(), ref.namespace(), name);
      Marks.track(metadata, object.application(), ref);
    }
    metadata.withObjectProperty("annotations").put(OPERATION, id.mark(phase));
    ArrayNode finalizers = Marks.finalizers(metadata, Hook.FINALIZER);
    finalizers.add(Hook.FINALIZER);
    return new PreparedHook(
        phase,
        new Prepared(
            new Manifest(manifest.apiVersion(), ref, content, manifest.origin()),
            object.application(),
            object.wave()),
        policies);
  }

  /**
   * Whether an object of the cluster is one that an earlier sync may have left: a hook too, and of
   * no other application.
   */
  public boolean mayReplace(LiveObject live) {
    return Hook.of(live.content()).isHook()
        && (live.annotation(ApiGroup.TRACKING_ANNOTATION).isEmpty()
            || Marks.owned(live, object.application()));
  }

  /** Whether an object of the cluster was created by this very run of the hook. */
  public boolean created(LiveObject live) {
    String mark =
        object.manifest().content().path("metadata").path("annotations").path(OPERATION).asText();
    return !mark.isEmpty() && live.annotation(OPERATION).equals(mark);
  }
}
