import type { HealthState, OperationPhase, SyncState } from '../api/types';
import type { Headline } from '../state/fleet';
import styles from './Status.module.css';

/** Colour and shape of a state; several words can share one tone. */
export type Tone = Headline;

/** Silhouettes differ, so that neither colour nor print is needed to tell them apart. */
const SHAPES: Record<Tone, React.ReactNode> = {
  ok: (
    <>
      <circle cx="8" cy="8" r="6.25" />
      <path d="M5.2 8.2l2 2 3.6-4" />
    </>
  ),
  progressing: <path d="M8 1.75a6.25 6.25 0 1 0 6.25 6.25" />,
  drifted: (
    <>
      <path d="M8 1.9L14.6 13.8H1.4z" />
      <path d="M5.8 9h4.4M5.8 11.3h4.4M9.3 7.4l-2.6 5.4" />
    </>
  ),
  degraded: (
    <>
      <path className={styles['solid']} d="M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3l-3.8-3.8V5.3z" />
      <path className={styles['cut']} d="M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8" />
    </>
  ),
  suspended: <path d="M5.5 3v10M10.5 3v10" />,
  stale: (
    <>
      <circle cx="8" cy="8" r="6.25" strokeDasharray="2.6 2.3" />
      <path d="M8 4.8V8l2.2 1.6" />
    </>
  ),
  missing: <rect x="2" y="2" width="12" height="12" rx="1" strokeDasharray="2.4 2.4" />,
  unknown: (
    <>
      <circle cx="8" cy="8" r="6.25" />
      <path d="M6.2 6.4a1.8 1.8 0 1 1 2.5 1.7c-.5.2-.7.5-.7 1M8 11.4v.2" />
    </>
  ),
};

/** Shape of a state, for beside its word. */
export function Shape({ tone }: { tone: Tone }) {
  return (
    <svg
      className={styles['shape']}
      data-tone={tone}
      viewBox="0 0 16 16"
      aria-hidden="true"
      focusable="false"
    >
      {SHAPES[tone]}
    </svg>
  );
}

/** A state: shape, word and colour. */
export function Status({ tone, children }: { tone: Tone; children: React.ReactNode }) {
  return (
    <span className={styles['status']} data-tone={tone}>
      <Shape tone={tone} />
      <span>{children}</span>
    </span>
  );
}

export const SYNC_TEXT: Record<SyncState, string> = {
  Synced: 'Synced',
  OutOfSync: 'Out of sync',
  Unknown: 'Unknown',
};

const SYNC_TONE: Record<SyncState, Tone> = { Synced: 'ok', OutOfSync: 'drifted', Unknown: 'unknown' };

const HEALTH_TONE: Record<HealthState, Tone> = {
  Healthy: 'ok',
  Suspended: 'suspended',
  Progressing: 'progressing',
  Missing: 'degraded',
  Degraded: 'degraded',
  Unknown: 'unknown',
};

const PHASE_TONE: Record<OperationPhase, Tone> = {
  Running: 'progressing',
  Succeeded: 'ok',
  Failed: 'degraded',
  Error: 'degraded',
  Superseded: 'unknown',
};

/** A state that a newer agent knows and this page does not is shown as it is, never as good. */
export function Sync({ state }: { state: SyncState }) {
  return <Status tone={SYNC_TONE[state] ?? 'unknown'}>{SYNC_TEXT[state] ?? String(state)}</Status>;
}

export function Health({ state }: { state: HealthState }) {
  return <Status tone={HEALTH_TONE[state] ?? 'unknown'}>{state}</Status>;
}

export function Phase({ phase }: { phase: OperationPhase }) {
  return <Status tone={PHASE_TONE[phase] ?? 'unknown'}>{phase}</Status>;
}
