package io.freehold.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.ObjectRef;
import io.freehold.dialect.ArgoNames;
import io.freehold.dialect.SyncOptions;
import io.freehold.dialect.SyncResults;
import io.freehold.dialect.Target;
import io.freehold.engine.ClientSideApply;
import io.freehold.engine.ClusterPort.ResourceKind;
import io.freehold.engine.Hook;
import io.freehold.engine.LiveObject;
import io.freehold.kube.KubeCluster;
import io.freehold.kube.ObjectRequests;
import io.freehold.kube.Reply;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes objects in the ways that the options of Argo CD name: applied by the client, applied by
 * the server, replaced, or deleted and created again. Blocks; thread safe.
 */
final class ArgoWriter {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CONFLICTS = 5;
  private static final int INVALID = 422;
  private static final Duration KIND_PATIENCE = Duration.ofSeconds(5);
  private static final Duration GONE_PATIENCE = Duration.ofSeconds(30);

  private final KubeCluster cluster;
  private final ObjectRequests requests;
  private final WriteGate gate;
  private final ArgoObjects objects;

  ArgoWriter(KubeCluster cluster, ObjectRequests requests, WriteGate gate, ArgoObjects objects) {
    this.cluster = cluster;
    this.requests = requests;
    this.gate = gate;
    this.objects = objects;
  }

  /** One that writes as another user. */
  ArgoWriter as(String user) {
    return new ArgoWriter(cluster, cluster.objectRequests(user), gate, objects);
  }

  /**
   * How objects are written.
   *
   * @param options options of the operation
   * @param force whether what cannot be changed is deleted and created again
   * @param dryRun whether nothing is changed
   * @param awaitKinds whether a kind that is unknown may become known in a moment
   */
  record Manner(SyncOptions options, boolean force, boolean dryRun, boolean awaitKinds) {}

  /**
   * What became of an object.
   *
   * @param status as results of syncs name it
   * @param message for people
   */
  record Outcome(String status, String message) {
    boolean failed() {
      return status.equals(SyncResults.SYNC_FAILED);
    }
  }

  /** Brings an object to what is wanted. */
  Outcome write(Target target, @Nullable LiveObject live, Manner manner) {
    Optional<ResourceKind> kind = kind(target, manner.awaitKinds());
    if (kind.isEmpty()) {
      return new Outcome(
          SyncResults.SYNC_FAILED,
          "The Kubernetes API could not find %s/%s for requested resource %s/%s. Make sure the \"%s\" CRD is installed on the destination cluster."
              .formatted(
                  target.ref().group(),
                  target.ref().kind(),
                  target.ref().namespace(),
                  target.ref().name(),
                  target.ref().kind()));
    }
    return new Attempt(target, kind.get(), manner).write(live);
  }

  /** What the API server would make of an object; empty when it does not say. */
  Optional<JsonNode> preview(Target target) {
    return cluster
        .kind(target.apiVersion(), target.ref().kind())
        .map(kind -> requests.apply(kind, target.ref(), target.content(), ArgoNames.MANAGER, true))
        .filter(Reply::ok)
        .map(Reply::content);
  }

  /** Deletes an object; empty when that was taken or it is gone. */
  String delete(LiveObject live, String propagation, boolean dryRun) {
    Optional<ResourceKind> kind =
        cluster.kind(live.content().path("apiVersion").asText(), live.ref().kind());
    if (kind.isEmpty()) {
      return "";
    }
    Reply reply =
        pass(() -> requests.delete(kind.get(), live.ref(), live.uid(), propagation, dryRun));
    if (reply.notFound()) {
      objects.missing(live.ref());
    } else if (reply.ok() && reply.content().path("metadata").hasNonNull("deletionTimestamp")) {
      objects.wrote(ArgoObjects.live(live.ref(), reply));
    }
    return reply.ok() || reply.notFound() || reply.conflict() ? "" : reply.message();
  }

