package io.freehold.cli;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whom a {@code get} asks and how it prints. */
final class GetOptions {
  @Mixin private KubeOptions kube = new KubeOptions();

  @Option(
      names = "--plane",
      paramLabel = "URL",
      description = "Ask this plane instead of a cluster.")
  private @Nullable URI plane;

  @Mixin private TokenOption token = new TokenOption();

  @Mixin private OutputOptions output = new OutputOptions();

  /** The plane to ask, empty when a cluster is asked. */
  Optional<PlaneClient> plane() {
    return Optional.ofNullable(plane).map(url -> new PlaneClient(url, token.token()));
  }

  ClusterAccess cluster() {
    return ClusterAccess.of(kube.kubeconfig(), kube.context());
  }

  OutputOptions output() {
    return output;
  }
}
