package io.freehold.cli;

import io.freehold.api.Durations;
import io.freehold.forge.Forge;
import io.freehold.forge.ForgeToken;
import io.freehold.forge.GiteaForge;
import io.freehold.forge.NoForge;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code freehold bootstrap}. */
@Command(
    name = "bootstrap",
    description = {
      "Hand a cluster to its folder of a registry.",
      "",
      "Writes clusters/NAME into the registry (or adopts the folder that is there), gives the cluster an identity and a deploy key, proves that the key cannot write, installs the agent from the folder, and waits until the agent manages itself. Run it again after an interruption: it goes on where it was.",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  The key is added by hand on the forge:",
      "    freehold bootstrap --repo git@github.com:acme/registry.git --cluster prod-eu \\",
      "      --label env=prod --label region=eu",
      "  The key is added through the API of a Gitea or Forgejo:",
      "    freehold bootstrap --repo ssh://git@git.acme.example/fleet/registry.git \\",
      "      --cluster lab --forge gitea --forge-url https://git.acme.example --forge-token-file token",
      "",
      "Good to know:",
      "  A deploy key reads its whole repository. Clusters that must not read each other's folders",
      "  need a repository each."
    })
final class BootstrapCommand implements Runnable {
  /** Forges that are known. */
  enum ForgeKind {
    NONE,
    GITEA,
    /** The Git server of the demo, which speaks Gitea's API. */
    LOCAL;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--repo",
      required = true,
      paramLabel = "URL",
      description = "SSH address of the registry.")
  private String repo = "";

  @Option(
      names = "--cluster",
      required = true,
      paramLabel = "NAME",
      description = "Name of the cluster and of its folder.")
  private String cluster = "";

  @Option(
      names = "--branch",
      paramLabel = "BRANCH",
      defaultValue = "main",
      description = "Branch of the registry (${DEFAULT-VALUE}).")
  private String branch = "main";

  @Option(
      names = "--label",
      paramLabel = "KEY=VALUE",
      description = "Label of a new cluster, as env=prod; repeatable.")
  private Map<String, String> labels = new LinkedHashMap<>();

  @Option(names = "--samples", description = "Add three sample applications.")
  private boolean samples;

  @Option(
      names = "--plane",
      paramLabel = "URL",
      defaultValue = "",
      description =
          "Base URL of the OTLP/HTTP receiver that the agent reports to; none by default.")
  private String plane = "";

  @Option(
      names = "--agent-image",
      paramLabel = "IMAGE",
      defaultValue = "",
      description = "Container image of the agent; that of this version by default.")
  private String agentImage = "";

  @Mixin private KubeOptions kube = new KubeOptions();

  @Option(
      names = "--git-key",
      paramLabel = "FILE",
      description =
          "Your own private SSH key; by default those of ssh-agent, ~/.ssh/config and ~/.ssh.")
  private @Nullable Path gitKey;

  @Option(
      names = "--known-hosts",
      paramLabel = "FILE",
      description = "File with the host key of the Git server (~/.ssh/known_hosts).")
  private @Nullable Path knownHosts;

  @Option(
      names = "--deploy-key",
      paramLabel = "FILE",
      description = "Give the cluster this private key instead of a new one.")
  private @Nullable Path deployKey;

  @Option(
      names = "--forge",
      paramLabel = "KIND",
      defaultValue = "none",
      description = "Where the deploy key is registered: ${COMPLETION-CANDIDATES}; none asks you.")
  private ForgeKind forge = ForgeKind.NONE;

  @Option(names = "--forge-url", paramLabel = "URL", description = "Start page of the forge.")
  private @Nullable URI forgeUrl;

  @Option(
      names = "--forge-token-file",
      paramLabel = "FILE",
      description = "File with a token that may administer the repository.")
  private @Nullable Path forgeTokenFile;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "5m",
      description = "How long each wait may take (${DEFAULT-VALUE}).")
  private String timeout = "5m";

  @Override
  public void run() {
    var progress = new PlainProgress(spec.commandLine().getOut(), "");
    Bootstrap.standard(Clock.systemUTC()).run(request(), progress);
    spec.commandLine()
        .getOut()
        .printf(
            "%n%s owns itself. From now on change clusters/%s in %s and push.%n",
            cluster, cluster, RegistryUrl.parse(repo));
  }

  private BootstrapRequest request() {
    return new BootstrapRequest(
        new BootstrapRequest.Git(
            RegistryUrl.parse(repo),
            branch,
            gitKey == null
                ? new BootstrapRequest.OperatorKey.Default()
                : new BootstrapRequest.OperatorKey.File(gitKey),
            knownHosts == null
                ? Path.of(System.getProperty("user.home"), ".ssh", "known_hosts")
                : knownHosts),
        new BootstrapRequest.Target(kube.kubeconfig(), kube.context()),
        new BootstrapRequest.Folder(
            cluster,
            labels,
            plane,
            "60s",
            "15s",
            agentImage.isEmpty() ? defaultImage() : agentImage,
            samples),
        forge(),
        deployKey == null
            ? new BootstrapRequest.DeployKeySource.Generated()
            : new BootstrapRequest.DeployKeySource.File(deployKey),
        Durations.parse(timeout));
  }

  static String defaultImage() {
    return "ghcr.io/freehold/agent:" + Installation.version().toLowerCase(Locale.ROOT);
  }

  private Forge forge() {
    return switch (forge) {
      case NONE -> new NoForge();
      case GITEA, LOCAL -> {
        if (forgeUrl == null || forgeTokenFile == null) {
          throw new ParameterException(
              spec.commandLine(), "--forge " + forge + " needs --forge-url and --forge-token-file");
        }
        yield new GiteaForge(forgeUrl, token(forgeTokenFile));
      }
    };
  }

  private static ForgeToken token(Path file) {
    try {
      return ForgeToken.of(Files.readString(file));
    } catch (IOException e) {
      throw new CliException(ExitCode.USAGE, "cannot read the token file " + file, e);
    }
  }
}
