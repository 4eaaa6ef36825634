import type { UseQueryResult } from '@tanstack/react-query';
import { ApiError } from '../api/client';
import styles from './States.module.css';

/** Nothing to show, and what to do about it. */
export function Empty({ title, children }: { title: string; children?: React.ReactNode }) {
  return (
    <div className={styles['state']}>
      <p className={styles['title']}>{title}</p>
      {children && <div className="muted">{children}</div>}
    </div>
  );
}

/** Shown only when an answer takes long enough to wonder. */
export function Loading({ what }: { what: string }) {
  return (
    <p className={styles['loading']} role="status">
      Loading {what}…
    </p>
  );
}

export function Failure({ error, what, retry }: { error: Error; what: string; retry: () => void }) {
  const unreachable = !(error instanceof ApiError) || error.unreachable;
  return (
    <div className={styles['state']} role="alert">
      <p className={styles['title']}>
        {unreachable
          ? `The plane does not answer, so there are no ${what} to show.`
          : `No ${what}: ${error.message}`}
      </p>
      <p className="muted">
        {unreachable
          ? 'The clusters go on by themselves: they need no plane to reconcile. This page asks again every few seconds. ' +
            'If it stays like this, look at the plane’s log, or ask a cluster directly with freehold get or kubectl get applications.freehold.io -A.'
          : 'Asking again may help if this was passing.'}
      </p>
      <button type="button" onClick={retry}>
        Ask again
      </button>
    </div>
  );
}

/** The data of a query once there is any, even old; until then why there is none. */
export function Loaded<T>({
  query,
  what,
  children,
}: {
  query: UseQueryResult<T>;
  what: string;
  children: (data: T) => React.ReactNode;
}) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <Failure error={query.error} what={what} retry={() => void query.refetch()} />;
  return <Loading what={what} />;
}
