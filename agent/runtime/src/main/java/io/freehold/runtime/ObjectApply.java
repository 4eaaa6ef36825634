package io.freehold.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.api.Adoption;
import io.freehold.api.ApiGroup;
import io.freehold.api.TrackingId;
import io.freehold.engine.ApplyResult;
import io.freehold.engine.ApplyResult.Applied;
import io.freehold.engine.ApplyResult.Rejected;
import io.freehold.engine.ClusterPort;
import io.freehold.engine.LiveObject;
import io.freehold.engine.Manifest;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets one object into the cluster as its rules say. An object about which nothing special is said
 * costs one request. Blocks; thread safe.
 */
final class ObjectApply {
  private static final Logger LOG = LoggerFactory.getLogger(ObjectApply.class);
  private static final int UNPROCESSABLE = 422;
  private static final Duration GONE_WITHIN = Duration.ofSeconds(60);

  /** What holds other objects or data: it is never deleted only to be changed. */
  private static final Set<String> KEPT =
      Set.of("Namespace", "CustomResourceDefinition", "PersistentVolume", "PersistentVolumeClaim");

  private final ClusterPort cluster;

  ObjectApply(ClusterPort cluster) {
    this.cluster = cluster;
  }

  /**
   * Applies an object.
   *
   * @param manifest the object; its content may be changed
   */
  ApplyResult apply(Manifest manifest, WriteRules rules) {
    Optional<LiveObject> live =
        rules.looksFirst() ? cluster.get(manifest.apiVersion(), manifest.ref()) : Optional.empty();
    Optional<String> why = live.flatMap(there -> notAdopted(manifest, there, rules.adopt()));
    if (why.isPresent()) {
      return new Rejected(ApplyResult.Retry.LATER, 0, "NotAdopted", why.get());
    }
    adoptIgnored(manifest, live, rules);
    ApplyResult result;
    if (rules.replace() && live.isPresent()) {
      result = cluster.replace(manifest, live.get());
    } else if (rules.mend() && live.isPresent()) {
      result = cluster.applyRemovingCollisions(manifest, live.get());
    } else {
      result = cluster.apply(manifest, rules.validation());
    }
    // A duplicate where items have names, a missing name where there was one item, a field that
    // cannot be changed: no message tells for sure.
    if (result instanceof Rejected refused && refused.code() == UNPROCESSABLE) {
      result = mended(manifest, rules, refused);
    }
    return result instanceof Applied applied && !applied.created() && rules.takeOver()
        ? takenOver(manifest, applied)
        : result;
  }

  /** The object is in place already: that it cannot be taken over is no reason to fail. */
  private ApplyResult takenOver(Manifest manifest, Applied applied) {
    return switch (cluster.takeOver(manifest, applied.live())) {
      case Applied taken -> taken;
      case Rejected refused -> {
        LOG.warn("{} is applied, but not taken over: {}", manifest.ref(), refused.message());
        yield applied;
      }
    };
  }

  /** What is to be compared with the cluster: the object as it would be applied. */
  Manifest asApplied(Manifest manifest, LiveObject live, WriteRules rules) {
    adoptIgnored(manifest, Optional.of(live), rules);
    return manifest;
  }

  private static void adoptIgnored(Manifest manifest, Optional<LiveObject> live, WriteRules rules) {
    if (rules.respectIgnored() && live.isPresent()) {
      rules.ignored().adopt(manifest.content(), live.get().content());
    }
  }

  private ApplyResult mended(Manifest manifest, WriteRules rules, Rejected refused) {
    Optional<LiveObject> live = cluster.get(manifest.apiVersion(), manifest.ref());
    if (live.isEmpty()) {
      return refused;
    }
    ApplyResult result = cluster.applyRemovingCollisions(manifest, live.get());
    if (!(result instanceof Rejected) || !rules.force()) {
      return result;
    }
    if (KEPT.contains(manifest.ref().kind())) {
      return new Rejected(
          ApplyResult.Retry.NEVER,
          UNPROCESSABLE,
          refused.reason(),
          refused.message() + "; a " + manifest.ref().kind() + " is never deleted to be changed");
    }
    return recreated(manifest, live.get(), rules, refused);
  }

  private ApplyResult recreated(
      Manifest manifest, LiveObject live, WriteRules rules, Rejected refused) {
    LOG.info("{} is deleted and created again: {}", manifest.ref(), refused.message());
    cluster.delete(manifest.apiVersion(), manifest.ref(), live.uid());
    boolean gone =
        ObjectWait.until(
            () ->
                cluster
                    .get(manifest.apiVersion(), manifest.ref())
                    .filter(now -> now.uid().equals(live.uid()))
                    .isEmpty(),
            cluster,
            manifest.apiVersion(),
            manifest.ref(),
            GONE_WITHIN);
    if (gone) {
      return cluster.apply(manifest, rules.validation());
    }
    return new Rejected(
        ApplyResult.Retry.LATER,
        0,
        "BeingDeleted",
        manifest.ref() + " is not gone yet; something holds it by a finalizer");
  }

  private static Optional<String> notAdopted(
      Manifest manifest, LiveObject live, Adoption adoption) {
    String ours = mark(manifest.content());
    String theirs = live.annotation(ApiGroup.TRACKING_ANNOTATION);
    if (theirs.equals(ours) || adoption == Adoption.ALWAYS) {
      return Optional.empty();
    }
    Optional<TrackingId> owner =
        TrackingId.parse(theirs).filter(mark -> mark.object().equals(live.ref()));
    if (owner.isPresent()) {
      return Optional.of(
          "%s belongs to Application %s; keep it in one of them"
              .formatted(live.ref(), owner.get().application()));
    }
    return adoption == Adoption.NEVER
        ? Optional.of(
            "%s is there already and spec.sync.options.adopt is Never".formatted(live.ref()))
        : Optional.empty();
  }

  private static String mark(JsonNode object) {
    return object
        .path("metadata")
        .path("annotations")
        .path(ApiGroup.TRACKING_ANNOTATION)
        .asText("");
  }
}
