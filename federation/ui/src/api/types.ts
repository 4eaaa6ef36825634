/**
 * The plane's REST answers. Written by hand after the Java records in agent/api and the REST contract; issue 8 generates
 * them. The plane leaves empty values out, so everything that can be empty is optional here.
 */

export type SyncState = 'Synced' | 'OutOfSync' | 'Unknown';
export type HealthState = 'Healthy' | 'Suspended' | 'Progressing' | 'Missing' | 'Degraded' | 'Unknown';
export type OperationPhase = 'Running' | 'Succeeded' | 'Failed' | 'Error' | 'Superseded';

/** `fresh` reports in time, `stale` did once, `missing` is in Git and never reported. */
export type ClusterState = 'fresh' | 'stale' | 'missing';

export interface Condition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
}

export interface ClusterReport {
  name: string;
  uid?: string;
  kubernetesVersion?: string;
  agentVersion?: string;
  agentStartedAt?: string;
  registry?: string;
  path?: string;
  revision?: string;
  source?: Condition;
  outbox?: number;
  outboxLost?: number;
}

export interface Counts {
  applications: number;
  synced: number;
  outOfSync: number;
  unknown: number;
  healthy: number;
  progressing: number;
  degraded: number;
  suspended: number;
  missing: number;
  unknownHealth: number;
  driftRepairs: number;
}

export interface Cluster {
  name: string;
  labels?: Record<string, string>;
  state: ClusterState;
  lastReportAt?: string;
  /** Seconds between the last report and this answer, by the plane's clock. */
  ageSeconds?: number;
  reportIntervalSeconds: number;
  /** Why the plane cannot use its newest cluster.yaml. */
  problem?: string;
  report?: ClusterReport;
  counts: Counts;
}

export interface Operation {
  phase?: OperationPhase;
  revision?: string;
  startedAt?: string;
  finishedAt?: string;
  message?: string;
  attempt?: number;
}

export interface HistoryEntry {
  id: number;
  phase: OperationPhase;
  revision?: string;
  digest?: string;
  startedAt?: string;
  finishedAt?: string;
  message?: string;
  created?: number;
  updated?: number;
  pruned?: number;
}

export interface ApplicationStatus {
  revision?: string;
  digest?: string;
  sync?: SyncState;
  health?: { status?: HealthState; message?: string };
  operation?: Operation;
  history?: HistoryEntry[];
  conditions?: Condition[];
  summary?: { objects: number; synced: number; healthy: number; driftRepairs: number };
}

export interface Application {
  cluster: string;
  clusterState: ClusterState;
  namespace: string;
  name: string;
  project?: string;
  parent?: string;
  source?: string;
  path?: string;
  status?: ApplicationStatus;
  lastReportAt?: string;
}

export interface Drift {
  /** `group/kind/namespace/name`. */
  object?: string;
  manager?: string;
  fields?: string[];
  repaired?: boolean;
}

export interface JournalItem {
  sequence: number;
  kind: 'sync' | 'drift' | 'note';
  at?: string;
  sync?: HistoryEntry;
  drift?: Drift;
  message?: string;
}

export interface Refusal {
  claimed: string;
  reason: string;
  count: number;
  firstAt?: string;
  lastAt?: string;
}

/** One answer of a keyset-paged list. */
export interface Page<T> {
  items: T[];
  next?: string;
  total?: number;
}

/** The plane's own view of the registry. */
export interface RegistryStatus {
  revision?: string;
  available: boolean;
  message?: string;
}

/** The clusters of the registry. */
export interface ClusterPage extends Page<Cluster> {
  registry?: RegistryStatus;
}

/** What the event stream tells: something changed, fetch it if it is on screen. */
export interface Change {
  kind: 'cluster' | 'application' | 'journal';
  cluster: string;
  namespace?: string;
  name?: string;
}
