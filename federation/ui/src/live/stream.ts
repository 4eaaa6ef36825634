import type { Change } from '../api/types';
import type { StreamState } from './connection';

/** The part of EventSource that is used, so that a test can bring its own. */
export interface Source {
  readonly readyState: number;
  onopen: ((event: Event) => void) | null;
  onerror: ((event: Event) => void) | null;
  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void;
  close(): void;
}

export interface StreamListener {
  changed(change: Change): void;
  /** The stream was interrupted: what happened meanwhile is not known. */
  gap(): void;
  streamIs(state: StreamState): void;
}

const CLOSED = 2;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;

/**
 * The plane's event stream. The browser resumes it with Last-Event-ID after an interruption; when it gives up, because
 * the plane answered with an error, this opens a new one with growing, jittered pauses.
 */
export class Stream {
  private source: Source | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private attempts = 0;
  private opened = false;

  constructor(
    private readonly listener: StreamListener,
    private readonly connect: () => Source = () => new EventSource('/api/v1/events'),
    private readonly random: () => number = Math.random,
  ) {}

  /** Opens the stream unless it is open. */
  start(): void {
    if (this.source || this.retry !== undefined) return;
    this.listener.streamIs('connecting');
    this.open();
  }

  /** Closes the stream; `start` opens it again. */
  stop(): void {
    clearTimeout(this.retry);
    this.retry = undefined;
    this.source?.close();
    this.source = undefined;
    this.attempts = 0;
    this.listener.streamIs('paused');
  }

  private open(): void {
    const source = this.connect();
    this.source = source;
    source.onopen = () => {
      this.attempts = 0;
      this.listener.streamIs('open');
      // The first lists are fetched by the page itself; from then on an opening means an interruption before it.
      if (this.opened) this.listener.gap();
      this.opened = true;
    };
    source.onerror = () => {
      if (source !== this.source) return;
      this.listener.streamIs('lost');
      if (source.readyState === CLOSED) this.reopenLater();
    };
    source.addEventListener('change', (event) => {
      const change = parse(event.data);
      if (change) this.listener.changed(change);
    });
  }

  private reopenLater(): void {
    this.source?.close();
    this.source = undefined;
    const longest = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.attempts++);
    this.retry = setTimeout(
      () => {
        this.retry = undefined;
        this.open();
      },
      FIRST_RETRY_MS / 2 + this.random() * longest,
    );
  }
}

/** A change, or nothing when the event is of a kind that this page does not know. */
function parse(data: string): Change | undefined {
  try {
    const value = JSON.parse(data) as Partial<Change> | null;
    if (value && typeof value.kind === 'string' && typeof value.cluster === 'string') return value as Change;
  } catch {
    // A newer plane may say more than this page understands; polling still brings the state.
  }
  return undefined;
}
