package io.freehold.cli;

import io.fabric8.kubernetes.api.model.ConfigBuilder;
import io.fabric8.kubernetes.api.model.NamedAuthInfoBuilder;
import io.fabric8.kubernetes.api.model.NamedClusterBuilder;
import io.fabric8.kubernetes.api.model.NamedContextBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * The token of a pod's ServiceAccount in a file, renewed in time, and a kubeconfig that points at
 * it.
 */
final class PodToken {
  private static final Duration LIFETIME = Duration.ofHours(1);

  private final KubernetesClient client;
  private final String namespace;
  private final String account;
  private final Path directory;
  private final Clock clock;
  private Instant renewAt = Instant.MIN;

  PodToken(KubernetesClient client, String namespace, String account, Path directory, Clock clock) {
    this.client = client;
    this.namespace = namespace;
    this.account = account;
    this.directory = directory;
    this.clock = clock;
  }

  /** When {@link #ensure} has to be called again. */
  Instant renewAt() {
    return renewAt;
  }

  /** Path of the kubeconfig. */
  Path kubeconfig() {
    return directory.resolve("kubeconfig");
  }

  /**
   * Asks for a new token when the last one has used up four fifths of its time, as the kubelet
   * does.
   */
  void ensure() throws IOException {
    Instant now = clock.instant();
    if (now.isBefore(renewAt)) {
      return;
    }
    Folders.createPrivate(directory);
    TokenRequest request =
        new TokenRequestBuilder()
            .withNewSpec()
            .withExpirationSeconds(LIFETIME.toSeconds())
            .endSpec()
            .build();
    String token =
        client
            .serviceAccounts()
            .inNamespace(namespace)
            .withName(account)
            .tokenRequest(request)
            .getStatus()
            .getToken();
    Folders.writePrivate(
        kubeconfig(), Serialization.asYaml(config(token)).getBytes(StandardCharsets.UTF_8));
    renewAt = now.plus(LIFETIME.multipliedBy(4).dividedBy(5));
  }

  private io.fabric8.kubernetes.api.model.Config config(String token) throws IOException {
    return new ConfigBuilder()
        .withApiVersion("v1")
        .withKind("Config")
        .withClusters(
            new NamedClusterBuilder()
                .withName("cluster")
                .withNewCluster()
                .withServer(client.getMasterUrl().toString())
                .withCertificateAuthorityData(certificateAuthority(client.getConfiguration()))
                .endCluster()
                .build())
        .withUsers(
            new NamedAuthInfoBuilder()
                .withName(account)
                .withNewUser()
                .withToken(token)
                .endUser()
                .build())
        .withContexts(
            new NamedContextBuilder()
                .withName("pod")
                .withNewContext()
                .withCluster("cluster")
                .withUser(account)
                .withNamespace(namespace)
                .endContext()
                .build())
        .withCurrentContext("pod")
        .build();
  }

  private static String certificateAuthority(Config config) throws IOException {
    return config.getCaCertData() != null
        ? config.getCaCertData()
        : Base64.getEncoder().encodeToString(Files.readAllBytes(Path.of(config.getCaCertFile())));
  }
}
