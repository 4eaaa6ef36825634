import type { Application } from '../api/types';
import { freshness, type Freshness } from '../state/fleet';
import { planeLost } from './connection';
import { useTick } from './now';
import { useClusters, useConnection } from './queries';

/** How current applications are: as current as their cluster, as the page sees it this second. */
export function useFreshness(): (application: Application) => Freshness {
  useTick();
  const lost = planeLost(useConnection());
  const clusters = useClusters().data;
  return (application) => {
    const cluster = clusters?.find((each) => each.name === application.cluster);
    if (cluster) return freshness(cluster, lost);
    // Until the clusters are known, by what the plane said with the application.
    return application.clusterState === 'fresh' && !lost ? 'live' : 'stale';
  };
}
