import { Link, useNavigate } from '@tanstack/react-router';
import { planeLost } from '../live/connection';
import { useTick } from '../live/now';
import { useClusters, useConnection, type SeenCluster } from '../live/queries';
import { freshness, headline, totals, worstFirst, HEADLINE_TEXT } from '../state/fleet';
import { count, plural } from '../state/format';
import type { FleetSearch } from '../state/search';
import { ClusterTable } from '../ui/ClusterTable';
import { FleetTotals } from '../ui/FleetTotals';
import { LostNotice } from '../ui/FreshnessLight';
import { RegistryNotice } from '../ui/RegistryNotice';
import { Refusals } from '../ui/Refusals';
import { TextFilter } from '../ui/TextFilter';
import { Empty, Loaded } from '../ui/States';
import { Title } from '../ui/Title';

/** A calm page: worst first, so that the rest is seldom needed. */
const ROWS = 200;
/** Up to this many clusters the eye finds faster than a filter. */
const FEW = 8;

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
        <RegistryNotice />
        <Refusals />
        <Empty title="No cluster is registered yet.">
          A cluster appears here once its folder <code>clusters/NAME</code> is in the registry:{' '}
          <code>freehold bootstrap --repo URL --cluster NAME --kubeconfig FILE</code> creates it. If there are
          folders already, the plane may not have read the registry yet; its log says why.
        </Empty>
      </>
    );
  }
  return (
    <>
      <FleetTotals totals={totals(clusters, lost)} search={search} />
      <RegistryNotice />
      <Refusals />
      <ClusterList clusters={clusters} search={search} planeLost={lost} />
    </>
  );
}

function ClusterList({
  clusters,
  search,
  planeLost,
}: {
  clusters: readonly SeenCluster[];
  search: FleetSearch;
  planeLost: boolean;
}) {
  const navigate = useNavigate();
  const wanted = (search.q ?? '').toLowerCase();
  const matching = worstFirst(clusters, planeLost).filter(
    (each) =>
      (search.state === undefined || headline(each, freshness(each, planeLost)) === search.state) &&
      searchText(each).includes(wanted),
  );
  const shown = search.all === 'yes' ? matching : matching.slice(0, ROWS);
  const filtered = search.state !== undefined || search.q !== undefined;
  return (
    <>
      {(clusters.length > FEW || search.q !== undefined) && (
        <TextFilter
          value={search.q ?? ''}
          onChange={(q) => {
            const { q: _, ...rest } = search;
            void navigate({ to: '/', search: q ? { ...rest, q } : rest, replace: true });
          }}
        />
      )}
      {(filtered || shown.length < matching.length) && (
        <p role="status">
          Showing {count(shown.length)} of {plural(clusters.length, 'cluster')}
          {search.state !== undefined && `: ${HEADLINE_TEXT[search.state]}`}.{' '}
          {shown.length < matching.length && (
            <>
              <Link to="/" search={{ ...search, all: 'yes' }}>
                Show {plural(matching.length - shown.length, 'more', 'more')}
              </Link>{' '}
            </>
          )}
          {filtered && <Link to="/">Clear the filter</Link>}
        </p>
      )}
      {shown.length > 0 && <ClusterTable clusters={shown} planeLost={planeLost} />}
    </>
  );
}

/** What the filter looks at: the name and the labels as they are shown. */
function searchText(cluster: SeenCluster): string {
  const labels = Object.entries(cluster.labels ?? {}).map(([key, value]) => `${key}=${value}`);
  return [cluster.name, ...labels].join(' ').toLowerCase();
}
