package io.freehold.health;

import static io.freehold.health.Kstatus.failed;
import static io.freehold.health.Kstatus.inProgress;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.api.ObjectRef;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What kstatus knows of the built-in kinds. */
final class KstatusKinds {
  private static final Duration SCHEDULING = Duration.ofSeconds(15);

  private KstatusKinds() {}

  /** The status by the rule of the object's kind; empty when there is none. */
  static Optional<Kstatus> of(Live object, Instant now) {
    String group = ObjectRef.groupOf(object.apiVersion());
    String kind = group.isEmpty() ? object.kind() : group + "/" + object.kind();
    return switch (kind) {
      case "apps/Deployment", "extensions/Deployment" -> Optional.of(deployment(object));
      case "apps/ReplicaSet", "extensions/ReplicaSet" -> Optional.of(replicaSet(object));
      case "apps/StatefulSet" -> Optional.of(statefulSet(object));
      case "apps/DaemonSet", "extensions/DaemonSet" -> Optional.of(daemonSet(object));
      case "Pod" -> Optional.of(pod(object, now));
      case "PersistentVolumeClaim" -> Optional.of(persistentVolumeClaim(object));
      case "Service" -> Optional.of(service(object));
      case "batch/Job" -> Optional.of(job(object));
      case "apiextensions.k8s.io/CustomResourceDefinition" -> Optional.of(definition(object));
      case "batch/CronJob", "policy/PodDisruptionBudget", "ConfigMap", "Secret" ->
          Optional.of(Kstatus.CURRENT);
      default -> Optional.empty();
    };
  }

  private static Kstatus deployment(Live object) {
    var progressing = object.condition("Progressing");
    if (progressing.filter(c -> c.reason().equals("ProgressDeadlineExceeded")).isPresent()) {
      return failed("ProgressDeadlineExceeded", "it did not progress within its deadline");
    }
    long wanted = object.number(1, "spec", "replicas");
    long all = object.number(0, "status", "replicas");
    long updated = object.number(0, "status", "updatedReplicas");
    long available = object.number(0, "status", "availableReplicas");
    long ready = object.number(0, "status", "readyReplicas");
    if (wanted > all) {
      return less("Replicas", all, wanted);
    }
    if (wanted > updated) {
      return less("Updated", updated, wanted);
    }
    if (all > wanted) {
      return inProgress("ExtraPods", (all - wanted) + " pods wait for their end");
    }
    if (updated > available) {
      return less("Available", available, updated);
    }
    if (wanted > ready) {
      return less("Ready", ready, wanted);
    }
    // Without a deadline the condition is never written.
    if (object.has("spec", "progressDeadlineSeconds")
        && progressing
            .filter(c -> c.isTrue() && c.reason().equals("NewReplicaSetAvailable"))
            .isEmpty()) {
      return inProgress("ReplicaSetNotAvailable", "the new replica set is not available");
    }
    return object.isTrue("Available")
        ? Kstatus.CURRENT
        : inProgress("DeploymentNotAvailable", "the deployment is not available");
  }

  private static Kstatus replicaSet(Live object) {
    if (object.isTrue("ReplicaFailure")) {
      return inProgress("ReplicaFailure", "pods cannot be made");
    }
    long wanted = object.number(1, "spec", "replicas");
    long labelled = object.number(0, "status", "fullyLabeledReplicas");
    long available = object.number(0, "status", "availableReplicas");
    long ready = object.number(0, "status", "readyReplicas");
    long all = object.number(0, "status", "replicas");
    if (wanted > labelled) {
      return less("Labelled", labelled, wanted);
    }
    if (wanted > available) {
      return less("Available", available, wanted);
    }
    if (wanted > ready) {
      return less("Ready", ready, wanted);
    }
    return all > wanted
        ? inProgress("ExtraPods", (all - wanted) + " pods wait for their end")
        : Kstatus.CURRENT;
  }

  private static Kstatus statefulSet(Live object) {
    if (object.text("spec", "updateStrategy", "type").equals("OnDelete")) {
      return Kstatus.CURRENT;
    }
    long wanted = object.number(1, "spec", "replicas");
    long all = object.number(0, "status", "replicas");
    long ready = object.number(0, "status", "readyReplicas");
    long current = object.number(0, "status", "currentReplicas");
    long updated = object.number(0, "status", "updatedReplicas");
    long partition = object.number(-1, "spec", "updateStrategy", "rollingUpdate", "partition");
    if (wanted > all) {
      return less("Replicas", all, wanted);
    }
    if (wanted > ready) {
      return less("Ready", ready, wanted);
    }
    if (all > wanted) {
      return inProgress("ExtraPods", (all - wanted) + " pods wait for their end");
    }
    if (partition != -1) {
      return updated < wanted - partition
          ? inProgress("PartitionRollout", "%d of %d".formatted(updated, wanted - partition))
          : Kstatus.CURRENT;
    }
    if (wanted > current) {
      return less("Current", current, wanted);
    }
    return object.text("status", "currentRevision").equals(object.text("status", "updateRevision"))
        ? Kstatus.CURRENT
        : inProgress("RevisionMismatch", "not all pods have the new revision");
  }