  /** Takes the finalizer off a hook; empty when it has none any more. */
  String release(LiveObject live) {
    Optional<ResourceKind> kind =
        cluster.kind(live.content().path("apiVersion").asText(), live.ref().kind());
    LiveObject now = live;
    for (int i = 0; kind.isPresent() && i < CONFLICTS; i++) {
      LiveObject there = now;
      int index = finalizer(there.content());
      if (index < 0) {
        return "";
      }
      ArrayNode patch = JSON.createArrayNode();
      patch
          .addObject()
          .put("op", "test")
          .put("path", "/metadata/finalizers/" + index)
          .put("value", Hook.FINALIZER);
      patch.addObject().put("op", "remove").put("path", "/metadata/finalizers/" + index);
      Reply reply =
          pass(() -> requests.jsonPatch(kind.get(), there.ref(), patch, ArgoNames.MANAGER));
      if (reply.notFound()) {
        objects.missing(there.ref());
        return "";
      }
      if (reply.ok()) {
        objects.wrote(ArgoObjects.live(there.ref(), reply));
        return "";
      }
      Reply again = requests.get(kind.get(), there.ref());
      if (!again.ok()) {
        return again.notFound() ? "" : again.message();
      }
      now = ArgoObjects.live(there.ref(), again);
    }
    return "others change it again and again";
  }

  private static int finalizer(JsonNode content) {
    JsonNode finalizers = content.path("metadata").path("finalizers");
    for (int i = 0; i < finalizers.size(); i++) {
      if (finalizers.path(i).asText().equals(Hook.FINALIZER)) {
        return i;
      }
    }
    return -1;
  }

  private Optional<ResourceKind> kind(Target target, boolean await) {
    BooleanSupplier served =
        () -> cluster.kind(target.apiVersion(), target.ref().kind()).isPresent();
    if (await) {
      ObjectWait.until(served, cluster, target.apiVersion(), target.ref(), KIND_PATIENCE);
    }
    return cluster.kind(target.apiVersion(), target.ref().kind());
  }

  private Reply pass(Supplier<Reply> write) {
    return gate.passing(write, () -> Reply.refused("this agent does not write any more"));
  }

  /** One object on its way. */
  private final class Attempt {
    private final Target target;
    private final ObjectRef ref;
    private final ResourceKind kind;
    private final Manner manner;
    private final SyncOptions own;

    Attempt(Target target, ResourceKind kind, Manner manner) {
      this.target = target;
      this.ref = target.ref();
      this.kind = kind;
      this.manner = manner;
      this.own = target.options();
    }

    Outcome write(@Nullable LiveObject live) {
      boolean force = manner.force() || own.has("Force=true");
      Outcome outcome;
      if (manner.options().on("Replace", own)) {
        outcome = replace(live, force);
      } else if (serverSide()) {
        outcome = applyByServer(live);
      } else {
        outcome = applyByClient(live, force);
      }
      if (!outcome.failed() && ref.kind().equals("CustomResourceDefinition") && !manner.dryRun()) {
        awaitEstablished();
      }
      return outcome;
    }

    private boolean serverSide() {
      return own.has("ServerSideApply=true")
          || (manner.options().has("ServerSideApply=true") && !own.has("ServerSideApply=false"));
    }

    private Outcome applyByClient(@Nullable LiveObject known, boolean force) {
      ObjectNode content = ClientSideApply.remembered(ref, target.content());
      LiveObject live = known;
      Reply reply = Reply.refused("others change it again and again");
      for (int i = 0; i < CONFLICTS; i++) {
        if (live == null) {
          reply =
              pass(() -> requests.create(kind, ref, content, ArgoNames.MANAGER, manner.dryRun()));
          if (!reply.conflict()) {
            return outcome(reply, "created");
          }
        } else {
          ObjectNode patch = ClientSideApply.patch(content, live.content());
          if (patch.isEmpty()) {
            return new Outcome(SyncResults.SYNCED, named("unchanged"));
          }
          patch.withObjectProperty("metadata").put("resourceVersion", live.resourceVersion());
          reply = pass(() -> requests.merge(kind, ref, patch, ArgoNames.MANAGER, manner.dryRun()));
          if (reply.status() == INVALID && force) {
            return recreate(live, content);
          }
          if (!reply.conflict() && !reply.notFound()) {
            return outcome(reply, "configured");
          }
        }
        Reply there = requests.get(kind, ref);
        live = there.ok() ? ArgoObjects.live(ref, there) : null;
      }
      return outcome(reply, "configured");
    }

