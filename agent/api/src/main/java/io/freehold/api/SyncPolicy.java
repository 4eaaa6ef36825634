package io.freehold.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import java.util.List;
import java.util.Map;

/**
 * How the cluster is made to match.
 *
 * @param automated what happens without being asked
 * @param options how objects are applied
 * @param retry how a failed sync is tried again
 * @param timeout how long one sync may take, as {@code 30m}; empty for no bound
 * @param windows when syncs may start; none means always
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SyncPolicy(
    @JsonPropertyDescription("What happens without being asked.") Automated automated,
    @JsonPropertyDescription("How objects are applied.") Options options,
    @JsonPropertyDescription("How a failed sync is tried again.") Retry retry,
    @JsonPropertyDescription(
            "How long one sync may take, hooks included, as 30m; empty for no bound.")
        String timeout,
    @JsonPropertyDescription(
            "When syncs may start. Inside of a window that denies none does; where windows allow,"
                + " none does outside of them.")
        List<Window> windows) {
  static final SyncPolicy DEFAULT =
      new SyncPolicy(Automated.DEFAULT, Options.DEFAULT, Retry.DEFAULT, "", List.of());

  public SyncPolicy {
    automated = Defaults.value(automated, Automated.DEFAULT);
    options = Defaults.value(options, Options.DEFAULT);
    retry = Defaults.value(retry, Retry.DEFAULT);
    timeout = Defaults.text(timeout);
    windows = Defaults.list(windows);
  }

  /** This policy with what a request says otherwise. */
  public SyncPolicy asked(OperationRequest request) {
    Boolean prune = Defaults.value(request.prune(), automated.prune());
    return new SyncPolicy(
        new Automated(automated.enabled(), prune, automated.selfHeal(), automated.allowEmpty()),
        Defaults.value(request.options(), options),
        retry,
        timeout,
        windows);
  }

  /**
   * A recurring time in which syncs may or may not start.
   *
   * @param kind {@code allow} or {@code deny}
   * @param schedule when it begins, in the five fields of cron
   * @param duration how long it lasts, as {@code 8h}
   * @param timeZone zone of the schedule, as {@code Europe/Berlin}; empty for UTC
   * @param manualSync whether people may sync nevertheless
   * @param syncOverrun whether a sync goes on that was allowed to start
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Window(
      @JsonPropertyDescription("allow or deny.") String kind,
      @JsonPropertyDescription("When it begins, in the five fields of cron, as 0 22 * * *.")
          String schedule,
      @JsonPropertyDescription("How long it lasts, as 8h.") String duration,
      @JsonPropertyDescription("Zone of the schedule, as Europe/Berlin; empty for UTC.")
          String timeZone,
      @Default("false") @JsonPropertyDescription("Let people sync nevertheless.")
          Boolean manualSync,
      @Default("true") @JsonPropertyDescription("Let a sync go on that was allowed to start.")
          Boolean syncOverrun) {
    public Window {
      kind = Defaults.text(kind);
      schedule = Defaults.text(schedule);
      duration = Defaults.text(duration);
      timeZone = Defaults.text(timeZone);
      manualSync = Defaults.value(manualSync, false);
      syncOverrun = Defaults.value(syncOverrun, true);
    }
  }

  /**
   * What happens without being asked. A freehold cluster matches its folder, so all but {@code
   * allowEmpty} are on unless switched off.
   *
   * @param enabled whether anything happens at all; else differences are only reported
   * @param prune delete objects that Git no longer has
   * @param selfHeal revert changes of owned fields
   * @param allowEmpty let a render without any object prune everything
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Automated(
      @Default("true")
          @JsonPropertyDescription("Sync without being asked; else differences are only reported.")
          Boolean enabled,
      @Default("true") @JsonPropertyDescription("Delete objects that Git no longer has.")
          Boolean prune,
      @Default("true") @JsonPropertyDescription("Revert changes of fields that Git sets.")
          Boolean selfHeal,
      @Default("false")
          @JsonPropertyDescription("Let a render without any object prune everything.")
          Boolean allowEmpty) {
    static final Automated DEFAULT = new Automated(true, true, true, false);

    public Automated {
      enabled = Defaults.value(enabled, true);
      prune = Defaults.value(prune, true);
      selfHeal = Defaults.value(selfHeal, true);
      allowEmpty = Defaults.value(allowEmpty, false);
    }

    /** Enabled. */
    public Automated(Boolean prune, Boolean selfHeal, Boolean allowEmpty) {
      this(true, prune, selfHeal, allowEmpty);
    }
  }

  /**
   * How objects are applied.
   *
   * @param createNamespace create the destination namespace when it is missing
   * @param namespaceMetadata labels and annotations of that namespace
   * @param checkWaves ask the API server for each wave whether it would take all of it, before any
   *     of it is applied
   * @param replace write objects as a whole: what others set on them goes
   * @param force delete and create an object again when a change of it is refused
   * @param fieldValidation what becomes of fields that a kind does not have
   * @param takeOver become the owner of what other tools applied, so that Git can remove it
   * @param adopt which objects that are there already are taken
   * @param respectIgnore leave the fields of {@code spec.ignore} alone when applying, too
   * @param pruneLast prune only once everything else is healthy
   * @param propagation what becomes of the dependents of pruned objects
   * @param continueOnError go on with later waves when an object was refused
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Options(
      @Default("false")
          @JsonPropertyDescription("Create the destination namespace when it is missing.")
          Boolean createNamespace,
      @JsonPropertyDescription("Labels and annotations of the namespace that is created.")
          NamespaceMetadata namespaceMetadata,
      @Default("false")
          @JsonPropertyDescription(
              "Ask the API server for each wave whether it would take all of it, before any of it is"
                  + " applied.")
          Boolean checkWaves,
      @Default("false")
          @JsonPropertyDescription("Write objects as a whole: what others set on them goes.")
          Boolean replace,
      @Default("false")
          @JsonPropertyDescription(
              "Delete and create an object again when a change of it is refused.")
          Boolean force,
      @Default("Warn") @JsonPropertyDescription("What becomes of fields that a kind does not have.")
          FieldValidation fieldValidation,
      @Default("true")
          @JsonPropertyDescription(
              "Become the owner of what other tools applied, so that Git can remove it.")
          Boolean takeOver,
      @Default("Always") @JsonPropertyDescription("Which objects that are there already are taken.")
          Adoption adopt,
      @Default("false")
          @JsonPropertyDescription("Leave the fields of spec.ignore alone when applying, too.")
          Boolean respectIgnore,
      @Default("false") @JsonPropertyDescription("Prune only once everything else is healthy.")
          Boolean pruneLast,
      @Default("Background")
          @JsonPropertyDescription("What becomes of the dependents of pruned objects.")
          Propagation propagation,
      @Default("false")
          @JsonPropertyDescription("Go on with later waves when an object was refused.")
          Boolean continueOnError) {
    /** What holds when nothing is said. */
    public static final Options DEFAULT = new Options(false, NamespaceMetadata.NONE, false);

    /** With what holds for everything else. */
    public Options(
        Boolean createNamespace, NamespaceMetadata namespaceMetadata, Boolean checkWaves) {
      this(
          createNamespace,
          namespaceMetadata,
          checkWaves,
          false,
          false,
          FieldValidation.WARN,
          true,
          Adoption.ALWAYS,
          false,
          false,
          Propagation.BACKGROUND,
          false);
    }

    public Options {
      createNamespace = Defaults.value(createNamespace, false);
      namespaceMetadata = Defaults.value(namespaceMetadata, NamespaceMetadata.NONE);
      checkWaves = Defaults.value(checkWaves, false);
      replace = Defaults.value(replace, false);
      force = Defaults.value(force, false);
      fieldValidation = Defaults.value(fieldValidation, FieldValidation.WARN);
      takeOver = Defaults.value(takeOver, true);
      adopt = Defaults.value(adopt, Adoption.ALWAYS);
      respectIgnore = Defaults.value(respectIgnore, false);
      pruneLast = Defaults.value(pruneLast, false);
      propagation = Defaults.value(propagation, Propagation.BACKGROUND);
      continueOnError = Defaults.value(continueOnError, false);
    }
  }

  /**
   * What a namespace that is created carries.
   *
   * @param labels labels
   * @param annotations annotations
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record NamespaceMetadata(
      @JsonPropertyDescription("Labels.") Map<String, String> labels,
      @JsonPropertyDescription("Annotations.") Map<String, String> annotations) {
    static final NamespaceMetadata NONE = new NamespaceMetadata(Map.of(), Map.of());

    public NamespaceMetadata {
      labels = Defaults.map(labels);
      annotations = Defaults.map(annotations);
    }
  }

  /**
   * How a failed sync is tried again.
   *
   * @param limit attempts after the first; negative for no limit
   * @param backoff pause between attempts
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Retry(
      @Default("-1")
          @JsonPropertyDescription("Attempts after the first; a negative number is no limit.")
          Integer limit,
      @JsonPropertyDescription("Pause between attempts.") Backoff backoff) {
    static final Retry DEFAULT = new Retry(-1, Backoff.DEFAULT);

    public Retry {
      limit = Defaults.value(limit, -1);
      backoff = Defaults.value(backoff, Backoff.DEFAULT);
    }
  }

  /**
   * Exponential pause between attempts.
   *
   * @param duration first pause, as {@code 5s}
   * @param factor multiplier of each further pause; 0 stands for 2
   * @param maxDuration longest pause, as {@code 3m}
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Backoff(
      @Default("5s") @JsonPropertyDescription("First pause, as 5s.") String duration,
      @Default("2") @JsonPropertyDescription("Multiplier of each further pause.") Integer factor,
      @Default("3m") @JsonPropertyDescription("Longest pause, as 3m.") String maxDuration) {
    static final Backoff DEFAULT = new Backoff("5s", 2, "3m");

    public Backoff {
      duration = Defaults.value(duration, "5s");
      factor = Defaults.value(factor, 2) == 0 ? 2 : Defaults.value(factor, 2);
      maxDuration = Defaults.value(maxDuration, "3m");
    }
  }
}
