package io.freehold.dialect;

import java.util.Optional;
import java.util.Set;

/**
 * Which destinations mean the cluster in which the agent runs: it knows no other.
 *
 * @param names names of the cluster
 */
public record Destinations(Set<String> names) {
  /** Address of the API server of the own cluster, as Argo CD writes it. */
  public static final String SERVER = "https://kubernetes.default.svc";

  /** Name of the own cluster in Argo CD. */
  public static final String NAME = "in-cluster";

  public Destinations {
    names = Set.copyOf(names);
  }

  /** Why a destination is none that the agent can reach; empty when it can. */
  public Optional<String> problem(ArgoSpec.Destination destination) {
    String server = destination.server();
    String name = destination.name();
    if (server.isEmpty() && name.isEmpty()) {
      return Optional.of("Destination server missing from app spec");
    }
    if (!server.isEmpty() && !name.isEmpty()) {
      return Optional.of(
          "application destination can't have both name and server defined: %s %s"
              .formatted(name, server));
    }
    if (!name.isEmpty()) {
      return name.equals(NAME) || names.contains(name)
          ? Optional.empty()
          : Optional.of(
              "application destination spec is invalid: there are no clusters with this name: "
                  + name);
    }
    return isOwn(server)
        ? Optional.empty()
        : Optional.of(
            "application destination spec is invalid: there are no clusters with this server: "
                + server);
  }

  private static boolean isOwn(String server) {
    return server.equals(SERVER) || server.equals(SERVER + "/");
  }
}
