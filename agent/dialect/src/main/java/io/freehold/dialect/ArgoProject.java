package io.freehold.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.api.ObjectRef;
import io.freehold.api.ProjectRules;
import io.freehold.api.ProjectSpec;
import io.freehold.engine.Glob;
import io.freehold.engine.SyncWindow;
import io.freehold.engine.SyncWindows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An AppProject in Freehold's terms.
 *
 * @param rules what its Applications may do
 * @param windows when its Applications may be synced
 * @param integrity which commits must be signed
 * @param accounts as whom objects are written, where the settings ask for that
 * @param orphans which objects near its Applications are looked for; null when none are
 */
public record ArgoProject(
    ProjectRules rules,
    SyncWindows windows,
    ArgoIntegrity integrity,
    List<ArgoAccount> accounts,
    @Nullable OrphanRules orphans) {
  /** The kind. */
  public static final String KIND = "AppProject";

  /** The plural. */
  public static final String PLURAL = "appprojects";

  /** The project {@code default} where nobody made one. */
  public static final ArgoProject UNRESTRICTED =
      new ArgoProject(
          new ProjectRules("default", ProjectSpec.UNRESTRICTED, ""),
          new SyncWindows(List.of()),
          ArgoIntegrity.NONE,
          List.of(),
          null);

  public ArgoProject {
    accounts = List.copyOf(accounts);
  }

  /**
   * Reads an object of the cluster.
   *
   * @throws IllegalArgumentException when a field cannot be understood; the message names it
   */
  public static ArgoProject read(JsonNode object) {
    ArgoProjectSpec spec =
        Json.read(
            object.path("spec").isObject() ? object.path("spec") : Json.MAPPER.createObjectNode(),
            ArgoProjectSpec.class);
    ProjectSpec rules =
        new ProjectSpec(
            spec.description(),
            spec.sourceRepos(),
            namespaces(spec.destinations()),
            spec.sourceNamespaces(),
            new ProjectSpec.KindRules(
                kinds(spec.clusterResourceWhitelist()), kinds(spec.clusterResourceBlacklist())),
            new ProjectSpec.KindRules(
                kinds(spec.namespaceResourceWhitelist()), kinds(spec.namespaceResourceBlacklist())),
            List.of(),
            List.of(),
            List.of(),
            List.of("*"),
            List.of());
    return new ArgoProject(
        new ProjectRules(object.path("metadata").path("name").asText(), rules, ""),
        new SyncWindows(spec.syncWindows().stream().map(ArgoProject::window).toList()),
        ArgoIntegrity.of(spec),
        spec.destinationServiceAccounts().stream().map(ArgoAccount::of).toList(),
        spec.orphanedResources() == null ? null : OrphanRules.of(spec.orphanedResources()));
  }

  /**
   * As whom the objects of an Application are written.
   *
   * @param impersonating whether the settings ask for that at all
   * @return the user; empty for the cluster's applier
   * @throws IllegalArgumentException when the project names nobody for its destination
   */
  public String user(ArgoApplication application, boolean impersonating) {
    if (!impersonating) {
      return "";
    }
    ArgoSpec.Destination to = application.spec().destination();
    return accounts.stream()
        .flatMap(account -> account.user(to).stream())
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "project '%s' has no entry in destinationServiceAccounts for destination server '%s' and namespace '%s', and impersonation is enabled"
                    .formatted(rules.name(), to.server(), to.namespace())));
  }

  /** Why an Application may not be as it is; empty when it may. */
  public Optional<String> refusal(ArgoApplication application) {
    for (JsonNode source : application.spec().allSources()) {
      String url = source.path("repoURL").asText("");
      if (rules.source(url).isPresent()) {
        return Optional.of(
            "application repo %s is not permitted in project '%s'".formatted(url, rules.name()));
      }
    }
    ArgoSpec.Destination to = application.spec().destination();
    return rules.namespace(to.namespace()).isEmpty()
        ? Optional.empty()
        : Optional.of(
            "application destination server '%s' and namespace '%s' do not match any of the allowed destinations in project '%s'"
                .formatted(to.server(), to.namespace(), rules.name()));
  }

  /** Why an object may not be changed; empty when it may. */
  public Optional<String> refusal(ObjectRef ref) {
    return rules
        .object(ref)
        .map(why ->
            "resource %s:%s is not permitted in project %s (%s)"
                .formatted(ref.group(), ref.kind(), rules.name(), why));
  }

  /** The windows that concern an Application. */
  public SyncWindows windows(ArgoApplication application) {
    return windows.of(application.windowTarget());
  }

  /** Namespaces of this cluster; a server with {@code !} forbids wherever it matches. */
  private static List<String> namespaces(List<ArgoSpec.Destination> destinations) {
    List<String> namespaces = new ArrayList<>();
    for (ArgoSpec.Destination destination : destinations) {
      String server = destination.server();
      String name = destination.name();
      String namespace = destination.namespace();
      if (server.startsWith("!")) {
        if (Glob.matches(server.substring(1), Destinations.SERVER)) {
          namespaces.add("!" + namespace);
        }
      } else if (Glob.matches(server, Destinations.SERVER)
          || Glob.matches(name, Destinations.NAME)) {
        namespaces.add(namespace);
      }
    }
    return namespaces;
  }

  private static List<ProjectSpec.KindPattern> kinds(List<ArgoProjectSpec.KindPattern> list) {
    return list.stream()
        .map(kind -> new ProjectSpec.KindPattern(kind.group(), kind.kind(), kind.name()))
        .toList();
  }

  private static SyncWindow window(JsonNode window) {
    return new SyncWindow(
        window.path("kind").asText(""),
        window.path("schedule").asText(""),
        window.path("duration").asText(""),
        window.path("timeZone").asText(""),
        Json.texts(window.path("applications")),
        Json.texts(window.path("namespaces")),
        Json.texts(window.path("clusters")),
        window.path("andOperator").asBoolean(),
        window.path("manualSync").asBoolean(),
        window.path("syncOverrun").asBoolean());
  }
}
