import { Link } from '@tanstack/react-router';
import type { Application } from '../api/types';
import { useFreshness } from '../live/freshness';
import { useApplication, useClusters } from '../live/queries';
import type { HistorySearch } from '../state/search';
import { Currency } from '../ui/ApplicationTable';
import { Crumbs, Fact, Facts } from '../ui/Facts';
import { LostNotice } from '../ui/FreshnessLight';
import { History } from '../ui/History';
import { messages, Problems } from '../ui/Problems';
import { Loaded } from '../ui/States';
import { Health, Phase, Sync } from '../ui/Status';
import { Address, Revision } from '../ui/Text';
import { Ago, Heard } from '../ui/Time';
import { Title } from '../ui/Title';
import styles from './ApplicationPage.module.css';

interface Place {
  cluster: string;
  namespace: string;
  name: string;
}

/** One application on one cluster: its state, what is wrong with it, and its history. */
export function ApplicationPage({ cluster, namespace, name, search }: Place & { search: HistorySearch }) {
  const query = useApplication(cluster, namespace, name);
  return (
    <>
      <Crumbs>
        <Link to="/">Fleet</Link>
        <span>
          <Link to="/clusters/$cluster" params={{ cluster }}>
            {cluster}
          </Link>
        </span>
        <span className="muted">{namespace}</span>
      </Crumbs>
      <Title text={name} />
      <LostNotice />
      <Loaded query={query} what="application">
        {(application) => <State application={application} />}
      </Loaded>
      {!query.error && (
        <History cluster={cluster} namespace={namespace} name={name} after={search.after ?? []} />
      )}
    </>
  );
}

function State({ application }: { application: Application }) {
  const current = useFreshness()(application);
  const cluster = useClusters().data?.find((each) => each.name === application.cluster);
  const covered = current === 'stale' || current === 'missing';
  const { status } = application;
  const summary = status?.summary;
  const operation = status?.operation;
  return (
    <>
      <Facts>
        <Fact name={covered ? 'Sync, last known' : 'Sync'}>
          <span className={covered ? styles['covered'] : undefined}>
            <Sync state={status?.sync ?? 'Unknown'} />
          </span>
        </Fact>
        <Fact name={covered ? 'Health, last known' : 'Health'}>
          <span className={covered ? styles['covered'] : undefined}>
            <Health state={status?.health?.status ?? 'Unknown'} />
          </span>
        </Fact>
        <Fact name="Freshness">
          <Currency current={current} />{' '}
          {cluster && (
            <span className="muted">
              · cluster heard <Heard cluster={cluster} />
            </span>
          )}
        </Fact>
        <Fact name="Applied revision">
          <Revision value={status?.revision} />
        </Fact>
        {operation?.phase && operation.startedAt && (
          <Fact name="Last sync">
            <Phase phase={operation.phase} />{' '}
            <span className="muted">
              <Ago at={operation.finishedAt ?? operation.startedAt} />
              {(operation.attempt ?? 0) > 1 && `, attempt ${operation.attempt}`}
            </span>
          </Fact>
        )}
        {summary && (
          <Fact name="Objects">
            {summary.objects} <span className="muted">in Git,</span> {summary.synced}{' '}
            <span className="muted">as rendered,</span> {summary.healthy}{' '}
            <span className="muted">healthy</span>
          </Fact>
        )}
        {summary && <Fact name="Drift repaired">{summary.driftRepairs}</Fact>}
        {application.project && <Fact name="Project">{application.project}</Fact>}
        {application.parent && <Fact name="Brought by">{application.parent}</Fact>}
        {(application.source || application.path) && (
          <Fact name="Source">
            {application.source && <Address value={application.source} />}{' '}
            <span className="mono muted">{application.path}</span>
          </Fact>
        )}
      </Facts>
      {messages(status).length > 0 && (
        <div className={styles[covered ? 'past' : 'problems']}>
          <Problems status={status} />
        </div>
      )}
    </>
  );
}
