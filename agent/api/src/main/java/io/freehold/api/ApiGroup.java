package io.freehold.api;

/** Names under which Freehold's own kinds, labels and annotations appear in a cluster. */
public final class ApiGroup {
  /** The API group of all Freehold kinds. */
  public static final String GROUP = "freehold.io";

  /** The served and stored version. */
  public static final String VERSION = "v1";

  /** {@code apiVersion} of all Freehold kinds. */
  public static final String API_VERSION = GROUP + "/" + VERSION;

  /** Field manager of every server-side apply of desired state. */
  public static final String FIELD_MANAGER = "freehold";

  /** Namespace in which the agent and its Applications live. */
  public static final String SYSTEM_NAMESPACE = "freehold-system";

  /** Name of the Application that is the cluster's folder itself. */
  public static final String ROOT_APPLICATION = "root";

  /** Name of the Application by which the agent manages itself. */
  public static final String AGENT_APPLICATION = "freehold-agent";

  /**
   * Label on every applied object: {@link ApplicationId#hash()} of the owning application. Watches
   * and inventories select by it; it is only a hint, {@link #TRACKING_ANNOTATION} decides.
   */
  public static final String TRACKING_LABEL = "freehold.io/application";

  /** On Secrets of the agent's namespace that hold credentials of repositories, with any value. */
  public static final String CREDENTIALS_LABEL = "freehold.io/credentials";

  /**
   * Annotation on every applied object that names its owner and itself, so that a copy made by
   * another controller is not mistaken for ours: see {@link TrackingId}.
   */
  public static final String TRACKING_ANNOTATION = "freehold.io/tracking-id";

  /**
   * Annotation with a signed decimal integer: objects of a lower wave are healthy before the next
   * wave starts.
   */
  public static final String WAVE_ANNOTATION = "freehold.io/wave";

  /** Annotation on an object; the value {@code disabled} protects it from pruning. */
  public static final String PRUNE_ANNOTATION = "freehold.io/prune";

  /**
   * Annotation on an Application; any new value asks for a look at the source now, and one that
   * begins with {@link #HARD_REFRESH} also to render and compare again without caches.
   */
  public static final String REFRESH_ANNOTATION = "freehold.io/refresh";

  /** How a value of {@link #REFRESH_ANNOTATION} begins that also asks for a render. */
  public static final String HARD_REFRESH = "hard";

  /**
   * Annotation on an Application: the operation that started at this time, as its status tells it,
   * or any with {@link #TERMINATE_ANY}, ends now. The agent removes it.
   */
  public static final String TERMINATE_ANNOTATION = "freehold.io/terminate";

  /** Value of {@link #TERMINATE_ANNOTATION} that means whatever runs. */
  public static final String TERMINATE_ANY = "any";

  /** Annotation in which the agent keeps a {@link TakenOperation} until it has ended. */
  public static final String TAKEN_ANNOTATION = "freehold.io/operation-taken";

  /**
   * Annotation on an Application; with the value {@link #SKIP_HOOKS} it is deleted without the
   * hooks of its deletion, as when these can never succeed.
   */
  public static final String DELETION_HOOKS_ANNOTATION = "freehold.io/deletion-hooks";

  /** Value of {@link #DELETION_HOOKS_ANNOTATION}. */
  public static final String SKIP_HOOKS = "skip";

  /**
   * Annotation on the root Application: the full id of one commit that does not continue from the
   * one in use and is accepted all the same. The agent removes it when it makes use of it.
   */
  public static final String ACCEPT_HISTORY_ANNOTATION = "freehold.io/accept-history";

  private ApiGroup() {}
}