  private static Kstatus daemonSet(Live object) {
    if (!object.has("status", "observedGeneration") || !object.has("metadata", "generation")) {
      return inProgress("NoObservedGeneration", "its controller has not seen it yet");
    }
    long wanted = object.number(-1, "status", "desiredNumberScheduled");
    long current = object.number(0, "status", "currentNumberScheduled");
    long updated = object.number(0, "status", "updatedNumberScheduled");
    long available = object.number(0, "status", "numberAvailable");
    long ready = object.number(0, "status", "numberReady");
    if (wanted == -1) {
      return inProgress("NoDesiredNumber", "its controller has not counted the nodes yet");
    }
    if (wanted > current) {
      return less("Current", current, wanted);
    }
    if (wanted > updated) {
      return less("Updated", updated, wanted);
    }
    if (wanted > available) {
      return less("Available", available, wanted);
    }
    return wanted > ready ? less("Ready", ready, wanted) : Kstatus.CURRENT;
  }

  private static Kstatus pod(Live object, Instant now) {
    return switch (object.text("status", "phase")) {
      case "Succeeded", "Failed" -> Kstatus.CURRENT;
      case "Running" -> runningPod(object);
      case "Pending" -> pendingPod(object, now);
      case "" -> inProgress("PodNotObserved", "no node has seen it yet");
      default ->
          new Kstatus(Kstatus.State.UNKNOWN, "PodPhaseUnknown", "its phase is not a known one");
    };
  }

  private static Kstatus runningPod(Live object) {
    if (object.isTrue("Ready")) {
      return Kstatus.CURRENT;
    }
    for (JsonNode container : object.at("status", "containerStatuses")) {
      if (container
          .path("state")
          .path("waiting")
          .path("reason")
          .asText("")
          .equals("CrashLoopBackOff")) {
        return failed(
            "ContainerCrashLooping",
            "container %s crashes again and again".formatted(container.path("name").asText("")));
      }
    }
    return inProgress("PodRunningNotReady", "not all containers are ready");
  }

  private static Kstatus pendingPod(Live object, Instant now) {
    var unscheduled =
        object
            .condition("PodScheduled")
            .filter(c -> c.isFalse() && c.reason().equals("Unschedulable"));
    if (unscheduled.isEmpty()) {
      return inProgress("PodPending", "it is being started");
    }
    boolean longEnough =
        instant(unscheduled.get().content().path("lastTransitionTime").asText(""))
            .filter(since -> since.plus(SCHEDULING).isBefore(now))
            .isPresent();
    return longEnough
        ? failed("PodUnschedulable", unscheduled.get().message())
        : inProgress("PodPending", unscheduled.get().message());
  }

  private static Kstatus persistentVolumeClaim(Live object) {
    return object.text("status", "phase").equals("Bound")
        ? Kstatus.CURRENT
        : inProgress("NotBound", "it has no volume yet");
  }

  private static Kstatus service(Live object) {
    return object.text("spec", "type").equals("LoadBalancer")
            && object.text("spec", "clusterIP").isEmpty()
        ? inProgress("NoIPAssigned", "it has no address yet")
        : Kstatus.CURRENT;
  }

  private static Kstatus job(Live object) {
    var failed = object.condition("Failed").filter(Live.Condition::isTrue);
    if (failed.isPresent()) {
      return failed("JobFailed", failed.get().message());
    }
    return object.isTrue("Complete") || object.has("status", "startTime")
        ? Kstatus.CURRENT
        : inProgress("JobNotStarted", "it has not started yet");
  }

  private static Kstatus definition(Live object) {
    var names = object.condition("NamesAccepted").filter(Live.Condition::isFalse);
    if (names.isPresent()) {
      return failed(names.get().reason(), names.get().message());
    }
    var established = object.condition("Established");
    if (established.filter(Live.Condition::isTrue).isPresent()) {
      return Kstatus.CURRENT;
    }
    return established
        .filter(c -> c.isFalse() && !c.reason().equals("Installing"))
        .map(c -> failed(c.reason(), c.message()))
        .orElse(inProgress("Installing", "it is not established yet"));
  }

  private static Kstatus less(String what, long have, long wanted) {
    return inProgress("Less" + what, "%d of %d".formatted(have, wanted));
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
