package io.freehold.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.ApiGroup;
import io.freehold.api.Application;
import io.freehold.api.ApplicationId;
import io.freehold.api.DeletionPolicy;
import io.freehold.api.ObjectRef;
import io.freehold.api.TrackingId;
import java.util.List;

/** What is written on an object so that it can be recognised as ours, and what is taken off. */
public final class Marks {
  /**
   * Finalizer of Applications that prune: their objects go before they do. It is part of what the
   * parent applies, so that there is no moment at which it is missing.
   */
  public static final String FINALIZER = "freehold.io/prune";

  private static final List<String> SERVER_FIELDS =
      List.of(
          "managedFields",
          "resourceVersion",
          "uid",
          "generation",
          "creationTimestamp",
          "deletionTimestamp",
          "selfLink");

  private Marks() {}

  /**
   * Whether deleting this Application deletes its objects.
   *
   * @param policy what it says of its deletion
   * @param prune whether it prunes
   */
  public static boolean cascades(ApplicationId application, DeletionPolicy policy, boolean prune) {
    // Without its manifests the agent could not even finish the deletion, and the root has no end.
    return policy.deletes(prune)
        && !(application.namespace().equals(ApiGroup.SYSTEM_NAMESPACE)
            && (application.name().equals(ApiGroup.ROOT_APPLICATION)
                || application.name().equals(ApiGroup.AGENT_APPLICATION)));
  }

  /** A copy of an object as it is applied for an application. */
  static ObjectNode marked(Manifest manifest, ApplicationId application) {
    ObjectRef ref = manifest.ref();
    ObjectNode content = manifest.content().deepCopy();
    content.remove("status");
    SecretData.encode(ref, content);
    ObjectNode metadata = content.withObjectProperty("metadata");
    metadata.remove(SERVER_FIELDS);
    if (ref.namespace().isEmpty()) {
      metadata.remove("namespace");
    } else {
      metadata.put("namespace", ref.namespace());
    }
    track(metadata, application, ref);
    if (isApplication(ref)) {
      // A request is for one sync; from Git it would come again each time that it was taken.
      content.remove("operation");
      JsonNode prune = content.path("spec").path("sync").path("automated").path("prune");
      DeletionPolicy policy =
          DeletionPolicy.of(content.path("spec").path("deletionPolicy").asText(""));
      if (cascades(new ApplicationId(ref.namespace(), ref.name()), policy, prune.asBoolean(true))) {
        finalizers(metadata, FINALIZER).add(FINALIZER);
      }
    }
    return content;
  }

  /** Writes whose an object is. */
  static void track(ObjectNode metadata, ApplicationId application, ObjectRef ref) {
    object(metadata, "labels").put(ApiGroup.TRACKING_LABEL, application.hash());
    object(metadata, "annotations")
        .put(ApiGroup.TRACKING_ANNOTATION, new TrackingId(application, ref).toString());
  }

  /** Whether an object of the cluster says that it belongs to an application and is no copy. */
  public static boolean owned(LiveObject live, ApplicationId application) {
    return live.annotation(ApiGroup.TRACKING_ANNOTATION)
        .equals(new TrackingId(application, live.ref()).toString());
  }

  /** Whether an object is one of our Applications. */
  public static boolean isApplication(ObjectRef ref) {
    return ref.group().equals(ApiGroup.GROUP) && ref.kind().equals(Application.KIND);
  }

  private static ObjectNode object(ObjectNode parent, String field) {
    // "labels:" without a value is null in YAML and means none.
    return parent.path(field) instanceof ObjectNode object ? object : parent.putObject(field);
  }

  /** The finalizers of an object, without the given one. */
  static ArrayNode finalizers(ObjectNode metadata, String without) {
    ArrayNode finalizers =
        metadata.path("finalizers") instanceof ArrayNode array
            ? array
            : metadata.putArray("finalizers");
    for (int i = finalizers.size() - 1; i >= 0; i--) {
      if (finalizers.get(i).asText().equals(without)) {
        finalizers.remove(i);
      }
    }
    return finalizers;
  }
}
