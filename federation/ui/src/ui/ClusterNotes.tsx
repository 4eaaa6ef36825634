import type { SeenCluster } from '../live/queries';
import { sourceProblem } from '../state/fleet';
import { plural } from '../state/format';
import { Status } from './Status';
import styles from './ClusterNotes.module.css';

/** Whether there is anything to say. */
export function hasNotes(cluster: SeenCluster): boolean {
  const report = cluster.report;
  return (
    cluster.state === 'missing' ||
    cluster.problem !== undefined ||
    sourceProblem(cluster) !== undefined ||
    (report?.outbox ?? 0) > 0 ||
    (report?.outboxLost ?? 0) > 0
  );
}

/** What is wrong between a cluster and the rest of the world; nothing when all is well. */
export function ClusterNotes({ cluster }: { cluster: SeenCluster }) {
  if (!hasNotes(cluster)) return null;
  const problem = sourceProblem(cluster);
  const waiting = cluster.report?.outbox ?? 0;
  const lost = cluster.report?.outboxLost ?? 0;
  return (
    <ul className={styles['notes']}>
      {cluster.state === 'missing' && (
        <li>In Git, but its agent has never reported. Is it bootstrapped, and can it reach this plane?</li>
      )}
      {cluster.problem !== undefined && (
        <li>
          <Status tone="degraded">cluster.yaml unusable</Status> {cluster.problem}
        </li>
      )}
      {problem !== undefined && (
        <li>
          <Status tone="drifted">Registry not readable</Status> {problem}
        </li>
      )}
      {waiting > 0 && <li>{plural(waiting, 'history entry', 'history entries')} waiting to be sent</li>}
      {lost > 0 && (
        <li>
          <Status tone="degraded">History lost</Status> {plural(lost, 'entry', 'entries')} dropped because the
          outbox was full
        </li>
      )}
    </ul>
  );
}

/** Labels of a cluster as `region=eu`. */
export function Labels({ labels }: { labels: Record<string, string> | undefined }) {
  const entries = Object.entries(labels ?? {}).sort(([a], [b]) => a.localeCompare(b, 'en'));
  if (entries.length === 0) return null;
  return (
    <span className={styles['labels']}>
      {entries.map(([key, value]) => (
        <span key={key}>{value ? `${key}=${value}` : key} </span>
      ))}
    </span>
  );
}
