package io.freehold.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.freehold.api.Application;
import io.freehold.api.ApplicationId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** One Application, reached with the caller's own rights. */
final class ApplicationAccess implements AutoCloseable {
  private final ClusterAccess cluster;
  private final ApplicationId id;
  private boolean ours = true;

  ApplicationAccess(ClusterAccess cluster, ApplicationId id) {
    this.cluster = cluster;
    this.id = id;
  }

  ApplicationId id() {
    return id;
  }

  ClusterAccess cluster() {
    return cluster;
  }

  /**
   * The Application as it is now: ours, or one of argoproj.io where there is none of ours.
   *
   * @throws CliException when there is none
   */
  Application read() {
    Optional<Application> found = cluster.application(id.namespace(), id.name());
    ours = found.isPresent();
    if (found.isPresent()) {
      return found.get();
    }
    return cluster
        .argoApplication(id.namespace(), id.name())
        .orElseThrow(() ->
            new CliException(
                ExitCode.FAILED,
                "there is no Application %s in namespace %s; \"freehold get applications\" lists them"
                    .formatted(id.name(), id.namespace())));
  }

  /** Whether what was read last is an Application of ours. */
  boolean isOurs() {
    return ours;
  }

  /** Changes fields; null takes one away. */
  Application patch(ObjectNode change) {
    if (ArgoView.is(read())) {
      throw new CliException(
          ExitCode.USAGE,
          "%s is an Application of argoproj.io, which this command does not change; write its fields with kubectl or argocd"
              .formatted(id));
    }
    try {
      return ClusterAccess.application(
          resource().patch(PatchContext.of(PatchType.JSON_MERGE), change.toString()));
    } catch (KubernetesClientException e) {
      throw ClusterAccess.failed("change Application " + id, e);
    }
  }

  /**
   * Waits, woken by a watch.
   *
   * @param what what is waited for, as a sentence goes on after "not within 5 minutes: "
   */
  Application await(String what, Duration timeout, Predicate<Application> condition) {
    try {
      return ClusterAccess.application(
          resource()
              .waitUntilCondition(
                  found -> found != null && condition.test(ClusterAccess.application(found)),
                  timeout.toMillis(),
                  TimeUnit.MILLISECONDS));
    } catch (KubernetesClientTimeoutException e) {
      throw new CliException(
          ExitCode.TIMEOUT,
          "not within %d s: %s; now: %s"
              .formatted(timeout.toSeconds(), what, ApplicationText.line(read().status())),
          e);
    } catch (KubernetesClientException e) {
      throw ClusterAccess.failed("watch Application " + id, e);
    }
  }

  /** Waits until it is gone. */
  void awaitGone(Duration timeout) {
    try {
      resource()
          .waitUntilCondition(found -> found == null, timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (KubernetesClientTimeoutException e) {
      throw new CliException(
          ExitCode.TIMEOUT, "%s is still there after %d s".formatted(id, timeout.toSeconds()), e);
    }
  }

  private Resource<GenericKubernetesResource> resource() {
    return cluster
        .client()
        .genericKubernetesResources(ours ? ClusterAccess.APPLICATIONS : ArgoView.APPLICATIONS)
        .inNamespace(id.namespace())
        .withName(id.name());
  }

  @Override
  public void close() {
    cluster.close();
  }
}
