import { Link } from '@tanstack/react-router';
import { planeLost } from '../live/connection';
import { useTick } from '../live/now';
import { useClusters, useConnection, type SeenCluster } from '../live/queries';
import { freshness, headline, totals, worstFirst, HEADLINE_TEXT } from '../state/fleet';
import { plural } from '../state/format';
import type { FleetSearch } from '../state/search';
import { ClusterTable } from '../ui/ClusterTable';
import { FleetTotals } from '../ui/FleetTotals';
import { LostNotice } from '../ui/FreshnessLight';
import { Refusals } from '../ui/Refusals';
import { Empty, Loaded } from '../ui/States';
import { Title } from '../ui/Title';

/** The fleet: totals that sum up, then every cluster, worst first. */
export function FleetPage({ search }: { search: FleetSearch }) {
  const query = useClusters();
  return (
    <>
      <Title text="Fleet" />
      <LostNotice />
      <Loaded query={query} what="clusters">
        {(clusters) => <Fleet clusters={clusters} search={search} />}
      </Loaded>
    </>
  );
}

function Fleet({ clusters, search }: { clusters: SeenCluster[]; search: FleetSearch }) {
  // A cluster turns stale by the passing of time alone.
  useTick();
  const lost = planeLost(useConnection());
  if (clusters.length === 0) {
    return (
      <>
        <Refusals />
        <Empty title="No cluster is registered yet.">
          A cluster appears here once its folder <code>clusters/NAME</code> is in the registry:{' '}
          <code>freehold bootstrap --repo URL --cluster NAME --kubeconfig FILE</code> creates it. If there are
          folders already, the plane may not have read the registry yet; its log says why.
        </Empty>
      </>
    );
  }
  const sums = totals(clusters, lost);
  const shown = worstFirst(clusters, lost).filter(
    (each) => search.state === undefined || headline(each, freshness(each, lost)) === search.state,
  );
  return (
    <>
      <FleetTotals totals={sums} chosen={search.state} />
      <Refusals />
      {search.state !== undefined && (
        <p>
          Showing {plural(shown.length, 'cluster')} of {clusters.length}: {HEADLINE_TEXT[search.state]}.{' '}
          <Link to="/">Show all</Link>
        </p>
      )}
      {shown.length > 0 && <ClusterTable clusters={shown} planeLost={lost} />}
    </>
  );
}