    private Outcome applyByServer(@Nullable LiveObject live) {
      if (live != null
          && !manner.dryRun()
          && !manner.options().has("ClientSideApplyMigration=false")) {
        takeOver(live);
      }
      ObjectNode content = target.content().deepCopy();
      return outcome(
          pass(() -> requests.apply(kind, ref, content, ArgoNames.MANAGER, manner.dryRun())),
          "serverside-applied");
    }

    /** What was applied by the client becomes as if it had been applied by the server. */
    private void takeOver(LiveObject live) {
      ManagedFieldsMigration.patch(live.content(), ArgoNames.MANAGER)
          .ifPresent(patch -> pass(() -> requests.jsonPatch(kind, ref, patch, ArgoNames.MANAGER)));
    }

    private Outcome replace(@Nullable LiveObject live, boolean force) {
      ObjectNode content = target.content().deepCopy();
      if (live == null) {
        Reply reply =
            pass(() -> requests.create(kind, ref, content, ArgoNames.MANAGER, manner.dryRun()));
        return outcome(reply, "created");
      }
      if (force) {
        return recreate(live, content);
      }
      content.withObjectProperty("metadata").put("resourceVersion", live.resourceVersion());
      Reply reply =
          pass(() -> requests.replace(kind, ref, content, ArgoNames.MANAGER, manner.dryRun()));
      if (reply.conflict()) {
        Reply there = requests.get(kind, ref);
        if (there.ok()) {
          content
              .withObjectProperty("metadata")
              .put(
                  "resourceVersion",
                  there.content().path("metadata").path("resourceVersion").asText());
          reply =
              pass(() -> requests.replace(kind, ref, content, ArgoNames.MANAGER, manner.dryRun()));
        }
      }
      return outcome(reply, "replaced");
    }

    private Outcome recreate(LiveObject live, ObjectNode content) {
      if (manner.dryRun()) {
        return new Outcome(SyncResults.SYNCED, named("replaced"));
      }
      String refused = delete(live, "Background", false);
      if (!refused.isEmpty()) {
        return new Outcome(SyncResults.SYNC_FAILED, refused);
      }
      ObjectWait.until(
          () -> {
            Reply there = requests.get(kind, ref);
            return there.notFound()
                || (there.ok()
                    && !there.content().path("metadata").path("uid").asText().equals(live.uid()));
          },
          cluster,
          kind.apiVersion(),
          ref,
          GONE_PATIENCE);
      content.withObjectProperty("metadata").remove("resourceVersion");
      return outcome(
          pass(() -> requests.create(kind, ref, content, ArgoNames.MANAGER, false)), "replaced");
    }

    /** The API server serves a new kind a moment after it took its definition. */
    private void awaitEstablished() {
      ObjectWait.until(
          () -> {
            Reply there = requests.get(kind, ref);
            if (there.ok()) {
              objects.wrote(ArgoObjects.live(ref, there));
            }
            return !there.ok() || isEstablished(there.content());
          },
          cluster,
          kind.apiVersion(),
          ref,
          KIND_PATIENCE);
    }

    private static boolean isEstablished(JsonNode definition) {
      return definition
          .path("status")
          .path("conditions")
          .valueStream()
          .anyMatch(condition ->
              condition.path("type").asText().equals("Established")
                  && condition.path("status").asText().equals("True"));
    }

    private Outcome outcome(Reply reply, String verb) {
      if (!reply.ok()) {
        return new Outcome(SyncResults.SYNC_FAILED, reply.message());
      }
      if (!manner.dryRun()) {
        objects.wrote(ArgoObjects.live(ref, reply));
      }
      return new Outcome(SyncResults.SYNCED, named(verb));
    }

    private String named(String verb) {
      String group = ref.group().isEmpty() ? "" : "." + ref.group();
      return "%s%s/%s %s%s"
          .formatted(
              ref.kind().toLowerCase(Locale.ROOT),
              group,
              ref.name(),
              verb,
              manner.dryRun() ? " (dry run)" : "");
    }
  }
}
