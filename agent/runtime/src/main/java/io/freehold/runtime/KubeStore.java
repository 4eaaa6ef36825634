package io.freehold.runtime;

import io.freehold.api.ApiGroup;
import io.freehold.api.Application;
import io.freehold.api.ApplicationId;
import io.freehold.api.ApplicationStatus;
import io.freehold.api.TakenOperation;
import io.freehold.engine.ApplyResult;
import io.freehold.engine.ClusterUnreachableException;
import io.freehold.engine.Marks;
import io.freehold.kube.KubeCluster;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Applications of a real cluster. */
final class KubeStore implements ApplicationStore {
  private static final Logger LOG = LoggerFactory.getLogger(KubeStore.class);
  private static final int NOT_FOUND = 404;

  private final KubeCluster cluster;
  private final WriteGate gate;
  private final Metrics metrics;

  KubeStore(KubeCluster cluster, WriteGate gate, Metrics metrics) {
    this.cluster = cluster;
    this.gate = gate;
    this.metrics = metrics;
  }

  @Override
  public boolean writeStatus(ApplicationId id, ApplicationStatus status) {
    if (!gate.isOpen()) {
      return false;
    }
    metrics.statusWrites.increment();
    Optional<ApplyResult.Rejected> refused =
        cluster.applyStatus(id, status).filter(why -> why.code() != NOT_FOUND);
    refused.ifPresent(
        why -> LOG.warn("The status of {} could not be written: {}", id, why.message()));
    return refused.isEmpty();
  }

  @Override
  public boolean addFinalizer(Application application) {
    if (!gate.isOpen()) {
      return false;
    }
    return switch (cluster.addFinalizer(application.id(), Marks.FINALIZER)) {
      case ApplyResult.Applied _ -> true;
      case ApplyResult.Rejected refused -> {
        LOG.warn(
            "Application {} has no finalizer, its objects would stay behind: {}",
            application.id(),
            refused.message());
        yield false;
      }
    };
  }

  @Override
  public boolean removeFinalizer(Application application) {
    if (!gate.isOpen()) {
      return false;
    }
    try {
      return cluster.removeFinalizer(application.id(), Marks.FINALIZER);
    } catch (ClusterUnreachableException e) {
      LOG.warn("Application {} could not be let go: {}", application.id(), e.getMessage());
      return false;
    }
  }

  @Override
  public String takeRequest(Application asked, TakenOperation taken) {
    return moved(() -> cluster.requests().take(asked, taken));
  }

  @Override
  public String endRequest(ApplicationId id, String kept) {
    return moved(() -> cluster.requests().takeAnnotation(id, ApiGroup.TAKEN_ANNOTATION, kept));
  }

  @Override
  public String endTermination(ApplicationId id, String value) {
    return moved(() -> cluster.requests().takeAnnotation(id, ApiGroup.TERMINATE_ANNOTATION, value));
  }

  private String moved(Supplier<Optional<String>> move) {
    return gate.isOpen() ? move.get().orElse("") : "this agent does not lead";
  }
}
