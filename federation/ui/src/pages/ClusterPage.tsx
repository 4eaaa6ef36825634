import { Link } from '@tanstack/react-router';
import { planeLost } from '../live/connection';
import { useTick } from '../live/now';
import { useClusters, useConnection, type SeenCluster } from '../live/queries';
import { freshness, headline, HEADLINE_TEXT, lastKnown } from '../state/fleet';
import { duration } from '../state/format';
import type { ListSearch } from '../state/search';
import { ApplicationList } from '../ui/ApplicationList';
import { ClusterNotes, Labels } from '../ui/ClusterNotes';
import { Crumbs, Fact, Facts } from '../ui/Facts';
import { LostNotice } from '../ui/FreshnessLight';
import { Empty, Loaded } from '../ui/States';
import { Status } from '../ui/Status';
import { Address, Revision } from '../ui/Text';
import { Ago, Heard } from '../ui/Time';
import { Title } from '../ui/Title';

/** One cluster: what it says of itself, and its applications. */
export function ClusterPage({ name, search }: { name: string; search: ListSearch }) {
  const query = useClusters();
  return (
    <>
      <Crumbs>
        <Link to="/">Fleet</Link>
      </Crumbs>
      <Title text={name} />
      <LostNotice />
      <Loaded query={query} what="clusters">
        {(clusters) => {
          const cluster = clusters.find((each) => each.name === name);
          return cluster ? <Known cluster={cluster} search={search} /> : <Unknown />;
        }}
      </Loaded>
    </>
  );
}

function Unknown() {
  return (
    <Empty title="The registry has no cluster of this name.">
      It may have been renamed or removed. All clusters are in the <Link to="/">fleet</Link>.
    </Empty>
  );
}

function Known({ cluster, search }: { cluster: SeenCluster; search: ListSearch }) {
  useTick();
  const current = freshness(cluster, planeLost(useConnection()));
  const state = headline(cluster, current);
  const report = cluster.report;
  return (
    <>
      <Facts>
        <Fact name="State">
          <Status tone={state}>{HEADLINE_TEXT[state]}</Status>
          {current === 'stale' && (
            <span className="muted"> last known: {HEADLINE_TEXT[lastKnown(cluster)]}</span>
          )}
          {current === 'late' && <span className="muted"> report is late</span>}
        </Fact>
        <Fact name="Last heard">
          <Heard cluster={cluster} />{' '}
          <span className="muted">at least every {duration(cluster.reportIntervalSeconds)}</span>
        </Fact>
        {report?.revision && (
          <Fact name="Registry at">
            <Revision value={report.revision} />
          </Fact>
        )}
        {report?.registry && (
          <Fact name="Registry">
            <Address value={report.registry} /> <span className="mono muted">{report.path}</span>
          </Fact>
        )}
        {report?.agentVersion && (
          <Fact name="Agent">
            {report.agentVersion}{' '}
            <span className="muted">
              started <Ago at={report.agentStartedAt} />
            </span>
          </Fact>
        )}
        {report?.kubernetesVersion && <Fact name="Kubernetes">{report.kubernetesVersion}</Fact>}
        {Object.keys(cluster.labels ?? {}).length > 0 && (
          <Fact name="Labels">
            <Labels labels={cluster.labels} />
          </Fact>
        )}
      </Facts>
      <ClusterNotes cluster={cluster} />
      {cluster.state !== 'missing' && <ApplicationList search={search} cluster={cluster.name} />}
    </>
  );
}
