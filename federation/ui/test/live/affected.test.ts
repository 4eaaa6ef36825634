import { expect, it } from 'vitest';
import { affects, keys } from '../../src/live/affected';

const all = {
  clusters: keys.clusters(),
  refusals: keys.refusals(),
  fleet: keys.applications({ sync: [] }),
  own: keys.applications({ cluster: 'a' }),
  other: keys.applications({ cluster: 'b' }),
  application: keys.application('a', 'ns', 'x'),
  neighbour: keys.application('a', 'ns', 'y'),
  history: keys.history('a', 'ns', 'x', undefined),
};

const affected = (change: Parameters<typeof affects>[0]) =>
  Object.entries(all)
    .filter(([, key]) => affects(change, key))
    .map(([name]) => name);

it('asks again only for what a change touches', () => {
  expect(affected({ kind: 'application', cluster: 'a', namespace: 'ns', name: 'x' })).toEqual([
    'clusters',
    'fleet',
    'own',
    'application',
  ]);
  expect(affected({ kind: 'journal', cluster: 'a', namespace: 'ns', name: 'x' })).toEqual(['history']);
  expect(affected({ kind: 'cluster', cluster: 'a' })).toEqual([
    'clusters',
    'fleet',
    'own',
    'application',
    'neighbour',
  ]);
});
