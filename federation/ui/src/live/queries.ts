import { keepPreviousData, QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { Client, type Lists } from '../api/client';
import type { Cluster, RegistryStatus } from '../api/types';
import { keys } from './affected';
import { mark, type Mark } from './clock';
import { connection, light, type ConnectionState } from './connection';

/** Staleness is computed by the plane when it is asked, so that even a live page asks now and then. */
const HEARTBEAT_MS = 15_000;
const POLL_MS = 5_000;
const SLOW_MS = 60_000;

/** A cluster and when its answer came, from which its age goes on ticking. */
export interface SeenCluster extends Cluster {
  readonly seen: Mark;
}

export const client = new Client(connection);

/** Retries are the next poll's business, and the event stream says what to fetch again. */
export function queryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        retry: false,
        staleTime: HEARTBEAT_MS,
        gcTime: 5 * 60_000,
        refetchOnWindowFocus: true,
      },
    },
  });
}

export function useConnection(): ConnectionState {
  return useSyncExternalStore(connection.subscribe, connection.snapshot);
}

/** How often to ask: rarely when changes are pushed, every few seconds when not. */
function interval(whenLive: number): () => number {
  return () => (light(connection.snapshot()) === 'live' ? whenLive : POLL_MS);
}

interface Seen {
  readonly clusters: SeenCluster[];
  readonly registry: RegistryStatus | undefined;
}

const clustersQuery = queryOptions({
  queryKey: keys.clusters(),
  queryFn: async ({ signal }): Promise<Seen> => {
    const page = await client.clusters(signal);
    const seen = mark();
    return {
      clusters: page.items.map((cluster): SeenCluster => ({ ...cluster, seen })),
      registry: page.registry,
    };
  },
  refetchInterval: interval(HEARTBEAT_MS),
  // An age is new in every answer; the marks must not be shared with older ones.
  structuralSharing: false,
});

const onlyClusters = (seen: Seen) => seen.clusters;
const onlyRegistry = (seen: Seen) => seen.registry;

export function useClusters() {
  return useQuery({ ...clustersQuery, select: onlyClusters });
}

/** How the plane itself sees the registry. */
export function useRegistry() {
  return useQuery({ ...clustersQuery, select: onlyRegistry }).data;
}

export function useRefusals() {
  return useQuery({
    queryKey: keys.refusals(),
    queryFn: ({ signal }) => client.refusals(signal),
    refetchInterval: interval(HEARTBEAT_MS),
  });
}

export function useApplications(filter: Lists) {
  return useQuery({
    queryKey: keys.applications(filter),
    queryFn: ({ signal }) => client.applications(filter, signal),
    refetchInterval: interval(SLOW_MS),
    placeholderData: keepPreviousData,
  });
}

export function useApplication(cluster: string, namespace: string, name: string) {
  return useQuery({
    queryKey: keys.application(cluster, namespace, name),
    queryFn: ({ signal }) => client.application(cluster, namespace, name, signal),
    refetchInterval: interval(SLOW_MS),
  });
}

export function useHistory(cluster: string, namespace: string, name: string, cursor: string | undefined) {
  return useQuery({
    queryKey: keys.history(cluster, namespace, name, cursor),
    queryFn: ({ signal }) => client.history(cluster, namespace, name, cursor, signal),
    refetchInterval: interval(SLOW_MS),
    placeholderData: keepPreviousData,
  });
}
