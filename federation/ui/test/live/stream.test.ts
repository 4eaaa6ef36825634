import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Change } from '../../src/api/types';
import type { StreamState } from '../../src/live/connection';
import { Stream, type Source } from '../../src/live/stream';

class FakeSource implements Source {
  readyState = 0;
  onopen: ((event: Event) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;
  private listener: ((event: MessageEvent<string>) => void) | undefined;

  addEventListener(_: string, listener: (event: MessageEvent<string>) => void): void {
    this.listener = listener;
  }

  close(): void {
    this.readyState = 2;
  }

  opens(): void {
    this.readyState = 1;
    this.onopen?.(new Event('open'));
  }

  breaks(readyState: number): void {
    this.readyState = readyState;
    this.onerror?.(new Event('error'));
  }

  sends(data: string): void {
    this.listener?.(new MessageEvent('change', { data }));
  }
}

let sources: FakeSource[];
let changes: Change[];
let states: StreamState[];
let gaps: number;
let stream: Stream;
const last = () => sources.at(-1) as FakeSource;

beforeEach(() => {
  vi.useFakeTimers();
  sources = [];
  changes = [];
  states = [];
  gaps = 0;
  stream = new Stream(
    { changed: (each) => changes.push(each), gap: () => gaps++, streamIs: (each) => states.push(each) },
    () => {
      const source = new FakeSource();
      sources.push(source);
      return source;
    },
    () => 1,
  );
});

afterEach(() => {
  stream.stop();
  vi.useRealTimers();
});

describe('stream', () => {
  it('hands on changes and ignores what it cannot read', () => {
    stream.start();
    last().opens();
    last().sends('{"kind":"cluster","cluster":"a"}');
    for (const odd of ['', 'null', '[]', '{"kind":1}', '{']) last().sends(odd);
    expect(changes).toEqual([{ kind: 'cluster', cluster: 'a' }]);
  });

  it('leaves resuming to the browser and tells the gap', () => {
    stream.start();
    last().opens();
    expect(gaps).toBe(0);
    last().breaks(0);
    last().opens();
    expect(sources).toHaveLength(1);
    expect(gaps).toBe(1);
    expect(states).toEqual(['connecting', 'open', 'lost', 'open']);
  });

  it('opens anew with growing pauses when the browser has given up', () => {
    stream.start();
    last().breaks(2);
    vi.advanceTimersByTime(1_499);
    expect(sources).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(sources).toHaveLength(2);
    last().breaks(2);
    vi.advanceTimersByTime(2_499);
    expect(sources).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(sources).toHaveLength(3);
    for (let i = 0; i < 10; i++) {
      last().breaks(2);
      vi.advanceTimersByTime(30_500);
    }
    expect(sources).toHaveLength(13);
  });

  it('does not come back after it was stopped', () => {
    stream.start();
    last().breaks(2);
    stream.stop();
    vi.advanceTimersByTime(60_000);
    expect(sources).toHaveLength(1);
    stream.start();
    expect(sources).toHaveLength(2);
  });
});
