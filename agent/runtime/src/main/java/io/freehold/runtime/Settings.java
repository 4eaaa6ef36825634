package io.freehold.runtime;

import io.freehold.api.ApplicationSpec;
import io.freehold.api.Decryption;
import io.freehold.api.Durations;
import io.freehold.api.HealthPolicy;
import io.freehold.api.IgnoreRule;
import io.freehold.api.ProjectRules;
import io.freehold.api.ProjectSpec;
import io.freehold.api.Source;
import io.freehold.api.Substitution;
import io.freehold.api.SyncPolicy;
import io.freehold.engine.IgnoreRules;
import io.freehold.engine.KindOrder;
import io.freehold.engine.Marks;
import io.freehold.engine.ObjectOptions;
import io.freehold.engine.OperationPolicy;
import io.freehold.engine.Precheck;
import io.freehold.engine.RetryPauses;
import io.freehold.engine.SyncWindow;
import io.freehold.engine.SyncWindows;
import io.freehold.health.HealthRules;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An Application's spec, checked and ready for use.
 *
 * @param sources where the desired state comes from
 * @param namespace namespace of objects that name none
 * @param substitution variables of rendered objects
 * @param decryption how encrypted files are read
 * @param createNamespace whether that namespace is one of the objects
 * @param namespaceMetadata what that namespace carries
 * @param automated whether anything is done without being asked
 * @param selfHeal whether drift is reverted
 * @param cascade whether deleting the Application deletes its objects
 * @param policy what a sync may do
 * @param rollback when it goes back to what was healthy
 * @param retryLimit attempts after the first, negative for no limit
 * @param pauses time between attempts
 * @param windows when syncs may start
 * @param sync how objects are compared and written
 * @param rules what the project allows
 */
