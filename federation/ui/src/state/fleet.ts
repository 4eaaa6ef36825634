import type { Counts } from '../api/types';
import { elapsed } from '../live/clock';
import type { SeenCluster } from '../live/queries';

/** How current what we know of a cluster is; only `live` and `late` count. */
export type Freshness = 'live' | 'late' | 'stale' | 'missing';

/** The one word for a cluster, derived from freshness, sync and health. */
export type Headline =
  'degraded' | 'stale' | 'drifted' | 'unknown' | 'missing' | 'progressing' | 'suspended' | 'ok';

/** Worst first; the order of the list and of the totals. */
export const HEADLINES: readonly Headline[] = [
  'degraded',
  'stale',
  'drifted',
  'unknown',
  'missing',
  'progressing',
  'suspended',
  'ok',
];

export const HEADLINE_TEXT: Record<Headline, string> = {
  degraded: 'Degraded',
  stale: 'Stale',
  drifted: 'Out of sync',
  unknown: 'Unknown',
  missing: 'Never reported',
  progressing: 'Progressing',
  suspended: 'Suspended',
  ok: 'OK',
};

/** Seconds since a cluster was last heard, ticking on after the plane's answer. */
export function age(cluster: SeenCluster): number | undefined {
  return cluster.ageSeconds === undefined ? undefined : cluster.ageSeconds + elapsed(cluster.seen) / 1_000;
}

/**
 * How current a cluster is. The browser goes on counting after the plane's answer, and a lost plane makes everything
 * stale: nothing may look live that nobody has heard.
 */
export function freshness(cluster: SeenCluster, planeLost: boolean): Freshness {
  if (cluster.state === 'missing') return 'missing';
  const seconds = age(cluster) ?? Number.POSITIVE_INFINITY;
  const late = seconds / Math.max(1, cluster.reportIntervalSeconds);
  if (cluster.state === 'stale' || planeLost || late > 3) return 'stale';
  return late > 2 ? 'late' : 'live';
}

/** The headline of a cluster that is as current as told. */
export function headline(cluster: SeenCluster, current: Freshness): Headline {
  if (current === 'stale' || current === 'missing') return current;
  return lastKnown(cluster);
}

/** The headline without regard to age: what a stale cluster was when it was last heard. */
export function lastKnown(cluster: SeenCluster): Headline {
  const counts = cluster.counts;
  if (counts.degraded > 0 || counts.missing > 0) return 'degraded';
  if (counts.outOfSync > 0) return 'drifted';
  if (counts.unknown > 0 || counts.unknownHealth > 0 || sourceProblem(cluster)) return 'unknown';
  if (counts.progressing > 0) return 'progressing';
  if (counts.suspended > 0) return 'suspended';
  return 'ok';
}

/** Why the cluster cannot read its registry; nothing when it can or does not say. */
export function sourceProblem(cluster: SeenCluster): string | undefined {
  const source = cluster.report?.source;
  if (source?.status !== 'False') return undefined;
  return source.message || source.reason || 'The registry does not answer.';
}

/** All zero. */
export const NO_COUNTS: Readonly<Counts> = {
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

export interface Totals {
  readonly clusters: number;
  readonly byHeadline: Readonly<Record<Headline, number>>;
  /** Applications of clusters that count. */
  readonly live: Counts;
  /** Applications last known on stale clusters: in no other number. */
  readonly covered: number;
  readonly applications: number;
}

/** Sums over the fleet: the headlines sum to the clusters, each axis plus `covered` to the applications. */
export function totals(clusters: readonly SeenCluster[], planeLost: boolean): Totals {
  const byHeadline = Object.fromEntries(HEADLINES.map((each) => [each, 0])) as Record<Headline, number>;
  const live: Counts = { ...NO_COUNTS };
  let covered = 0;
  for (const cluster of clusters) {
    const current = freshness(cluster, planeLost);
    byHeadline[headline(cluster, current)]++;
    if (current === 'stale' || current === 'missing') {
      covered += cluster.counts.applications;
    } else {
      for (const key of Object.keys(live) as (keyof Counts)[]) live[key] += cluster.counts[key];
    }
  }
  return {
    clusters: clusters.length,
    byHeadline,
    live,
    covered,
    applications: live.applications + covered,
  };
}

/** Worst first, then by name, so that a cluster keeps its place among its equals. */
export function worstFirst(clusters: readonly SeenCluster[], planeLost: boolean): SeenCluster[] {
  const rank = new Map(
    clusters.map((each) => [each.name, HEADLINES.indexOf(headline(each, freshness(each, planeLost)))]),
  );
  return [...clusters].sort(
    (a, b) => (rank.get(a.name) ?? 0) - (rank.get(b.name) ?? 0) || a.name.localeCompare(b.name, 'en'),
  );
}
