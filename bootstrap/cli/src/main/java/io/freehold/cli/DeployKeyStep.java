package io.freehold.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Finds or makes the key with which the agent reads the registry. */
final class DeployKeyStep implements BootstrapStep {
  static final String SECRET = "freehold-git";
  static final String IDENTITY = "identity";
  static final String IDENTITY_PUBLIC = "identity.pub";
  static final String KNOWN_HOSTS = "known_hosts";

  @Override
  public String title() {
    return "Make the deploy key";
  }

  @Override
  public String run(BootstrapContext context) {
    return switch (context.request().deployKey()) {
      // A key from outside goes into the cluster only after it was proved to be harmless.
      case BootstrapRequest.DeployKeySource.File(Path file) -> {
        context.deployKey(SshKey.read(file));
        yield "the given key " + context.deployKey().fingerprint();
      }
      case BootstrapRequest.DeployKeySource.Generated() -> generated(context);
    };
  }

  private static String generated(BootstrapContext context) {
    Optional<Map<String, byte[]>> secret =
        context.cluster().secret(BootstrapContext.NAMESPACE, SECRET);
    if (secret.isPresent() && secret.get().containsKey(IDENTITY)) {
      context.deployKey(
          SshKey.read(
              "the Secret " + BootstrapContext.NAMESPACE + "/" + SECRET,
              secret.get().get(IDENTITY),
              comment(context)));
      return "the cluster has one already: " + context.deployKey().fingerprint();
    }
    // In the cluster before anybody hears of it: a key whose private half is lost would stay on the
    // forge for nothing.
    context.deployKey(SshKey.generate(comment(context)));
    store(context);
    return "new Ed25519 key %s, its private half only in Secret %s/%s"
        .formatted(context.deployKey().fingerprint(), BootstrapContext.NAMESPACE, SECRET);
  }

  /** Writes key and host keys into the cluster. */
  static void store(BootstrapContext context) {
    SshKey key = context.deployKey();
    context
        .cluster()
        .putSecret(
            BootstrapContext.NAMESPACE,
            SECRET,
            Map.of(
                IDENTITY,
                key.openSsh(),
                IDENTITY_PUBLIC,
                key.publicLine().getBytes(StandardCharsets.UTF_8),
                KNOWN_HOSTS,
                context.hostKeys().knownHosts().getBytes(StandardCharsets.UTF_8)));
  }

  /** Name of the key on the forge. */
  static String comment(BootstrapContext context) {
    return "freehold/" + context.request().folder().cluster();
  }
}
