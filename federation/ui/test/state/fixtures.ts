import type { Counts } from '../../src/api/types';
import { mark } from '../../src/live/clock';
import type { SeenCluster } from '../../src/live/queries';

const NONE: Counts = {
  applications: 0,
  synced: 0,
  outOfSync: 0,
  unknown: 0,
  healthy: 0,
  progressing: 0,
  degraded: 0,
  suspended: 0,
  missing: 0,
  unknownHealth: 0,
  driftRepairs: 0,
};

/** A cluster that was heard just now; counts default to `healthy` synced and healthy applications. */
export function seen(
  name: string,
  changes: Partial<Omit<SeenCluster, 'counts'>> & { counts?: Partial<Counts> } = {},
): SeenCluster {
  const { counts, ...rest } = changes;
  return {
    name,
    state: 'fresh',
    ageSeconds: 5,
    lastReportAt: '2026-11-21T08:00:00Z',
    reportIntervalSeconds: 60,
    seen: mark(),
    ...rest,
    counts: { ...NONE, ...(counts ?? { applications: 2, synced: 2, healthy: 2 }) },
  } as SeenCluster;
}
