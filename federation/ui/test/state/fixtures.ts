import type { Counts } from '../../src/api/types';
import { mark } from '../../src/live/clock';
import type { SeenCluster } from '../../src/live/queries';
import { NO_COUNTS } from '../../src/state/fleet';

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
    counts: { ...NO_COUNTS, ...(counts ?? { applications: 2, synced: 2, healthy: 2 }) },
  } as SeenCluster;
}
