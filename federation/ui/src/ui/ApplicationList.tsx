import { Link } from '@tanstack/react-router';
import { useFreshness } from '../live/freshness';
import { useApplications } from '../live/queries';
import type { Application, Page } from '../api/types';
import { count, plural } from '../state/format';
import type { ListSearch } from '../state/search';
import { ApplicationTable } from './ApplicationTable';
import { FilterBar, isFiltered } from './FilterBar';
import { Pager } from './Pager';
import { Empty, Loaded } from './States';
import styles from './ApplicationList.module.css';

/** Rows of one page. */
const LIMIT = 100;

/** Applications of one cluster or of the fleet, filtered and paged by the plane. */
export function ApplicationList({ search, cluster }: { search: ListSearch; cluster?: string }) {
  const query = useApplications({
    ...(cluster === undefined ? {} : { cluster }),
    sync: search.sync ?? [],
    health: search.health ?? [],
    q: search.q ?? '',
    limit: LIMIT,
    ...(search.after ? { cursor: search.after.at(-1) ?? '' } : {}),
  });
  const current = useFreshness();
  return (
    <section aria-label="Applications" className={styles['list']}>
      <FilterBar search={search} />
      <Loaded query={query} what="applications">
        {(page) => (
          <>
            <p className={styles['summary']} role="status">
              {/* The rows are still those of the address before. */}
              {query.isPlaceholderData ? 'Loading…' : summary(page, search)}
            </p>
            {page.items.length === 0 ? (
              <Nothing search={search} />
            ) : (
              <ApplicationTable
                applications={page.items}
                current={current}
                showCluster={cluster === undefined}
                busy={query.isPlaceholderData}
              />
            )}
          </>
        )}
      </Loaded>
      {/* Also beside an error: a cursor of an old address may be refused, and the way back must stay. */}
      <Pager after={search.after ?? []} next={query.data?.next} />
    </section>
  );
}

function summary(page: Page<Application>, search: ListSearch): string {
  const shown = page.items.length;
  const total = page.total ?? shown;
  const matching = isFiltered(search) ? ' matching' : '';
  const before = (search.after?.length ?? 0) * LIMIT;
  if (shown === 0 || shown === total) return `${plural(total, 'application')}${matching}`;
  return `${count(before + 1)} to ${count(before + shown)} of ${plural(total, 'application')}${matching}`;
}

function Nothing({ search }: { search: ListSearch }) {
  if (isFiltered(search)) {
    return (
      <Empty title="No application matches the filter.">
        <Link to="." search={{}}>
          Clear the filter
        </Link>{' '}
        to see all.
      </Empty>
    );
  }
  return (
    <Empty title="No application has been reported.">
      Applications appear once an agent has read its cluster’s folder. Add one by a file of kind Application
      in <code>clusters/NAME</code> of the registry.
    </Empty>
  );
}
