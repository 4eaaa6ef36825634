import type { Change } from '../api/types';

/** More distinct changes than this in one batch are told as "everything". */
const MOST = 500;

export interface Pace {
  /** Milliseconds from the first change of a batch to its delivery, at least. */
  delay: number;
  /** Random milliseconds on top, so that many browsers do not ask at once. */
  jitter: number;
  /** Milliseconds between two deliveries, at least. */
  spacing: number;
}

export const PACE: Pace = { delay: 200, jitter: 500, spacing: 2_000 };

/** Gathers changes and hands them on in batches; a batch of `everything` means that too much was missed to list. */
export class Coalescer {
  private readonly waiting = new Map<string, Change>();
  private everything = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private lastDelivery = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly deliver: (changes: readonly Change[] | 'everything') => void,
    private readonly pace: Pace = PACE,
    private readonly random: () => number = Math.random,
  ) {}

  add(change: Change): void {
    if (this.waiting.size >= MOST) this.everything = true;
    else if (!this.everything) this.waiting.set(JSON.stringify(change), change);
    this.schedule();
  }

  addEverything(): void {
    this.everything = true;
    this.schedule();
  }

  /** Forgets what waits. */
  clear(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.waiting.clear();
    this.everything = false;
  }

  private schedule(): void {
    if (this.timer !== undefined) return;
    const due = this.lastDelivery + this.pace.spacing - performance.now();
    const wait = Math.max(this.pace.delay, due) + this.random() * this.pace.jitter;
    this.timer = setTimeout(() => this.flush(), wait);
  }

  private flush(): void {
    const batch = this.everything ? 'everything' : [...this.waiting.values()];
    this.clear();
    this.lastDelivery = performance.now();
    this.deliver(batch);
  }
}
