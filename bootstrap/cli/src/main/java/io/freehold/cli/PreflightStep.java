package io.freehold.cli;

import io.freehold.api.ReportToken;
import io.freehold.forge.ForgeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out before the first change whether the bootstrap can work. */
final class PreflightStep implements BootstrapStep {
  private static final int OLDEST_MINOR = 29;
  private static final Pattern VERSION = Pattern.compile("v?1\\.(\\d+)\\..*");

  @Override
  public String title() {
    return "Check cluster, registry and rights";
  }

  @Override
  public String run(BootstrapContext context) {
    BootstrapRequest request = context.request();
    checkValues(request);
    String version = context.cluster().version();
    Matcher minor = VERSION.matcher(version);
    if (minor.matches() && Integer.parseInt(minor.group(1)) < OLDEST_MINOR) {
      throw new CliException(
          ExitCode.PREFLIGHT,
          "the API server is %s; 1.%d or newer is needed".formatted(version, OLDEST_MINOR));
    }
    checkRights(context.cluster());
    Optional<String> head;
    try {
      head = context.registry().fetch();
      request.forge().keys(request.git().registry().repository());
    } catch (CliException | ForgeException e) {
      throw new CliException(ExitCode.PREFLIGHT, String.valueOf(e.getMessage()), e);
    }
    return "Kubernetes %s, registry %s"
        .formatted(version, head.map(id -> "at " + id.substring(0, 8)).orElse("is empty"));
  }

  private static void checkValues(BootstrapRequest request) {
    try {
      FolderStep.values(request, ReportToken.encode(ReportToken.newKeyPair().getPublic()));
      request.git().registry().repository();
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  private static void checkRights(ClusterAccess cluster) {
    List<String> missing = new ArrayList<>();
    for (Right right : Right.NEEDED) {
      if (!cluster.may(right.verb, right.group, right.resource)) {
        missing.add(right.toString());
      }
    }
    if (!missing.isEmpty()) {
      throw new CliException(
          ExitCode.PREFLIGHT,
          "this kubeconfig may not %s; bootstrap needs a cluster administrator, once"
              .formatted(String.join(", ", missing)));
    }
  }

  private record Right(String verb, String group, String resource) {
    private static final String RBAC = "rbac.authorization.k8s.io";

    static final List<Right> NEEDED =
        List.of(
            new Right("create", "", "namespaces"),
            new Right("create", "", "secrets"),
            new Right("get", "", "secrets"),
            new Right("create", "", "serviceaccounts"),
            new Right("create", "", "configmaps"),
            new Right("create", "apps", "deployments"),
            new Right("create", "apiextensions.k8s.io", "customresourcedefinitions"),
            new Right("create", RBAC, "clusterroles"),
            new Right("create", RBAC, "clusterrolebindings"),
            // Without these two the API server refuses roles with rights that the operator does not
            // have.
            new Right("escalate", RBAC, "clusterroles"),
            new Right("bind", RBAC, "clusterroles"));

    @Override
    public String toString() {
      return verb + " " + resource;
    }
  }
}
