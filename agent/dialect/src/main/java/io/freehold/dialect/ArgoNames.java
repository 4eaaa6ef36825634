package io.freehold.dialect;

/** Names under which Argo CD's kinds, annotations and finalizers appear in a cluster. */
public final class ArgoNames {
  /** The API group. */
  public static final String GROUP = "argoproj.io";

  /** {@code apiVersion} of Application and AppProject. */
  public static final String API_VERSION = GROUP + "/v1alpha1";

  /** Field manager of what is applied. */
  public static final String MANAGER = "argocd-controller";

  /** ConfigMap with the settings. */
  public static final String CONFIG = "argocd-cm";

  /** ConfigMap with the keys of those who sign commits. */
  public static final String KEYS = "argocd-gpg-keys-cm";

  /** Value {@code normal} or {@code hard}: look now; taken off when that is done. */
  public static final String REFRESH = "argocd.argoproj.io/refresh";

  /** Value {@code true}: leave the Application alone. */
  public static final String SKIP_RECONCILE = "argocd.argoproj.io/skip-reconcile";

  /** Options of comparisons, on objects and Applications. */
  public static final String COMPARE_OPTIONS = "argocd.argoproj.io/compare-options";

  /** Options of syncs, on objects. */
  public static final String SYNC_OPTIONS = "argocd.argoproj.io/sync-options";

  /** Value {@code true}: the object does not count for the health of its Application. */
  public static final String IGNORE_HEALTH = "argocd.argoproj.io/ignore-healthcheck";

  /** When a person agreed to deletions. */
  public static final String APPROVED = "argocd.argoproj.io/deletion-approved";

  /** Whose an object is. */
  public static final String TRACKING = "argocd.argoproj.io/tracking-id";

  /** Label of the same purpose, unless the settings name another. */
  public static final String INSTANCE_LABEL = "app.kubernetes.io/instance";

  /** Finalizer of Applications whose objects go with them, as it is and with a policy behind it. */
  public static final String RESOURCES_FINALIZER = "resources-finalizer.argocd.argoproj.io";

  /** Finalizer of Applications with hooks before their deletion. */
  public static final String PRE_DELETE_FINALIZER = "pre-delete-finalizer.argocd.argoproj.io";

  /** Finalizer of Applications with hooks after their deletion. */
  public static final String POST_DELETE_FINALIZER = "post-delete-finalizer.argocd.argoproj.io";

  private ArgoNames() {}
}
