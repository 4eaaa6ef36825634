package io.freehold.dialect;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The {@code spec} of an AppProject, as far as an engine has to do with it. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ArgoProjectSpec(
    String description,
    List<String> sourceRepos,
    List<String> sourceNamespaces,
    List<ArgoSpec.Destination> destinations,
    List<KindPattern> clusterResourceWhitelist,
    List<KindPattern> clusterResourceBlacklist,
    List<KindPattern> namespaceResourceWhitelist,
    List<KindPattern> namespaceResourceBlacklist,
    List<JsonNode> syncWindows,
    List<JsonNode> signatureKeys,
    JsonNode sourceIntegrity,
    List<JsonNode> destinationServiceAccounts,
    @Nullable JsonNode orphanedResources) {
  public ArgoProjectSpec {
    description = description == null ? "" : description;
    sourceRepos = sourceRepos == null ? List.of() : List.copyOf(sourceRepos);
    sourceNamespaces = sourceNamespaces == null ? List.of() : List.copyOf(sourceNamespaces);
    destinations = destinations == null ? List.of() : List.copyOf(destinations);
    clusterResourceWhitelist = list(clusterResourceWhitelist);
    clusterResourceBlacklist = list(clusterResourceBlacklist);
    namespaceResourceWhitelist = list(namespaceResourceWhitelist);
    namespaceResourceBlacklist = list(namespaceResourceBlacklist);
    syncWindows = syncWindows == null ? List.of() : List.copyOf(syncWindows);
    signatureKeys = signatureKeys == null ? List.of() : List.copyOf(signatureKeys);
    sourceIntegrity = sourceIntegrity == null ? MissingNode.getInstance() : sourceIntegrity;
    destinationServiceAccounts =
        destinationServiceAccounts == null ? List.of() : List.copyOf(destinationServiceAccounts);
    orphanedResources =
        orphanedResources == null || orphanedResources.isNull() ? null : orphanedResources;
  }

  /** Some kinds; empty text is the core group. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record KindPattern(String group, String kind, String name) {
    public KindPattern {
      group = group == null ? "" : group;
      kind = kind == null ? "" : kind;
      name = name == null ? "" : name;
    }
  }

  private static List<KindPattern> list(List<KindPattern> patterns) {
    return patterns == null ? List.of() : List.copyOf(patterns);
  }
}
