package io.freehold.api;

import java.util.List;
import java.util.Optional;

/**
 * The rules of one project, ready to be asked. Answers to questions whether something is allowed
 * are empty when it is, and otherwise one line that names project, rule and value.
 *
 * <p>Patterns: {@code *} is any text, in sources without slashes, {@code **} any text, {@code ?}
 * one character, {@code [a-c]} one of some, <code>{a,b}</code> either. A lone {@code *} is
 * everything. Sources are compared in small letters, without user, usual port and {@code .git} at
 * the end, {@code git@host:path} as {@code ssh://host/path}, {@code host/path} as {@code
 * oci://host/path}.
 */
public final class ProjectRules {
  private static final String SECRET = "Secret";

  private final String name;
  private final ProjectSpec spec;
  private final String registry;
  private final SourceNames sources;
  private final PatternList namespaces;
  private final PatternList homes;
  private final PatternList plugins;

  /**
   * @param name name of the project
   * @param registry URL of the cluster's own registry
   */
  public ProjectRules(String name, ProjectSpec spec, String registry) {
    this.name = name;
    this.spec = spec;
    this.registry = registry;
    this.sources = new SourceNames(spec.sources());
    this.namespaces = new PatternList(spec.namespaces(), NamePattern.NONE);
    this.homes = new PatternList(spec.applicationNamespaces(), NamePattern.NONE);
    this.plugins = new PatternList(spec.plugins(), NamePattern.NONE);
  }

  /** Name of the project. */
  public String name() {
    return name;
  }

  /** What the project says. */
  public ProjectSpec spec() {
    return spec;
  }

  /**
   * Whether an Application may do what its spec says, as far as that is known without rendering it:
   * where it lives, where it reads, where it writes, what renders it.
   */
  public Optional<String> application(Application application) {
    ApplicationId id = application.id();
    if (!id.namespace().equals(ApiGroup.SYSTEM_NAMESPACE) && !homes.contains(id.namespace())) {
      return refused("spec.applicationNamespaces", "Applications in namespace " + id.namespace());
    }
    ApplicationSpec wanted = application.spec();
    for (Source source : wanted.sources()) {
      Optional<String> refusal =
          source(source.repoUrl()).or(() -> plugin(source.pluginOptions().name()));
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    String destination = wanted.destination().namespace();
    return namespace(destination.isEmpty() ? id.namespace() : destination);
  }

  /**
   * Whether a repository may be read.
   *
   * @param url without query; the cluster's own registry when empty
   */
  public Optional<String> source(String url) {
    return sources.contain(url.isEmpty() ? registry : url, registry)
        ? Optional.empty()
        : refused("spec.sources", url.isEmpty() ? "the cluster's own registry" : url);
  }

  /** Whether a URL is that of the cluster's own registry. */
  public boolean isRegistry(String url) {
    return SourceNames.isSame(url, registry);
  }

  /** Whether a namespace may be changed. */
  public Optional<String> namespace(String namespace) {
    return namespaces.contains(namespace)
        ? Optional.empty()
        : refused("spec.namespaces", "namespace " + namespace);
  }

  /** Whether an object may be changed: its kind, and its namespace when it has one. */
  public Optional<String> object(ObjectRef ref) {
    boolean namespaced = !ref.namespace().isEmpty();
    ProjectSpec.KindRules kinds = namespaced ? spec.namespacedKinds() : spec.clusterKinds();
    String rule = namespaced ? "spec.namespacedKinds" : "spec.clusterKinds";
    boolean allowed = (namespaced && kinds.allow().isEmpty()) || contains(kinds.allow(), ref);
    if (!allowed) {
      return refused(rule + ".allow", ref.toString());
    }
    if (contains(kinds.deny(), ref)) {
      return Optional.of("project %s denies %s in %s".formatted(name, ref, rule + ".deny"));
    }
    return namespaced && !namespaces.contains(ref.namespace())
        ? refused("spec.namespaces", ref + " in namespace " + ref.namespace())
        : Optional.empty();
  }

  /** Whether a plugin may render; an empty name is none. */
  public Optional<String> plugin(String plugin) {
    return plugin.isEmpty() || plugins.contains(plugin)
        ? Optional.empty()
        : refused("spec.plugins", "plugin " + plugin);
  }

  /**
   * Whether charts may look up objects of a kind, or all of them when the object is empty. Secrets
   * only where that kind is named, not by a pattern that is meant for others.
   */
  public boolean permitsLookup(String group, String kind, String object) {
    boolean isSecret = group.isEmpty() && kind.equals(SECRET);
    return spec.lookups().stream()
        .filter(pattern -> !isSecret || pattern.kind().equals(SECRET))
        .anyMatch(pattern -> matches(pattern, group, kind, object));
  }

  /**
   * Which signatures a source must have; empty when none are demanded. An address of which it
   * cannot be told for sure what it means is never excepted.
   */
  public Optional<Signatures> signatures(String url) {
    String place = url.isEmpty() ? registry : url;
    boolean deceptive = SourceNames.isDeceptive(place);
    return spec.signatures().stream()
        .filter(rule -> deceptive ? rule.require().demanded() : concerns(rule, place))
        .findFirst()
        .map(ProjectSpec.SignatureRule::require)
        .filter(Signatures::demanded);
  }

  private boolean concerns(ProjectSpec.SignatureRule rule, String url) {
    return rule.sources().isEmpty() || new SourceNames(rule.sources()).contain(url, registry);
  }

  /**
   * The user that writes for a destination namespace, as {@code
   * system:serviceaccount:team-a:deployer}; empty for the cluster's applier.
   */
  public Optional<String> account(String destination) {
    return spec.serviceAccounts().stream()
        .filter(account ->
            account.destination().isEmpty()
                || new PatternList(List.of(account.destination()), NamePattern.NONE)
                    .contains(destination))
        .findFirst()
        .map(account ->
            "system:serviceaccount:%s:%s"
                .formatted(
                    account.namespace().isEmpty() ? destination : account.namespace(),
                    account.name()));
  }

  private static boolean contains(List<ProjectSpec.KindPattern> patterns, ObjectRef ref) {
    return patterns.stream()
        .anyMatch(pattern -> matches(pattern, ref.group(), ref.kind(), ref.name()));
  }

  private static boolean matches(
      ProjectSpec.KindPattern pattern, String group, String kind, String object) {
    return is(pattern.group(), group)
        && is(pattern.kind(), kind)
        && (pattern.name().isEmpty() || is(pattern.name(), object));
  }

  private static boolean is(String pattern, String text) {
    return new NamePattern(pattern, NamePattern.NONE).matches(text);
  }

  private Optional<String> refused(String rule, String what) {
    return Optional.of("project %s does not allow %s in %s".formatted(name, what, rule));
  }
}
