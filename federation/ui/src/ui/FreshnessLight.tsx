import { elapsed } from '../live/clock';
import { light, planeLost, type ConnectionState, type Light } from '../live/connection';
import { useTick } from '../live/now';
import { useClusters, useConnection } from '../live/queries';
import { duration } from '../state/format';
import { Shape, type Tone } from './Status';
import styles from './FreshnessLight.module.css';

const TONES: Record<Light, Tone> = {
  connecting: 'progressing',
  live: 'ok',
  reconnecting: 'drifted',
  unreachable: 'degraded',
};

/** How old the picture is. The word alone is announced; the ticking age is not. */
export function FreshnessLight() {
  useTick();
  // The heartbeat of every place, also of those that show no cluster.
  useClusters();
  const state = useConnection();
  const now = light(state);
  return (
    <span className={styles['light']} data-light={now}>
      <Shape tone={TONES[now]} />
      <span role="status">{WORDS[now]}</span>
      <span className={styles['age']}>{ageText(state, now)}</span>
    </span>
  );
}

const WORDS: Record<Light, string> = {
  connecting: 'Connecting',
  live: 'Live',
  reconnecting: 'Reconnecting',
  unreachable: 'Plane unreachable',
};

function ageText(state: ConnectionState, now: Light): string {
  if (state.contact === undefined) return '';
  const age = duration(elapsed(state.contact) / 1_000);
  return now === 'unreachable' ? `picture is ${age} old` : `${age} ago`;
}

/** Across the page when the plane is lost: what is shown below is the past. */
export function LostNotice() {
  useTick();
  const state = useConnection();
  if (!state.failing || state.contact === undefined) return null;
  return (
    <p className={styles['lost']} role="alert">
      <strong>Not live.</strong> The plane does not answer; this page asks again every few seconds.{' '}
      {planeLost(state)
        ? 'Every cluster is shown as stale until it does. '
        : 'What is below is the last answer. '}
      The clusters need no plane: they go on reconciling.
    </p>
  );
}
