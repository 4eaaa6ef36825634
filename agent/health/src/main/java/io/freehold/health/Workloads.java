package io.freehold.health;

import static io.freehold.health.Verdicts.degraded;
import static io.freehold.health.Verdicts.healthy;
import static io.freehold.health.Verdicts.progressing;
import static io.freehold.health.Verdicts.suspended;

import io.freehold.api.ApplicationStatus.Health;

/** Kinds that run pods. */
final class Workloads {
  private static final String UNOBSERVED = "its controller has not seen the newest spec yet";

  private Workloads() {}

  static Health deployment(Live object) {
    if (object.at("spec", "paused").asBoolean()) {
      return suspended("the deployment is paused");
    }
    if (isUnobserved(object)) {
      return progressing(UNOBSERVED);
    }
    long wanted = object.number(1, "spec", "replicas");
    long updated = object.number(0, "status", "updatedReplicas");
    long available = object.number(0, "status", "availableReplicas");
    long all = object.number(0, "status", "replicas");
    if (object
        .condition("Progressing")
        .filter(condition -> condition.reason().equals("ProgressDeadlineExceeded"))
        .isPresent()) {
      return degraded("the deployment did not progress within its deadline");
    }
    if (updated < wanted) {
      return progressing("%d of %d new pods are made".formatted(updated, wanted));
    }
    if (all > updated) {
      return progressing("%d old pods wait for their end".formatted(all - updated));
    }
    return available < updated
        ? progressing("%d of %d new pods are available".formatted(available, updated))
        : healthy("");
  }

  static Health replicaSet(Live object) {
    if (isUnobserved(object)) {
      return progressing(UNOBSERVED);
    }
    var failure = object.condition("ReplicaFailure").filter(Live.Condition::isTrue);
    if (failure.isPresent()) {
      return degraded(failure.get().message());
    }
    long wanted = object.number(1, "spec", "replicas");
    long available = object.number(0, "status", "availableReplicas");
    return available < wanted
        ? progressing("%d of %d pods are available".formatted(available, wanted))
        : healthy("");
  }

  static Health statefulSet(Live object) {
    if (object.observedGeneration() == 0 || isUnobserved(object)) {
      return progressing(UNOBSERVED);
    }
    long wanted = object.number(1, "spec", "replicas");
    long ready = object.number(0, "status", "readyReplicas");
    long updated = object.number(0, "status", "updatedReplicas");
    if (ready < wanted) {
      return progressing("%d of %d pods are ready".formatted(ready, wanted));
    }
    String strategy = object.text("spec", "updateStrategy", "type");
    if (strategy.equals("RollingUpdate") && object.has("spec", "updateStrategy", "rollingUpdate")) {
      long partition = object.number(0, "spec", "updateStrategy", "rollingUpdate", "partition");
      return object.has("spec", "updateStrategy", "rollingUpdate", "partition")
              && updated < wanted - partition
          ? progressing("%d of %d new pods are made".formatted(updated, wanted - partition))
          : healthy("");
    }
    if (strategy.equals("OnDelete")) {
      return healthy("");
    }
    return object.text("status", "updateRevision").equals(object.text("status", "currentRevision"))
        ? healthy("")
        : progressing("%d pods have the new revision".formatted(updated));
  }

  static Health daemonSet(Live object) {
    if (object.observedGeneration() == 0 || isUnobserved(object)) {
      return progressing(UNOBSERVED);
    }
    if (object.text("spec", "updateStrategy", "type").equals("OnDelete")) {
      return healthy("");
    }
    long wanted = object.number(0, "status", "desiredNumberScheduled");
    long updated = object.number(0, "status", "updatedNumberScheduled");
    long available = object.number(0, "status", "numberAvailable");
    if (updated < wanted) {
      return progressing("%d of %d nodes have the new pod".formatted(updated, wanted));
    }
    return available < wanted
        ? progressing("the pod is available on %d of %d nodes".formatted(available, wanted))
        : healthy("");
  }

  static Health job(Live object) {
    var failed = object.condition("Failed").filter(Live.Condition::isTrue);
    if (failed.isPresent()) {
      return degraded(failed.get().message());
    }
    var complete = object.condition("Complete").filter(Live.Condition::isTrue);
    if (complete.isPresent()) {
      return healthy(complete.get().message());
    }
    return object
        .condition("Suspended")
        .filter(Live.Condition::isTrue)
        .map(condition -> suspended(condition.message()))
        .orElseGet(() -> progressing("the job runs"));
  }

  static Health cronJob(Live object) {
    return object.at("spec", "suspend").asBoolean()
        ? suspended("the cron job is suspended")
        : healthy("");
  }

  private static boolean isUnobserved(Live object) {
    return object.generation() > object.observedGeneration();
  }
}