record Settings(
    List<Source> sources,
    String namespace,
    Substitution substitution,
    Decryption decryption,
    boolean createNamespace,
    SyncPolicy.NamespaceMetadata namespaceMetadata,
    boolean automated,
    boolean selfHeal,
    boolean cascade,
    OperationPolicy policy,
    Optional<Rollback> rollback,
    int retryLimit,
    RetryPauses pauses,
    SyncWindows windows,
    SyncRules sync,
    ProjectRules rules) {
  /** More requests in flight only add latency; the client has the same bound for all together. */
  private static final int PARALLEL = 8;

  /** Allows nothing: until the project was asked. */
  private static final ProjectRules NO_RULES = new ProjectRules("", ProjectSpec.NOTHING, "");

  private static final Duration HEALTH_TIMEOUT = Duration.ofMinutes(10);

  /**
   * Checks a spec.
   *
   * @throws IllegalArgumentException when nothing can be done with it; the message says what to
   *     change
   */
  static Settings of(io.freehold.api.Application application) {
    ApplicationSpec spec = application.spec();
    if (spec.sources().isEmpty()) {
      throw new IllegalArgumentException("spec.sources is empty; name a path");
    }
    if (spec.sources().stream().allMatch(Source::isReferenceOnly)) {
      throw new IllegalArgumentException(
          "every one of spec.sources only has a ref; name a path or a chart in one of them");
    }
    DependencyDesk.check(spec.dependsOn());
    Optional<Rollback> rollback = Rollback.of(spec);
    String namespace = spec.destination().namespace();
    SyncPolicy sync = spec.sync();
    SyncPolicy.Automated automated = sync.automated();
    return new Settings(
        Revisions.at(spec.sources(), spec.pin(), "spec.pin"),
        namespace.isEmpty() ? application.metadata().namespace() : namespace,
        spec.substitution(),
        spec.decryptionKeys(),
        sync.options().createNamespace() && !namespace.isEmpty(),
        sync.options().namespaceMetadata(),
        automated.enabled(),
        automated.enabled() && automated.selfHeal(),
        Marks.cascades(application.id(), spec.deletionPolicy(), automated.prune()),
        policy(
            sync,
            isConfirmed(application),
            rollback.map(Rollback::healthTimeout).orElse(HEALTH_TIMEOUT)),
        rollback,
        sync.retry().limit(),
        pauses(sync.retry().backoff()),
        windows(sync.windows()),
        new SyncRules(ignore(spec.ignore()), sync.options(), SyncRules.NONE.health()),
        NO_RULES);
  }

  /**
   * These settings, with what holds for all applications.
   *
   * @param more what else may differ from Git
   * @throws IllegalArgumentException when a rule of its own for health cannot be read
   */
  Settings in(IgnoreRules more, HealthPolicy health, HealthRules standard) {
    SyncRules all =
        new SyncRules(sync.ignore().and(more), sync.options(), OwnHealth.of(health, standard));
    return with(policy, windows, all, rules);
  }

  /**
   * These settings under the rules of a project.
   *
   * @throws IllegalArgumentException when a window of the project cannot be read
   */
  Settings under(ProjectRules project, String application) {
    SyncWindows theirs =
        new SyncWindows(project.spec().windows().stream().map(Settings::window).toList())
            .of(new SyncWindow.Target(application, namespace, "", ""));
    theirs
        .windows()
        .forEach(window -> checked(window, "spec.windows of project " + project.name()));
    return with(
        policy,
        new SyncWindows(
            Stream.concat(windows.windows().stream(), theirs.windows().stream()).toList()),
        sync,
        project);
  }

  /** The same, comparing as the Application does, and writing as these settings say. */
  Settings with(SyncRules application) {
    return with(
        policy,
        windows,
        new SyncRules(application.ignore(), sync.options(), application.health()),
        rules);
  }

  /** The same, with something else asked of the API server before anything is changed. */
  Settings checking(Precheck check) {
    return with(policy.with(check), windows, sync, rules);
  }

  /**
   * The same at another revision.
   *
   * @param field where the revision was written, for the message
   * @throws IllegalArgumentException when it is not told which revision is whose
   */
  Settings at(String revision, String field) {
    return with(Revisions.at(sources, revision, field), policy, windows, sync, rules);
  }

  private Settings with(
      OperationPolicy otherPolicy,
      SyncWindows otherWindows,
      SyncRules otherSync,
      ProjectRules otherRules) {
    return with(sources, otherPolicy, otherWindows, otherSync, otherRules);
  }

  private Settings with(
      List<Source> otherSources,
      OperationPolicy otherPolicy,
      SyncWindows otherWindows,
      SyncRules otherSync,
      ProjectRules otherRules) {
    return new Settings(
        otherSources,
        namespace,
        substitution,
        decryption,
        createNamespace,
        namespaceMetadata,
        automated,
        selfHeal,
        cascade,
        otherPolicy,
        rollback,
        retryLimit,
        pauses,
        otherWindows,
        otherSync,
        otherRules);
  }

  private static IgnoreRules ignore(List<IgnoreRule> rules) {
    try {
      return IgnoreRules.of(rules);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("spec.ignore" + e.getMessage(), e);
    }
  }

  /** Whether a person agreed to deletions that wait for that. */
  static boolean isConfirmed(io.freehold.api.Application application) {
    return application.metadata().annotations().containsKey(ObjectOptions.APPROVED);
  }

  private static OperationPolicy policy(
      SyncPolicy sync, boolean confirmed, Duration healthTimeout) {
    Duration timeout;
    try {
      timeout = sync.timeout().isEmpty() ? Duration.ZERO : Durations.parse(sync.timeout());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("spec.sync.timeout: " + e.getMessage(), e);
    }
    return new OperationPolicy(
        sync.automated().prune(),
        sync.automated().allowEmpty(),
        PARALLEL,
        healthTimeout,
        timeout,
        KindOrder.FREEHOLD,
        sync.options().checkWaves() ? Precheck.EACH_WAVE : Precheck.NOTHING,
        confirmed,
        sync.options().pruneLast(),
        sync.options().continueOnError());
  }

  private static SyncWindows windows(List<SyncPolicy.Window> windows) {
    return new SyncWindows(windows.stream().map(Settings::window).toList());
  }

  private static SyncWindow window(SyncPolicy.Window window) {
    return checked(
        new SyncWindow(
            window.kind(),
            window.schedule(),
            window.duration(),
            window.timeZone(),
            List.of(),
            List.of(),
            List.of(),
            false,
            window.manualSync(),
            window.syncOverrun()),
        "spec.sync.windows");
  }

  private static SyncWindow window(ProjectSpec.Window window) {
    boolean all = window.applications().isEmpty() && window.namespaces().isEmpty();
    return new SyncWindow(
        window.kind(),
        window.schedule(),
        window.duration(),
        window.timeZone(),
        all ? List.of("*") : window.applications(),
        window.namespaces(),
        List.of(),
        window.allOf(),
        window.manualSync(),
        window.overrun());
  }

  private static SyncWindow checked(SyncWindow window, String field) {
    try {
      window.validate();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(field + ": " + e.getMessage(), e);
    }
    if (!window.knowsTimeZone()) {
      throw new IllegalArgumentException(
          "%s: there is no time zone %s; write one as Europe/Berlin"
              .formatted(field, window.timeZone()));
    }
    return window;
  }

  /** Where the objects are written, for messages: the first folder that is rendered. */
  String place() {
    return sources.stream()
        .filter(source -> !source.isReferenceOnly())
        .map(source -> source.chart().isEmpty() ? source.path() : "the chart " + source.chart())
        .findFirst()
        .filter(place -> !place.isEmpty())
        .orElse("the repository");
  }

  /** Whether a render depends on objects of the cluster, which may change without a commit. */
  boolean readsCluster() {
    return !substitution.from().isEmpty() || !decryption.secret().isEmpty();
  }

  private static RetryPauses pauses(SyncPolicy.Backoff backoff) {
    try {
      return new RetryPauses(
          Durations.parse(backoff.duration()),
          backoff.factor(),
          Durations.parse(backoff.maxDuration()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("spec.sync.retry.backoff: " + e.getMessage(), e);
    }
  }
}
