import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Change } from '../../src/api/types';
import { Coalescer } from '../../src/live/coalescer';

const PACE = { delay: 200, jitter: 0, spacing: 2_000 };
let batches: (readonly Change[] | 'everything')[];
let coalescer: Coalescer;

beforeEach(() => {
  vi.useFakeTimers();
  batches = [];
  coalescer = new Coalescer((batch) => batches.push(batch), PACE);
});

afterEach(() => {
  vi.useRealTimers();
});

const change = (name: string): Change => ({ kind: 'cluster', cluster: name });

it('delivers equal changes once', () => {
  coalescer.add(change('a'));
  coalescer.add(change('b'));
  coalescer.add(change('a'));
  vi.advanceTimersByTime(199);
  expect(batches).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(batches).toEqual([[change('a'), change('b')]]);
});

it('delivers a storm at most once in the spacing and loses no change', () => {
  for (let i = 0; i < 1_000; i++) {
    coalescer.add(change(`c${i % 300}`));
    vi.advanceTimersByTime(10);
  }
  vi.advanceTimersByTime(2_000);
  expect(batches.length).toBeLessThanOrEqual(6);
  expect(
    new Set(batches.flatMap((batch) => (batch === 'everything' ? [] : batch.map((each) => each.cluster))))
      .size,
  ).toBe(300);
});

it('says everything when too much changed to list', () => {
  for (let i = 0; i < 600; i++) coalescer.add(change(`c${i}`));
  vi.advanceTimersByTime(200);
  expect(batches).toEqual(['everything']);
});
