/**
 * A point in time by both of the browser's clocks. The monotonic one stands still while a laptop sleeps, the wall clock
 * jumps when it is set: elapsed time is the longer of the two, so that nothing old looks new.
 */
export interface Mark {
  readonly wall: number;
  readonly monotonic: number;
}

/** Now. */
export function mark(): Mark {
  return { wall: Date.now(), monotonic: performance.now() };
}

/** Milliseconds since a mark, never negative. */
export function elapsed(since: Mark): number {
  const now = mark();
  return Math.max(0, now.wall - since.wall, now.monotonic - since.monotonic);
}

/** The plane's time: its last answer's `Date` header and what passed since; the browser's own until there is one. */
export class ServerClock {
  private last: { server: number; at: Mark } | undefined;

  /** Learns from an answer; ignores what is no date. */
  learn(dateHeader: string | null): void {
    const server = dateHeader ? Date.parse(dateHeader) : Number.NaN;
    if (!Number.isNaN(server)) this.last = { server, at: mark() };
  }

  /** Milliseconds since the epoch. */
  now(): number {
    return this.last ? this.last.server + elapsed(this.last.at) : Date.now();
  }
}

export const serverClock = new ServerClock();
