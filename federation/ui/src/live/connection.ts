import type { Contact } from '../api/client';
import { elapsed, mark, serverClock, type Mark } from './clock';

/** `paused` while the tab is hidden and keeps no connection open. */
export type StreamState = 'connecting' | 'open' | 'lost' | 'paused';

export interface ConnectionState {
  readonly stream: StreamState;
  /** When the plane last answered. */
  readonly contact: Mark | undefined;
  /** Whether the newest request went without an answer. */
  readonly failing: boolean;
}

/** `live` pushes, `reconnecting` asks every few seconds, `unreachable` shows an old picture. */
export type Light = 'connecting' | 'live' | 'reconnecting' | 'unreachable';

/** After this long without an answer the whole picture counts as stale. */
export const LOST_AFTER_MS = 60_000;

/** How well the page is connected to the plane, as a store that components subscribe to. */
export class Connection implements Contact {
  private state: ConnectionState = { stream: 'connecting', contact: undefined, failing: false };
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): ConnectionState => this.state;

  answered(date: string | null): void {
    serverClock.learn(date);
    this.set({ ...this.state, contact: mark(), failing: false });
  }

  failed(): void {
    if (!this.state.failing) this.set({ ...this.state, failing: true });
  }

  streamIs(stream: StreamState): void {
    if (stream !== this.state.stream) this.set({ ...this.state, stream });
  }

  private set(state: ConnectionState): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}

/** What to tell about a connection. */
export function light(state: ConnectionState): Light {
  if (state.failing) return 'unreachable';
  if (state.contact === undefined) return 'connecting';
  return state.stream === 'open' ? 'live' : 'reconnecting';
}

/** Whether the picture is too old to count anything as live. */
export function planeLost(state: ConnectionState): boolean {
  return state.failing && (state.contact === undefined || elapsed(state.contact) > LOST_AFTER_MS);
}

export const connection = new Connection();
