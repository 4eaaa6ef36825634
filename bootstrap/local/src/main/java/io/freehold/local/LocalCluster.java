package io.freehold.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A running Kubernetes control plane on loopback. It lives as long as this object: {@link #close}
 * ends it, and so does every death of this process. Several run side by side.
 *
 * <p>Without nodes there is only the API server with its store: no controller creates pods or
 * service accounts, collects garbage, or finishes the deletion of a namespace. With nodes
 * Deployments become available and Jobs complete, but no container runs: kwok plays the kubelet, so
 * logs and exec do not exist.
 */
public final class LocalCluster implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(3);

  private final Options options;
  private final Supervisor supervisor;
  private final Supervisor.Ready ready;

  private LocalCluster(Options options, Supervisor supervisor, Supervisor.Ready ready) {
    this.options = options;
    this.supervisor = supervisor;
    this.ready = ready;
  }

  /**
   * What to start.
   *
   * @param name the cluster's name in its kubeconfig
   * @param directory for keys, kubeconfig and logs; created if absent; used by one cluster at a
   *     time
   * @param nodes whether controller-manager, scheduler and a node (kwok) run as well; about 400 MB
   *     more
   * @param stages file with the stages by which kwok plays pods and nodes; empty for the built-in
   *     ones
   */
  public record Options(String name, Path directory, boolean nodes, Optional<Path> stages) {
    public Options {
      if (!name.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")) {
        throw new IllegalArgumentException("not a cluster name: " + name);
      }
      directory = directory.toAbsolutePath().normalize();
      stages = stages.map(file -> file.toAbsolutePath().normalize());
    }

    /** Only the API server and its store. */
    public static Options apiServer(String name, Path directory) {
      return new Options(name, directory, false, Optional.empty());
    }

    /** A control plane on which workloads become ready. */
    public static Options withNodes(String name, Path directory) {
      return new Options(name, directory, true, Optional.empty());
    }

    /** A control plane on which pods and nodes live as a file says. */
    public static Options withStages(String name, Path directory, Path stages) {
      return new Options(name, directory, true, Optional.of(stages));
    }
  }

  /**
   * Starts a control plane and returns when it is ready, after about 3 s, with nodes about 6 s.
   * Builds the executable first if that was never done, see {@link DevClusterBinary}.
   *
   * @throws LocalPlatformException if a component does not start; the message holds the end of its
   *     log
   */
  public static LocalCluster start(Options options) {
    return start(options, DevClusterBinary.ensure(line -> {}));
  }

  static LocalCluster start(Options options, Path binary) {
    try {
      Files.createDirectories(options.directory());
      var supervisor = Supervisor.launch(binary, options);
      try {
        return new LocalCluster(options, supervisor, supervisor.awaitReady(START_LIMIT));
      } catch (RuntimeException e) {
        supervisor.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cluster %s does not start".formatted(options.name()), e);
    }
  }

  public String name() {
    return options.name();
  }

  /** A kubeconfig with an administrator's client certificate, readable by the user only. */
  public Path kubeconfig() {
    return ready.kubeconfig();
  }

  /** The address of the API server. */
  public URI server() {
    return ready.server();
  }

  /** A new HTTP client that acts as administrator and trusts the cluster's authority. */
  public HttpClient httpClient() {
    return AdminClient.from(kubeconfig());
  }

  /** Where the components write their logs, {@code COMPONENT.log}. */
  public Path directory() {
    return options.directory();
  }

  /** Whether it runs; false after {@link #close} and after the death of a component. */
  public boolean running() {
    return supervisor.running();
  }

  /**
   * Ends all processes of the cluster and waits until they are gone. The directory stays, without
   * the store's data.
   */
  @Override
  public void close() {
    supervisor.close();
  }
}
