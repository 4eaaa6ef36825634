package io.freehold.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.ApplicationId;
import io.freehold.api.ObjectRef;
import io.freehold.dialect.ArgoApplication;
import io.freehold.dialect.ArgoNames;
import io.freehold.dialect.ArgoOperation;
import io.freehold.dialect.ArgoStatus;
import io.freehold.engine.ClientSideApply;
import io.freehold.engine.ClusterPort.ResourceKind;
import io.freehold.kube.ObjectRequests;
import io.freehold.kube.Reply;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Argo CD Applications in the API server. Only what changed is written, so that what others
 * write at the same time stays, as the wish to terminate an operation. Blocks; thread safe.
 */
final class ArgoStore {
  static final ResourceKind APPLICATIONS =
      new ResourceKind(ArgoNames.API_VERSION, ArgoApplication.KIND, ArgoApplication.PLURAL, true);

  private static final Logger LOG = LoggerFactory.getLogger(ArgoStore.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MANAGER = "freehold-argocd";

  private final ObjectRequests requests;
  private final WriteGate gate;

  ArgoStore(ObjectRequests requests, WriteGate gate) {
    this.requests = requests;
    this.gate = gate;
  }

  /** A change of an Application. */
  static final class Change {
    private final ArgoApplication from;
    private ArgoStatus status;
    private boolean refreshed;
    private boolean operationTaken;
    private @Nullable ArgoOperation operation;

    Change(ArgoApplication from) {
      this.from = from;
      this.status = from.status();
    }

    Change status(ArgoStatus now) {
      status = now;
      return this;
    }

    /** Takes the annotation off that asked for a look. */
    Change refreshed() {
      refreshed = true;
      return this;
    }

    /** Takes the operation off, which is over. */
    Change operationTaken() {
      operationTaken = true;
      return this;
    }

    /** Asks for an operation. */
    Change operation(ArgoOperation wanted) {
      operation = wanted;
      return this;
    }

    private ObjectNode patch() {
      ObjectNode patch = JSON.createObjectNode();
      ObjectNode difference =
          ClientSideApply.difference(
              ArgoApplication.json(from.status()), ArgoApplication.json(status));
      if (!difference.isEmpty()) {
        patch.set("status", difference);
      }
      if (refreshed) {
        patch.putObject("metadata").putObject("annotations").putNull(ArgoNames.REFRESH);
      }
      if (operationTaken) {
        patch.putNull("operation");
      } else if (operation != null) {
        patch.set("operation", JSON.valueToTree(operation));
      }
      return patch;
    }
  }

  /** Writes a change; the Application as it is then, empty when it could not be written. */
  Optional<ArgoApplication> write(Change change) {
    ObjectNode patch = change.patch();
    if (patch.isEmpty()) {
      return Optional.of(change.from);
    }
    return read(
        gate.passing(
            () -> requests.merge(APPLICATIONS, ref(change.from.id()), patch, MANAGER, false),
            () -> Reply.refused("this agent does not write any more")),
        change.from.id());
  }

  /** Replaces the finalizers of an Application, unless somebody changed them meanwhile. */
  Optional<ArgoApplication> finalizers(ArgoApplication application, List<String> finalizers) {
    ArrayNode patch = JSON.createArrayNode();
    ArrayNode before = JSON.createArrayNode();
    application.metadata().finalizers().forEach(before::add);
    ArrayNode after = JSON.createArrayNode();
    finalizers.forEach(after::add);
    if (!before.isEmpty()) {
      patch.addObject().put("op", "test").put("path", "/metadata/finalizers").set("value", before);
    }
    patch
        .addObject()
        .put("op", before.isEmpty() ? "add" : "replace")
        .put("path", "/metadata/finalizers")
        .set("value", after);
    return read(
        gate.passing(
            () -> requests.jsonPatch(APPLICATIONS, ref(application.id()), patch, MANAGER),
            () -> Reply.refused("this agent does not write any more")),
        application.id());
  }

  private static Optional<ArgoApplication> read(Reply reply, ApplicationId id) {
    JsonNode content = reply.content();
    if (reply.ok()) {
      return Optional.of(ArgoApplication.read(content));
    }
    if (!reply.notFound()) {
      LOG.warn("The Argo CD Application {} could not be written: {}", id, reply.message());
    }
    return Optional.empty();
  }

  static ObjectRef ref(ApplicationId id) {
    return new ObjectRef(ArgoNames.GROUP, ArgoApplication.KIND, id.namespace(), id.name());
  }
}
