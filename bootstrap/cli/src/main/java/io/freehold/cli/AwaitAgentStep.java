package io.freehold.cli;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.freehold.api.ApiGroup;
import io.freehold.api.Application;
import io.freehold.api.ApplicationStatus;
import io.freehold.api.HealthState;
import io.freehold.api.SyncState;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Waits until the agent says of itself that it is what the pushed commit, or a later one, wants.
 */
final class AwaitAgentStep implements BootstrapStep {
  @Override
  public String title() {
    return "Wait until the agent manages itself";
  }

  @Override
  public String run(BootstrapContext context) {
    try {
      GenericKubernetesResource done =
          context
              .cluster()
              .client()
              .genericKubernetesResources(ClusterAccess.APPLICATIONS)
              .inNamespace(BootstrapContext.NAMESPACE)
              .withName(ApiGroup.AGENT_APPLICATION)
              .waitUntilCondition(
                  resource -> selfManaged(context, resource),
                  context.request().timeout().toMillis(),
                  TimeUnit.MILLISECONDS);
      ApplicationStatus status = ClusterAccess.application(done).status();
      return "Synced and Healthy at " + FolderStep.shortId(status.revision());
    } catch (KubernetesClientTimeoutException e) {
      throw new CliException(ExitCode.TIMEOUT, explain(context), e);
    }
  }

  private static boolean selfManaged(
      BootstrapContext context, @Nullable GenericKubernetesResource resource) {
    if (resource == null) {
      return false;
    }
    ApplicationStatus status = ClusterAccess.application(resource).status();
    return status.sync() == SyncState.SYNCED
        && status.health().status() == HealthState.HEALTHY
        && !status.revision().isEmpty()
        && (status.revision().equals(context.commit()) || isLater(context, status.revision()));
  }

  private static boolean isLater(BootstrapContext context, String revision) {
    try {
      return context.registry().contains(revision, context.commit());
    } catch (CliException _) {
      // The registry does not answer right now; the next event of the Application asks again.
      return false;
    }
  }

  private static String explain(BootstrapContext context) {
    Optional<Application> application =
        context.cluster().application(BootstrapContext.NAMESPACE, ApiGroup.AGENT_APPLICATION);
    String seen =
        application
            .map(found ->
                "it is %s and %s at %s%s"
                    .formatted(
                        found.status().sync(),
                        found.status().health().status(),
                        found.status().revision().isEmpty()
                            ? "no commit"
                            : found.status().revision(),
                        ApplicationText.problem(found.status())
                            .map(problem -> ": " + problem)
                            .orElse("")))
            .orElse("the agent has not made its Application yet");
    return "the agent did not report in time that it manages itself: %s. See kubectl -n %s logs deployment/%s"
        .formatted(seen, BootstrapContext.NAMESPACE, ApiGroup.AGENT_APPLICATION);
  }
}
