import { serverClock } from '../live/clock';
import { useTick } from '../live/now';
import { age } from '../state/fleet';
import { duration } from '../state/format';
import styles from './Time.module.css';
import type { SeenCluster } from '../live/queries';

/** How long ago a cluster was heard, ticking. */
export function Heard({ cluster }: { cluster: SeenCluster }) {
  useTick();
  const seconds = age(cluster);
  if (seconds === undefined) return <span className="muted">never</span>;
  return (
    <time className={styles['nowrap']} dateTime={cluster.lastReportAt} title={cluster.lastReportAt}>
      {duration(seconds)} ago
    </time>
  );
}

/** How long ago something happened by the plane's clock, ticking; the full time as its title. */
export function Ago({ at }: { at: string | undefined }) {
  useTick();
  if (!at) return <>–</>;
  const then = Date.parse(at);
  if (Number.isNaN(then)) return <span>{at}</span>;
  const seconds = (serverClock.now() - then) / 1_000;
  return (
    <time className={styles['nowrap']} dateTime={at} title={at}>
      {/* An agent's clock may be ahead of the plane's. */}
      {seconds < -30 ? `in ${duration(-seconds)}` : `${duration(seconds)} ago`}
    </time>
  );
}

/** How long something took. */
export function Took({ from, to }: { from: string; to: string }) {
  const seconds = (Date.parse(to) - Date.parse(from)) / 1_000;
  if (Number.isNaN(seconds) || seconds < 0) return <>–</>;
  return (
    <span className={styles['nowrap']}>{seconds < 10 ? `${seconds.toFixed(1)} s` : duration(seconds)}</span>
  );
}
