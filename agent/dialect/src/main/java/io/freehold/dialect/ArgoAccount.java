package io.freehold.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.engine.Glob;
import java.util.Optional;

/**
 * A line of {@code destinationServiceAccounts} of an AppProject: as whom objects are written.
 *
 * @param server pattern of the destination's server
 * @param namespace pattern of the destination's namespace
 * @param account {@code NAME} or {@code NAMESPACE:NAME}
 */
public record ArgoAccount(String server, String namespace, String account) {
  private static final String USER = "system:serviceaccount:";

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException when it names no account
   */
  static ArgoAccount of(JsonNode line) {
    var account =
        new ArgoAccount(
            line.path("server").asText(""),
            line.path("namespace").asText(""),
            line.path("defaultServiceAccount").asText("").strip());
    String name = account.account();
    if (name.isEmpty()
        || name.startsWith(":")
        || name.endsWith(":")
        || name.contains("!")
        || name.contains("*")
        || name.chars().filter(c -> c == ':').count() > 1) {
      throw new IllegalArgumentException(
          "spec.destinationServiceAccounts: defaultServiceAccount \"%s\" is neither NAME nor NAMESPACE:NAME"
              .formatted(name));
    }
    return account;
  }

  /** The user that writes there; empty when this line is about another place. */
  Optional<String> user(ArgoSpec.Destination destination) {
    String to = destination.namespace();
    if (!Glob.matches(server, Destinations.SERVER) || !Glob.matches(namespace, to)) {
      return Optional.empty();
    }
    return Optional.of(USER + (account.contains(":") ? account : to + ":" + account));
  }
}
