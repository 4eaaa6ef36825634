package io.freehold.cli;

import io.freehold.api.ApiGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * What the steps of one bootstrap hand on: connections, keys and the commit. Everything in it can
 * be found again in the cluster and the registry. Owned by the thread that runs the steps.
 */
public final class BootstrapContext implements AutoCloseable {
  /** Namespace of the agent. */
  static final String NAMESPACE = ApiGroup.SYSTEM_NAMESPACE;

  private final BootstrapRequest request;
  private final BootstrapListener listener;
  private final Clock clock;
  private final Path scratch;
  private final ClusterAccess cluster;
  private @Nullable HostKeys hostKeys;
  private @Nullable GitAccess operator;
  private @Nullable Registry registry;
  private @Nullable String publicKey;
  private @Nullable String commit;
  private @Nullable SshKey deployKey;

  BootstrapContext(BootstrapRequest request, BootstrapListener listener, Clock clock) {
    this.request = request;
    this.listener = listener;
    this.clock = clock;
    this.cluster = ClusterAccess.of(request.target().kubeconfig(), request.target().context());
    try {
      this.scratch = Files.createTempDirectory("freehold-bootstrap-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was asked for. */
  public BootstrapRequest request() {
    return request;
  }

  /** The cluster, with the operator's rights. */
  public ClusterAccess cluster() {
    return cluster;
  }

  /** The folder of the cluster in the registry. */
  public String folder() {
    return "clusters/" + request.folder().cluster();
  }

  /** The commit that holds the cluster's folder, once it was pushed. */
  public String commit() {
    return require(commit, "commit");
  }

  /** Tells the operator something. */
  public void note(String text) {
    listener.note(text);
  }

  Clock clock() {
    return clock;
  }

  HostKeys hostKeys() {
    if (hostKeys == null) {
      hostKeys = HostKeys.read(request.git().registry(), request.git().knownHosts());
    }
    return hostKeys;
  }

  /** A clone with the operator's own credentials. */
  Registry registry() {
    if (registry == null) {
      operator =
          switch (request.git().operatorKey()) {
            case BootstrapRequest.OperatorKey.File(Path file) ->
                GitAccess.withKey(SshKey.read(file), hostKeys(), scratch);
            case BootstrapRequest.OperatorKey.Default() -> GitAccess.ofUser(hostKeys());
          };
      registry =
          Registry.at(
              request.git().registry(),
              request.git().branch(),
              operator,
              scratch.resolve("registry"));
    }
    return registry;
  }

  GitAccess accessWith(SshKey key) {
    return GitAccess.withKey(key, hostKeys(), scratch);
  }

  String publicKey() {
    return require(publicKey, "identity key");
  }

  void publicKey(String value) {
    publicKey = value;
  }

  void commit(String value) {
    commit = value;
  }

  SshKey deployKey() {
    return require(deployKey, "deploy key");
  }

  void deployKey(SshKey value) {
    deployKey = value;
  }

  private static <T> T require(@Nullable T value, String what) {
    if (value == null) {
      throw new IllegalStateException("no step has found the " + what + " yet");
    }
    return value;
  }

  @Override
  public void close() {
    if (registry != null) {
      registry.close();
    }
    if (operator != null) {
      operator.close();
    }
    cluster.close();
    Folders.deleteRecursively(scratch);
  }
}
