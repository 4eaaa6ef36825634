package io.freehold.cli;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.freehold.api.ReportToken;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Map;
import java.util.Optional;

/** Gives the cluster its identity: a key pair whose private half never leaves the cluster. */
final class IdentityStep implements BootstrapStep {
  static final String SECRET = "freehold-identity";
  static final String PRIVATE_KEY = "private-key";
  static final String PUBLIC_KEY = "public-key";

  @Override
  public String title() {
    return "Give the cluster its identity";
  }

  @Override
  public String run(BootstrapContext context) {
    ClusterAccess cluster = context.cluster();
    ensureNamespace(cluster);
    Optional<Map<String, byte[]>> secret = cluster.secret(BootstrapContext.NAMESPACE, SECRET);
    if (secret.isPresent()) {
      context.publicKey(publicKey(secret.get()));
      return "the cluster has one already";
    }
    KeyPair pair = ReportToken.newKeyPair();
    String publicKey = ReportToken.encode(pair.getPublic());
    cluster.putSecret(
        BootstrapContext.NAMESPACE,
        SECRET,
        Map.of(
            PRIVATE_KEY, ReportToken.encode(pair.getPrivate()).getBytes(StandardCharsets.US_ASCII),
            PUBLIC_KEY, publicKey.getBytes(StandardCharsets.US_ASCII)));
    context.publicKey(publicKey);
    return "new Ed25519 key in Secret " + BootstrapContext.NAMESPACE + "/" + SECRET;
  }

  private static String publicKey(Map<String, byte[]> data) {
    String publicKey = ClusterAccess.text(data, PUBLIC_KEY);
    try {
      ReportToken.privateKey(ClusterAccess.text(data, PRIVATE_KEY));
      ReportToken.publicKey(publicKey);
      return publicKey;
    } catch (ReportToken.InvalidTokenException e) {
      throw new CliException(
          ExitCode.CLUSTER,
          "the Secret %s/%s does not hold an Ed25519 key pair; delete it and run again"
              .formatted(BootstrapContext.NAMESPACE, SECRET),
          e);
    }
  }

  private static void ensureNamespace(ClusterAccess cluster) {
    // Only when it is missing: applying less than the folder has would take labels away from a
    // running agent.
    if (cluster.client().namespaces().withName(BootstrapContext.NAMESPACE).get() == null) {
      cluster.apply(
          new NamespaceBuilder()
              .withNewMetadata()
              .withName(BootstrapContext.NAMESPACE)
              .endMetadata()
              .build());
    }
  }
}
