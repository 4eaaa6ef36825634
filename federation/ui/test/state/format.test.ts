import { expect, it } from 'vitest';
import { duration, plural, safeHref, shortRevision } from '../../src/state/format';

it.each([
  [-3, '0 s'],
  [59.9, '59 s'],
  [60, '1 min'],
  [3_600, '1 h'],
  [7_500, '2 h 5 min'],
  [90_000, '1 d 1 h'],
  [8 * 86_400 + 3_600, '8 d'],
])('tells %d seconds as %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

it('shortens commit ids and nothing else', () => {
  expect(shortRevision('9f3c2a17b04de5518f6a90c3d2e4b6a8f0c1d2e3')).toBe('9f3c2a1');
  expect(shortRevision('v1.2.3-with-a-long-name')).toBe('v1.2.3-with-a-long-name');
});

it('counts in words', () => {
  expect([plural(1, 'cluster'), plural(2_000, 'cluster'), plural(2, 'entry', 'entries')]).toEqual([
    '1 cluster',
    '2,000 clusters',
    '2 entries',
  ]);
});

it('makes links of web addresses only', () => {
  expect(safeHref('https://git.example.com/a')).toBe('https://git.example.com/a');
  for (const hostile of [
    'javascript:alert(1)',
    'data:text/html,x',
    ' JaVaScRiPt:alert(1)',
    'ssh://git@host/a',
    'git@host:a',
    '/a',
  ]) {
    expect(safeHref(hostile)).toBeUndefined();
  }
});
