import type { Lists } from '../api/client';
import type { Change } from '../api/types';

/** Keys of the query cache; the first part names the kind of answer. */
export const keys = {
  clusters: () => ['clusters'] as const,
  refusals: () => ['refusals'] as const,
  applications: (filter: Lists) => ['applications', filter] as const,
  application: (cluster: string, namespace: string, name: string) =>
    ['application', cluster, namespace, name] as const,
  history: (cluster: string, namespace: string, name: string, cursor: string | undefined) =>
    ['history', cluster, namespace, name, cursor ?? ''] as const,
};

/** Whether an answer in the cache may be out of date after a change. */
export function affects(change: Change, key: readonly unknown[]): boolean {
  switch (key[0]) {
    case 'clusters':
      return change.kind !== 'journal';
    case 'applications': {
      const only = (key[1] as Lists).cluster;
      return change.kind !== 'journal' && (only === undefined || only === change.cluster);
    }
    case 'application':
      return (
        change.kind !== 'journal' &&
        key[1] === change.cluster &&
        (change.kind === 'cluster' || (key[2] === change.namespace && key[3] === change.name))
      );
    case 'history':
      return (
        change.kind === 'journal' &&
        key[1] === change.cluster &&
        key[2] === change.namespace &&
        key[3] === change.name
      );
    default:
      return false;
  }
}
