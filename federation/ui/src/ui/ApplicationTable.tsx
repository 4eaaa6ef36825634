import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import type { Application } from '../api/types';
import type { Freshness } from '../state/fleet';
import { messages, Problems } from './Problems';
import { Health, Status, Sync } from './Status';
import { Body, Cell, Column, Head, Name, Row, Table } from './Table';
import { Revision } from './Text';
import { Ago } from './Time';
import styles from './ApplicationTable.module.css';

/** Applications with their three axes: sync and health as reported, and how current that is. */
export function ApplicationTable({
  applications,
  current,
  showCluster,
  busy,
}: {
  applications: readonly Application[];
  current: (application: Application) => Freshness;
  showCluster: boolean;
  busy: boolean;
}) {
  return (
    <div className={styles['table']} aria-busy={busy}>
      <Table caption="Applications">
        <Head>
          <tr role="row">
            <Column>Application</Column>
            {showCluster && <Column>Cluster</Column>}
            <Column>Sync</Column>
            <Column>Health</Column>
            <Column>Freshness</Column>
            <Column>Objects</Column>
            <Column>Revision</Column>
            <Column>Last sync</Column>
            <Column>Message</Column>
          </tr>
        </Head>
        <Body>
          {applications.map((each) => (
            <ApplicationRow
              key={`${each.cluster}/${each.namespace}/${each.name}`}
              application={each}
              current={current(each)}
              showCluster={showCluster}
            />
          ))}
        </Body>
      </Table>
    </div>
  );
}

const ApplicationRow = memo(function ApplicationRow({
  application,
  current,
  showCluster,
}: {
  application: Application;
  current: Freshness;
  showCluster: boolean;
}) {
  const { cluster, namespace, name, status } = application;
  const summary = status?.summary;
  const phase = status?.operation?.phase;
  const ended = status?.operation?.finishedAt ?? status?.history?.[0]?.finishedAt;
  const troubled = messages(status).length > 0;
  return (
    <Row covered={current === 'stale' || current === 'missing'}>
      <Name>
        <Link to="/clusters/$cluster/apps/$namespace/$name" params={{ cluster, namespace, name }}>
          <span className="muted">{namespace}/</span>
          {name}
        </Link>
      </Name>
      {showCluster && (
        <Cell label="Cluster">
          <Link to="/clusters/$cluster" params={{ cluster }}>
            {cluster}
          </Link>
        </Cell>
      )}
      <Cell label="Sync">
        <Sync state={status?.sync ?? 'Unknown'} />
        {phase === 'Running' && <span className={styles['phase']}>syncing…</span>}
        {(phase === 'Failed' || phase === 'Error') && (
          <span className={styles['failed']}>last sync failed</span>
        )}
      </Cell>
      <Cell label="Health">
        <Health state={status?.health?.status ?? 'Unknown'} />
      </Cell>
      <Cell label="Freshness">
        <Currency current={current} />
      </Cell>
      <Cell label="Objects">
        {summary && (
          <span title="Objects in the cluster as rendered, of those that Git wants">
            {summary.synced}/{summary.objects}
          </span>
        )}
      </Cell>
      <Cell label="Revision">{status?.revision && <Revision value={status.revision} />}</Cell>
      <Cell label="Last sync">{ended && <Ago at={ended} />}</Cell>
      <Cell label="Message" size="wide">
        {troubled && <Problems status={status} />}
      </Cell>
    </Row>
  );
});

const CURRENCY: Record<Freshness, string> = {
  live: 'Live',
  late: 'Late',
  stale: 'Stale',
  missing: 'Never',
};

/** The third axis: whether the other two are the present or the past. */
export function Currency({ current }: { current: Freshness }) {
  if (current === 'live') return <span className="muted">Live</span>;
  return <Status tone={current === 'missing' ? 'missing' : 'stale'}>{CURRENCY[current]}</Status>;
}
