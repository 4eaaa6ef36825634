import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { freshness, headline, HEADLINES, totals, worstFirst } from '../../src/state/fleet';
import { seen } from './fixtures';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('freshness', () => {
  it('counts on in the browser until a cluster is late and then stale', () => {
    const cluster = seen('a', { ageSeconds: 0, reportIntervalSeconds: 60 });
    expect(freshness(cluster, false)).toBe('live');
    vi.advanceTimersByTime(121_000);
    expect(freshness(cluster, false)).toBe('late');
    vi.advanceTimersByTime(60_000);
    expect(freshness(cluster, false)).toBe('stale');
  });

  it('believes the plane that a cluster is stale whatever its age', () => {
    expect(freshness(seen('a', { state: 'stale', ageSeconds: 1 }), false)).toBe('stale');
  });

  it('takes everything that ever reported as stale when the plane is lost', () => {
    expect(freshness(seen('a'), true)).toBe('stale');
    expect(freshness(seen('b', { state: 'missing' }), true)).toBe('missing');
  });

  it('does not take a fresh cluster without an age as live', () => {
    const { ageSeconds: _, ...unknown } = seen('a');
    expect(freshness(unknown, false)).toBe('stale');
  });
});

describe('headline', () => {
  it('takes the worst that the counts tell', () => {
    const of = (counts: Record<string, number>) => headline(seen('a', { counts }), 'live');
    expect(of({ applications: 3, degraded: 1, outOfSync: 1, progressing: 1 })).toBe('degraded');
    expect(of({ applications: 3, missing: 1 })).toBe('degraded');
    expect(of({ applications: 3, outOfSync: 1, progressing: 1 })).toBe('drifted');
    expect(of({ applications: 3, unknownHealth: 1, progressing: 1 })).toBe('unknown');
    expect(of({ applications: 3, progressing: 1 })).toBe('progressing');
    expect(of({ applications: 3, suspended: 1 })).toBe('suspended');
    expect(of({ applications: 3, synced: 3, healthy: 3 })).toBe('ok');
  });

  it('does not call a cluster OK that cannot read its registry', () => {
    const source = { type: 'SourceAvailable', status: 'False' as const, message: 'refused' };
    expect(headline(seen('a', { report: { name: 'a', source } }), 'live')).toBe('unknown');
  });
});

describe('totals', () => {
  const fleet = [
    seen('ok'),
    seen('bad', { counts: { applications: 3, synced: 2, outOfSync: 1, healthy: 2, degraded: 1 } }),
    seen('old', { state: 'stale', counts: { applications: 7, synced: 7, healthy: 7 } }),
    seen('never', { state: 'missing', counts: {} }),
  ];

  it.each([false, true])('sum to the fleet on every axis, plane lost: %s', (lost) => {
    const sums = totals(fleet, lost);
    expect(HEADLINES.reduce((sum, each) => sum + sums.byHeadline[each], 0)).toBe(4);
    const { live } = sums;
    expect(live.synced + live.outOfSync + live.unknown + sums.covered).toBe(12);
    const health =
      live.healthy + live.progressing + live.degraded + live.suspended + live.missing + live.unknownHealth;
    expect(health + sums.covered).toBe(12);
    expect(sums.applications).toBe(12);
  });

  it('never count what a stale cluster said as healthy', () => {
    expect(totals(fleet, false).live.healthy).toBe(4);
    expect(totals(fleet, false).covered).toBe(7);
    expect(totals(fleet, true).live.healthy).toBe(0);
  });
});

it('lists worst first and equals by name', () => {
  const fleet = [
    seen('z-ok'),
    seen('a-ok'),
    seen('stale', { state: 'stale' }),
    seen('degraded', { counts: { applications: 1, degraded: 1 } }),
  ];
  expect(worstFirst(fleet, false).map((each) => each.name)).toEqual(['degraded', 'stale', 'a-ok', 'z-ok']);
});
