package io.freehold.cli;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Installs the agent from the manifests of the folder, exactly as they are at the pushed commit.
 */
final class InstallStep implements BootstrapStep {
  private static final List<String> FIRST =
      List.of(
          "Namespace",
          "CustomResourceDefinition",
          "ServiceAccount",
          "ClusterRole",
          "Role",
          "ClusterRoleBinding",
          "RoleBinding",
          "ConfigMap");

  @Override
  public String title() {
    return "Install the agent";
  }

  @Override
  public String run(BootstrapContext context) {
    String folder = context.folder() + "/freehold";
    List<HasMetadata> objects = new ArrayList<>();
    for (Map.Entry<String, String> file :
        context.registry().files(context.commit(), folder).entrySet()) {
      objects.addAll(parse(context, file.getKey(), file.getValue()));
    }
    if (objects.stream().noneMatch(Deployment.class::isInstance)) {
      throw new CliException(
          ExitCode.PREFLIGHT,
          folder + " has no Deployment of the agent; take it from the template");
    }
    objects.sort(Comparator.comparingInt(InstallStep::rank));
    for (HasMetadata object : objects) {
      context.cluster().apply(object);
    }
    for (HasMetadata object : objects) {
      if (object instanceof CustomResourceDefinition crd) {
        awaitEstablished(context, crd.getMetadata().getName());
      }
    }
    return "%d objects from %s at %s"
        .formatted(objects.size(), folder, FolderStep.shortId(context.commit()));
  }

  private static List<HasMetadata> parse(BootstrapContext context, String path, String text) {
    if (!path.endsWith(".yaml") && !path.endsWith(".yml") && !path.endsWith(".json")) {
      return List.of();
    }
    try {
      return context
          .cluster()
          .client()
          .load(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
          .items();
    } catch (RuntimeException e) {
      throw new CliException(
          ExitCode.PREFLIGHT, path + " cannot be read: " + GitErrors.explain(e), e);
    }
  }

  private static int rank(HasMetadata object) {
    int rank = FIRST.indexOf(object.getKind());
    return rank < 0 ? FIRST.size() : rank;
  }

  private static void awaitEstablished(BootstrapContext context, String name) {
    try {
      context
          .cluster()
          .client()
          .apiextensions()
          .v1()
          .customResourceDefinitions()
          .withName(name)
          .waitUntilCondition(
              InstallStep::established,
              context.request().timeout().toMillis(),
              TimeUnit.MILLISECONDS);
    } catch (KubernetesClientTimeoutException e) {
      throw new CliException(
          ExitCode.TIMEOUT, "the API server does not serve " + name + " in time", e);
    }
  }

  private static boolean established(@Nullable CustomResourceDefinition crd) {
    return crd != null
        && crd.getStatus() != null
        && crd.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }
}
