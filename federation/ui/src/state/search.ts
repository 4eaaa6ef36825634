import type { HealthState, SyncState } from '../api/types';
import { HEADLINES, type Headline } from './fleet';

export const SYNC_STATES: readonly SyncState[] = ['OutOfSync', 'Unknown', 'Synced'];
export const HEALTH_STATES: readonly HealthState[] = [
  'Degraded',
  'Missing',
  'Unknown',
  'Progressing',
  'Suspended',
  'Healthy',
];

/** What the address of a list of applications says. */
export interface ListSearch {
  sync?: SyncState[];
  health?: HealthState[];
  q?: string;
  /** Cursors of the pages before, the last one of this page. */
  after?: string[];
}

export interface FleetSearch {
  state?: Headline;
  q?: string;
  /** Show more rows than fit a calm page. */
  all?: 'yes';
}

export interface HistorySearch {
  after?: string[];
}

type Raw = Record<string, unknown>;

/** Plain `a=1&a=2` instead of JSON in the address. */
export function parseSearch(text: string): Record<string, string | string[]> {
  const result: Record<string, string | string[]> = {};
  const parameters = new URLSearchParams(text);
  for (const name of new Set(parameters.keys())) {
    const values = parameters.getAll(name);
    result[name] = values.length === 1 && values[0] !== undefined ? values[0] : values;
  }
  return result;
}

export function stringifySearch(search: Raw): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') parameters.append(name, String(one));
    }
  }
  const text = parameters.toString();
  return text ? `?${text}` : '';
}

export function listSearch(raw: Raw): ListSearch {
  return {
    ...nonEmpty('sync', known(raw['sync'], SYNC_STATES)),
    ...nonEmpty('health', known(raw['health'], HEALTH_STATES)),
    ...text('q', raw['q']),
    ...nonEmpty('after', texts(raw['after'])),
  };
}

export function fleetSearch(raw: Raw): FleetSearch {
  const state = known(raw['state'], HEADLINES)[0];
  return {
    ...(state === undefined ? {} : { state }),
    ...text('q', raw['q']),
    ...(raw['all'] === 'yes' ? { all: 'yes' } : {}),
  };
}

export function historySearch(raw: Raw): HistorySearch {
  return nonEmpty('after', texts(raw['after']));
}

function nonEmpty<K extends string, T>(key: K, values: T[]): { [P in K]?: T[] } {
  return (values.length > 0 ? { [key]: values } : {}) as { [P in K]?: T[] };
}

function text<K extends string>(key: K, value: unknown): { [P in K]?: string } {
  return (typeof value === 'string' && value !== '' ? { [key]: value } : {}) as { [P in K]?: string };
}

function texts(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter(
    (each): each is string => typeof each === 'string' && each !== '',
  );
}

function known<T extends string>(value: unknown, allowed: readonly T[]): T[] {
  return allowed.filter((each) => texts(value).includes(each));
}
