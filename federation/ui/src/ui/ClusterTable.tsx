import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import type { SeenCluster } from '../live/queries';
import { freshness, type Freshness, headline, HEADLINE_TEXT, lastKnown } from '../state/fleet';
import { ClusterNotes, hasNotes, Labels } from './ClusterNotes';
import { Body, Cell, Column, Count, Head, Name, Notes, Row, Table } from './Table';
import { Status } from './Status';
import { Revision } from './Text';
import { Heard } from './Time';
import styles from './ClusterTable.module.css';

const COLUMNS = 14;

/** Every cluster in one row of numbers, and a second one where there is something to say. */
export function ClusterTable({
  clusters,
  planeLost,
}: {
  clusters: readonly SeenCluster[];
  planeLost: boolean;
}) {
  return (
    <Table caption="Clusters, worst first">
      <Head>
        <tr role="row">
          <Column rows={2}>Cluster</Column>
          <Column rows={2}>State</Column>
          <Column rows={2}>Last heard</Column>
          <Column rows={2} number>
            Apps
          </Column>
          <Column span={3}>Sync</Column>
          <Column span={4}>Health</Column>
          <Column rows={2} number>
            Drift repaired
          </Column>
          <Column rows={2}>Registry at</Column>
          <Column rows={2}>Versions</Column>
        </tr>
        <tr role="row">
          <Column number>Synced</Column>
          <Column number>Out of sync</Column>
          <Column number>Unknown</Column>
          <Column number>Healthy</Column>
          <Column number>Progressing</Column>
          <Column number>Degraded</Column>
          <Column number>Other</Column>
        </tr>
      </Head>
      <Body>
        {clusters.map((cluster) => (
          <ClusterRow key={cluster.name} cluster={cluster} current={freshness(cluster, planeLost)} />
        ))}
      </Body>
    </Table>
  );
}

/** Most rows stay as they are from one second to the next: only their age ticks. */
const ClusterRow = memo(function ClusterRow({
  cluster,
  current,
}: {
  cluster: SeenCluster;
  current: Freshness;
}) {
  const state = headline(cluster, current);
  const counts = cluster.counts;
  const covered = current === 'stale' || current === 'missing';
  return (
    <>
      <Row covered={covered}>
        <Name>
          <Link to="/clusters/$cluster" params={{ cluster: cluster.name }}>
            {cluster.name}
          </Link>
          <Labels labels={cluster.labels} />
        </Name>
        <Cell label="State" size="double">
          <Status tone={state}>{HEADLINE_TEXT[state]}</Status>
          {current === 'stale' && (
            <span className={styles['last']}>last known: {HEADLINE_TEXT[lastKnown(cluster)]}</span>
          )}
          {current === 'late' && <span className={styles['last']}>report is late</span>}
        </Cell>
        <Cell label="Last heard">
          <Heard cluster={cluster} />
        </Cell>
        <Count label="Apps" value={counts.applications} />
        <Count label="Synced" value={counts.synced} />
        <Count label="Out of sync" value={counts.outOfSync} tone="drifted" />
        <Count label="Sync unknown" value={counts.unknown} tone="unknown" />
        <Count label="Healthy" value={counts.healthy} />
        <Count label="Progressing" value={counts.progressing} tone="progressing" />
        <Count label="Degraded" value={counts.degraded} tone="degraded" />
        <Count
          label="Other health"
          value={counts.suspended + counts.missing + counts.unknownHealth}
          tone="unknown"
        />
        <Count label="Drift repaired" value={counts.driftRepairs} />
        <Cell label="Registry at">
          {cluster.report?.revision && <Revision value={cluster.report.revision} />}
        </Cell>
        <Cell label="Versions" size="double">
          {cluster.report && (
            <span className={styles['versions']}>
              agent {cluster.report.agentVersion ?? '–'}
              <br />
              K8s {cluster.report.kubernetesVersion ?? '–'}
            </span>
          )}
        </Cell>
      </Row>
      {hasNotes(cluster) && (
        <Notes covered={covered} span={COLUMNS}>
          <ClusterNotes cluster={cluster} />
        </Notes>
      )}
    </>
  );
});
