package io.freehold.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.List;

/**
 * What the Applications of a project may do. What a list does not allow is forbidden. In lists of
 * patterns one that begins with {@code !} takes away what the others allow; {@link ProjectRules}
 * says what patterns match.
 *
 * @param description for people
 * @param sources patterns of the repositories that may be read, {@link #REGISTRY} for the cluster's
 *     own
 * @param namespaces patterns of the namespaces that may be changed
 * @param applicationNamespaces patterns of the namespaces whose Applications may use the project,
 *     besides the agent's own
 * @param clusterKinds which kinds without namespace may be changed; none unless allowed
 * @param namespacedKinds which kinds in namespaces may be changed; all when it allows none by name
 * @param windows when syncs may start, besides what Applications say themselves
 * @param serviceAccounts in whose name objects are written; the first that concerns the
 *     Application's destination namespace counts, the cluster's applier when none does
 * @param signatures what must be signed; the first that concerns a source counts
 * @param plugins patterns of the names of plugins that may render
 * @param lookups kinds that charts may look up in the cluster
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ProjectSpec(
    @JsonPropertyDescription("For people.") String description,
    @JsonPropertyDescription(
            "Patterns of the repositories that may be read, as https://git.example.org/team/**;"
                + " registry is the cluster's own, ! at the beginning forbids.")
        List<String> sources,
    @JsonPropertyDescription(
            "Patterns of the namespaces that may be changed, as team-*; ! at the beginning forbids.")
        List<String> namespaces,
    @JsonPropertyDescription(
            "Patterns of the namespaces whose Applications may use the project, besides the"
                + " agent's own; ! at the beginning forbids.")
        List<String> applicationNamespaces,
    @JsonPropertyDescription(
            "Which kinds without namespace may be changed; none unless they are allowed.")
        KindRules clusterKinds,
    @JsonPropertyDescription(
            "Which kinds in namespaces may be changed; all that are not denied when allow is empty.")
        KindRules namespacedKinds,
    @JsonPropertyDescription("When syncs may start, besides what Applications say themselves.")
        List<Window> windows,
    @JsonPropertyDescription(
            "In whose name objects are written; the first that concerns the Application's"
                + " destination namespace counts.")
        List<Account> serviceAccounts,
    @JsonPropertyDescription("What must be signed; the first that concerns a source counts.")
        List<SignatureRule> signatures,
    @JsonPropertyDescription("Patterns of the names of plugins that may render.")
        List<String> plugins,
    @JsonPropertyDescription("Kinds that charts may look up in the cluster.")
        List<KindPattern> lookups) {
  /** The entry of {@link #sources} that stands for the cluster's own registry. */
  public static final String REGISTRY = "registry";

  /** Allows nothing. */
  public static final ProjectSpec NOTHING = reading(List.of());

  /** What holds for the project {@code default} where nobody made one: everything but lookups. */
  public static final ProjectSpec UNRESTRICTED =
      new ProjectSpec(
          "",
          List.of("*"),
          List.of("*"),
          List.of("*"),
          new KindRules(List.of(new KindPattern("*", "*", "")), List.of()),
          KindRules.NONE,
          List.of(),
          List.of(),
          List.of(),
          List.of("*"),
          List.of());

  /** Allows nothing but reading these sources. */
  public static ProjectSpec reading(List<String> sources) {
    return new ProjectSpec(
        "",
        sources,
        List.of(),
        List.of(),
        KindRules.NONE,
        KindRules.NONE,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  public ProjectSpec {
    description = Defaults.text(description);
    sources = Defaults.list(sources);
    namespaces = Defaults.list(namespaces);
    applicationNamespaces = Defaults.list(applicationNamespaces);
    clusterKinds = Defaults.value(clusterKinds, KindRules.NONE);
    namespacedKinds = Defaults.value(namespacedKinds, KindRules.NONE);
    windows = Defaults.list(windows);
    serviceAccounts = Defaults.list(serviceAccounts);
    signatures = Defaults.list(signatures);
    plugins = Defaults.list(plugins);
    lookups = Defaults.list(lookups);
  }

  /**
   * Which kinds may be changed.
   *
   * @param allow what may
   * @param deny what may not, whatever {@code allow} says
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record KindRules(
      @JsonPropertyDescription("What may be changed.") List<KindPattern> allow,
      @JsonPropertyDescription("What may not, whatever allow says.") List<KindPattern> deny) {
    /** Neither allows nor denies anything by name. */
    public static final KindRules NONE = new KindRules(List.of(), List.of());

    public KindRules {
      allow = Defaults.list(allow);
      deny = Defaults.list(deny);
    }
  }

  /**
   * Some kinds, or some objects of them.
   *
   * @param group pattern of the API group; empty for the core group
   * @param kind pattern of the kind
   * @param name pattern of the objects' names; all of them when empty
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record KindPattern(
      @JsonPropertyDescription("Pattern of the API group; empty for the core group.") String group,
      @Required @JsonPropertyDescription("Pattern of the kind.") String kind,
      @JsonPropertyDescription("Pattern of the names of objects; all when empty.") String name) {
    public KindPattern {
      group = Defaults.text(group);
      kind = Defaults.text(kind);
      name = Defaults.text(name);
    }
  }

  /**
   * A recurring time in which syncs of some Applications may or may not start.
   *
   * @param kind {@code allow} or {@code deny}
   * @param schedule when it begins, in the five fields of cron
   * @param duration how long it lasts, as {@code 8h}
   * @param timeZone zone of the schedule, as {@code Europe/Berlin}; empty for UTC
   * @param applications patterns of the names of Applications
   * @param namespaces patterns of destination namespaces
   * @param allOf whether both lists have to match, and not just one of them; without any list it
   *     concerns all Applications of the project
   * @param manualSync whether people may sync nevertheless
   * @param overrun whether a sync that was allowed to start may go on
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Window(
      @Required @JsonPropertyDescription("allow or deny.") String kind,
      @Required @JsonPropertyDescription("When it begins, in the five fields of cron.")
          String schedule,
      @Required @JsonPropertyDescription("How long it lasts, as 8h.") String duration,
      @JsonPropertyDescription("Zone of the schedule, as Europe/Berlin; empty for UTC.")
          String timeZone,
      @JsonPropertyDescription("Patterns of the names of Applications.") List<String> applications,
      @JsonPropertyDescription("Patterns of destination namespaces.") List<String> namespaces,
      @JsonPropertyDescription("Whether both lists have to match, and not just one of them.")
          boolean allOf,
      @JsonPropertyDescription("Whether people may sync nevertheless.") boolean manualSync,
      @JsonPropertyDescription("Whether a sync that was allowed to start may go on.")
          boolean overrun) {
    public Window {
      kind = Defaults.text(kind);
      schedule = Defaults.text(schedule);
      duration = Defaults.text(duration);
      timeZone = Defaults.text(timeZone);
      applications = Defaults.list(applications);
      namespaces = Defaults.list(namespaces);
    }
  }

  /**
   * A ServiceAccount that objects are written as.
   *
   * @param destination pattern of the Application's destination namespace; any when empty
   * @param name its name
   * @param namespace its namespace; the destination namespace when empty
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Account(
      @JsonPropertyDescription(
              "Pattern of the Application's destination namespace; any when empty.")
          String destination,
      @Required @JsonPropertyDescription("Name of the ServiceAccount.") String name,
      @JsonPropertyDescription("Its namespace; the destination namespace when empty.")
          String namespace) {
    public Account {
      destination = Defaults.text(destination);
      name = Defaults.text(name);
      namespace = Defaults.text(namespace);
    }
  }

  /**
   * What must be signed of some sources.
   *
   * @param sources patterns as those of the project; all sources when empty
   * @param require the signatures that count
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record SignatureRule(
      @JsonPropertyDescription("Patterns of sources, as those of the project; all when empty.")
          List<String> sources,
      @Required @JsonPropertyDescription("The signatures that count.") Signatures require) {
    public SignatureRule {
      sources = Defaults.list(sources);
      require = Defaults.value(require, Signatures.UNTRUSTING);
    }
  }
}
