package io.freehold.api;

/**
 * Names on the wire between agents and whoever receives their OTLP. Keys of the OpenTelemetry
 * semantic conventions come first; what has no key there is under {@code gitops.}.
 * docs/telemetry.md lists every signal.
 */
public final class Telemetry {
  /** {@code service.name} of every agent. */
  public static final String SERVICE_NAME = "freehold-agent";

  /** Instrumentation scope of all signals. */
  public static final String SCOPE = "io.freehold.agent";

  /** Resource attribute: the cluster a signal is about; must be the one that signed the request. */
  public static final String CLUSTER_NAME = "k8s.cluster.name";

  /** Event name of a record that carries the whole current state of one entity. */
  public static final String EVENT_STATE = "entity.state";

  /** Event name of a record that says an entity is gone. */
  public static final String EVENT_DELETE = "entity.delete";

  /**
   * Event name of a journal entry: something that happened once and is never sent again after it
   * was taken.
   */
  public static final String EVENT_JOURNAL = "gitops.journal";

  /** Attribute: {@link #ENTITY_CLUSTER} or {@link #ENTITY_APPLICATION}. */
  public static final String ENTITY_TYPE = "entity.type";

  /**
   * Attribute, a map: {@code k8s.cluster.name}, for applications also {@link #APP_NAMESPACE} and
   * {@link #APP_NAME}.
   */
  public static final String ENTITY_ID = "entity.id";

  /** Attribute, a map: the JSON form of {@link ClusterReport} or {@link ApplicationReport}. */
  public static final String ENTITY_DESCRIPTION = "entity.description";

  /**
   * Attribute, whole seconds: longest silence to expect; three of them without a report mean stale.
   */
  public static final String ENTITY_INTERVAL = "entity.report.interval";

  /** Entity type of a cluster with its agent. */
  public static final String ENTITY_CLUSTER = "k8s.cluster";

  /** Entity type of an application. */
  public static final String ENTITY_APPLICATION = "gitops.application";

  /**
   * Attribute, integer: grows with every record of one cluster, also over restarts of its agent. Of
   * two states of an entity the one with the larger number is newer; a journal entry is identified
   * by its number.
   */
  public static final String SEQUENCE = "gitops.sequence";

  /** Attribute: the cluster's signature of the record, see {@link SignedRecord}. */
  public static final String SIGNATURE = "gitops.signature";

  /** Attribute of a journal record: {@link JournalEntry.Kind} by name. */
  public static final String JOURNAL_KIND = "gitops.journal.kind";

  /** Attribute of a journal record, a map: the JSON form of {@link JournalEntry}. */
  public static final String JOURNAL_ENTRY = "gitops.journal.entry";

  /**
   * Attribute of a journal record: id of the chain that the entry is in, see {@link ChainedRecord}.
   */
  public static final String JOURNAL_CHAIN = "gitops.journal.chain";

  /** Attribute of a journal record, integer: number of the entry in its chain, 1 for the first. */
  public static final String JOURNAL_NUMBER = "gitops.journal.number";

  /** Attribute of a journal record: digest of the entry before it, empty for the first. */
  public static final String JOURNAL_PREVIOUS = "gitops.journal.previous";

  /** Attribute: namespace of the Application. */
  public static final String APP_NAMESPACE = "gitops.application.namespace";

  /** Attribute: name of the Application. */
  public static final String APP_NAME = "gitops.application.name";

  /** Span attribute: commit. */
  public static final String REVISION = "vcs.ref.head.revision";

  /** Span attribute, texts: ids of the commits that the sync brought, newest first. */
  public static final String COMMITS = "gitops.commits";

  /** Span attribute, boolean: it brought more commits than are told. */
  public static final String MORE_COMMITS = "gitops.commits.truncated";

  /** Span attribute: digest of the rendered objects. */
  public static final String DIGEST = "gitops.render.digest";

  private Telemetry() {}
}
