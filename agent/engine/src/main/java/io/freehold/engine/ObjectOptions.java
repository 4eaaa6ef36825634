package io.freehold.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.api.ApiGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How one object wants to be synced, from its annotations. What is absent follows the application.
 *
 * @param prune whether it is deleted when Git no longer has it
 * @param delete whether it is deleted with its application
 * @param pruneLast whether it is pruned after everything else
 * @param replace whether it is replaced as a whole in place of being applied
 * @param force whether it is deleted and created again where it cannot be changed
 * @param serverSide whether it is applied by the server; empty when it does not say
 * @param validate whether unknown fields are an error; empty when it does not say
 * @param ignoreExtraneous whether it is no difference when Git does not want it any more
 * @param skipMissing whether a kind that the cluster does not know yet is no error before the sync
 */
public record ObjectOptions(
    Deletion prune,
    Deletion delete,
    boolean pruneLast,
    boolean replace,
    boolean force,
    Optional<Boolean> serverSide,
    Optional<Boolean> validate,
    boolean ignoreExtraneous,
    boolean skipMissing) {
  /** An object that asks for nothing. */
  public static final ObjectOptions NONE =
      new ObjectOptions(
          Deletion.ALLOWED,
          Deletion.ALLOWED,
          false,
          false,
          false,
          Optional.empty(),
          Optional.empty(),
          false,
          false);

  private static final String SYNC_OPTIONS = "argocd.argoproj.io/sync-options";
  private static final String OWN_SYNC_OPTIONS = ApiGroup.GROUP + "/sync-options";
  private static final String COMPARE_OPTIONS = "argocd.argoproj.io/compare-options";
  private static final String HELM_POLICY = "helm.sh/resource-policy";

  /** Annotation of an Application by which a person agrees to deletions that wait for that. */
  public static final String APPROVED = "argocd.argoproj.io/deletion-approved";

  /** Whether something may be deleted. */
  public enum Deletion {
    ALLOWED,
    FORBIDDEN,
    /** Only after a person agreed. */
    CONFIRM
  }

  /** Reads the annotations of an object. */
  public static ObjectOptions of(JsonNode object) {
    Annotations annotations = Annotations.of(object);
    List<String> options = new ArrayList<>(annotations.values(OWN_SYNC_OPTIONS));
    options.addAll(annotations.values(SYNC_OPTIONS));
    List<String> comparing = annotations.values(COMPARE_OPTIONS);
    boolean extraneous =
        comparing.contains("IgnoreExtraneous") || options.contains("IgnoreExtraneous=true");
    boolean kept =
        annotations.text(ApiGroup.PRUNE_ANNOTATION).filter("disabled"::equals).isPresent();
    boolean helmKeeps = annotations.text(HELM_POLICY).filter("keep"::equals).isPresent();
    if (options.isEmpty() && !kept && !helmKeeps && !extraneous) {
      // Shared, because thousands of them live as long as the agent does.
      return NONE;
    }
    return new ObjectOptions(
        kept ? Deletion.FORBIDDEN : deletion("Prune", options),
        kept || helmKeeps ? Deletion.FORBIDDEN : deletion("Delete", options),
        options.contains("PruneLast=true"),
        options.contains("Replace=true"),
        options.contains("Force=true"),
        toggle("ServerSideApply", options),
        toggle("Validate", options),
        extraneous,
        options.contains("SkipDryRunOnMissingResource=true"));
  }

  private static Optional<Boolean> toggle(String option, List<String> options) {
    return options.contains(option + "=true")
        ? Optional.of(true)
        : options.contains(option + "=false") ? Optional.of(false) : Optional.empty();
  }

  private static Deletion deletion(String option, List<String> options) {
    if (options.contains(option + "=false")) {
      return Deletion.FORBIDDEN;
    }
    return options.contains(option + "=confirm") ? Deletion.CONFIRM : Deletion.ALLOWED;
  }
}
