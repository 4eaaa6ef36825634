import { Link } from '@tanstack/react-router';
import { HEADLINE_TEXT, HEADLINES, type Totals } from '../state/fleet';
import { count, plural } from '../state/format';
import type { FleetSearch } from '../state/search';
import { Bar } from './Bar';
import { Shape, Status, type Tone } from './Status';
import type { HealthState, SyncState } from '../api/types';
import styles from './FleetTotals.module.css';

/** The fleet in numbers; each line sums to its total. */
export function FleetTotals({ totals, search }: { totals: Totals; search: FleetSearch }) {
  const { live, covered } = totals;
  return (
    <section aria-label="Totals" className={styles['totals']}>
      <p className="hidden" role="status">
        {HEADLINES.filter((each) => totals.byHeadline[each] > 0)
          .map((each) => `${totals.byHeadline[each]} ${HEADLINE_TEXT[each]}`)
          .join(', ')}
      </p>
      <div className={styles['line']}>
        <h2>{plural(totals.clusters, 'cluster')}</h2>
        <span className="muted">State</span>
        <Bar segments={HEADLINES.map((tone) => ({ tone, value: totals.byHeadline[tone] }))} />
        <ul>
          {HEADLINES.filter((each) => totals.byHeadline[each] > 0 || each === 'ok').map((each) => (
            <li key={each}>
              <Link
                to="/"
                search={search.state === each ? {} : { state: each }}
                aria-current={search.state === each ? 'true' : undefined}
              >
                <Status tone={each}>
                  <b>{count(totals.byHeadline[each])}</b> {HEADLINE_TEXT[each]}
                </Status>
              </Link>
            </li>
          ))}
        </ul>
      </div>
      <div className={styles['line']}>
        <h2>
          <Link to="/apps">{plural(totals.applications, 'application')}</Link>
        </h2>
        <Axis
          name="Sync"
          covered={covered}
          parts={[
            { tone: 'drifted', value: live.outOfSync, word: 'Out of sync', sync: 'OutOfSync' },
            { tone: 'unknown', value: live.unknown, word: 'Unknown', sync: 'Unknown' },
            { tone: 'ok', value: live.synced, word: 'Synced', sync: 'Synced' },
          ]}
        />
        <Axis
          name="Health"
          covered={covered}
          parts={[
            { tone: 'degraded', value: live.degraded, word: 'Degraded', health: 'Degraded' },
            { tone: 'degraded', value: live.missing, word: 'Missing', health: 'Missing' },
            { tone: 'unknown', value: live.unknownHealth, word: 'Unknown', health: 'Unknown' },
            { tone: 'progressing', value: live.progressing, word: 'Progressing', health: 'Progressing' },
            { tone: 'suspended', value: live.suspended, word: 'Suspended', health: 'Suspended' },
            { tone: 'ok', value: live.healthy, word: 'Healthy', health: 'Healthy' },
          ]}
        />
      </div>
      {live.driftRepairs > 0 && (
        <p className="muted">
          {plural(live.driftRepairs, 'change')} by others reverted
          {covered > 0 && ' (stale clusters not counted)'}
        </p>
      )}
    </section>
  );
}

interface Part {
  tone: Tone;
  value: number;
  word: string;
  sync?: SyncState;
  health?: HealthState;
}

function Axis({ name, parts, covered }: { name: string; parts: readonly Part[]; covered: number }) {
  const byTone = new Map<Tone, number>();
  for (const part of parts) byTone.set(part.tone, (byTone.get(part.tone) ?? 0) + part.value);
  byTone.set('stale', covered);
  return (
    <div className={styles['axis']}>
      <span className="muted">{name}</span>
      <Bar segments={[...byTone].map(([tone, value]) => ({ tone, value }))} />
      <ul>
        {parts
          .filter((part) => part.value > 0 || part.tone === 'ok')
          .map((part) => (
            <li key={part.word}>
              <Link
                to="/apps"
                search={{
                  ...(part.sync ? { sync: [part.sync] } : {}),
                  ...(part.health ? { health: [part.health] } : {}),
                }}
              >
                <Status tone={part.tone}>
                  <b>{count(part.value)}</b> {part.word}
                </Status>
              </Link>
            </li>
          ))}
        {covered > 0 && (
          <li>
            <Link to="/" search={{ state: 'stale' }}>
              <span className={styles['covered']}>
                <Shape tone="stale" /> <b>{count(covered)}</b> on stale clusters, not counted
              </span>
            </Link>
          </li>
        )}
      </ul>
    </div>
  );
}
