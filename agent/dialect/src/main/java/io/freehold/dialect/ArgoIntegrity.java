package io.freehold.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.api.ProjectRules;
import io.freehold.api.ProjectSpec;
import io.freehold.api.Signatures;
import java.util.ArrayList;
import java.util.List;

/**
 * Which commits an AppProject demands to be signed: {@code sourceIntegrity.git.policies}, of which
 * the first that names a repository counts, and the older {@code signatureKeys} for all others.
 *
 * @param policies in order
 */
public record ArgoIntegrity(List<Policy> policies) {
  /** Demands nothing. */
  public static final ArgoIntegrity NONE = new ArgoIntegrity(List.of());

  public ArgoIntegrity {
    policies = List.copyOf(policies);
  }

  /**
   * What is demanded of some repositories.
   *
   * @param repositories patterns; all when empty
   * @param mode what must be signed
   * @param keys ids of the keys that count
   */
  public record Policy(List<String> repositories, Signatures.Mode mode, List<String> keys) {
    public Policy {
      repositories = List.copyOf(repositories);
      keys = List.copyOf(keys);
    }
  }

  /**
   * Reads what a project says.
   *
   * @throws IllegalArgumentException when it demands something that is not understood
   */
  static ArgoIntegrity of(ArgoProjectSpec spec) {
    List<Policy> policies = new ArrayList<>();
    JsonNode integrity = spec.sourceIntegrity();
    for (JsonNode policy : integrity.path("git").path("policies")) {
      policies.add(
          new Policy(
              policy
                  .path("repos")
                  .valueStream()
                  .map(repository -> repository.path("url").asText(""))
                  .toList(),
              mode(policy.path("gpg")),
              Json.texts(policy.path("gpg").path("keys"))));
    }
    List<String> keys =
        spec.signatureKeys().stream().map(key -> key.path("keyID").asText("")).toList();
    if (!keys.isEmpty()) {
      policies.add(new Policy(List.of(), Signatures.Mode.HEAD, keys));
    }
    return new ArgoIntegrity(policies);
  }

  private static Signatures.Mode mode(JsonNode gpg) {
    String mode = gpg.path("mode").asText("");
    return switch (mode) {
      case "none" -> Signatures.Mode.NONE;
      case "head" -> Signatures.Mode.HEAD;
      case "strict" -> Signatures.Mode.HISTORY;
      default ->
          throw new IllegalArgumentException(
              "spec.sourceIntegrity: gpg.mode \"%s\" is none of none, head and strict"
                  .formatted(mode));
    };
  }

  /** Rules that allow everything, signed as demanded by a key of the ring. */
  public ProjectRules demanding(ArgoKeyring keyring) {
    ProjectSpec all = ProjectSpec.UNRESTRICTED;
    return new ProjectRules(
        "",
        new ProjectSpec(
            "",
            all.sources(),
            all.namespaces(),
            all.applicationNamespaces(),
            all.clusterKinds(),
            all.namespacedKinds(),
            List.of(),
            List.of(),
            policies.stream()
                .map(policy ->
                    new ProjectSpec.SignatureRule(
                        policy.repositories(),
                        new Signatures(
                            policy.mode(), keyring.of(policy.keys()), List.of(), List.of())))
                .toList(),
            all.plugins(),
            all.lookups()),
        "");
  }
}
