import { useHistory } from '../live/queries';
import type { Drift, JournalItem } from '../api/types';
import { Pager } from './Pager';
import { Empty, Loaded } from './States';
import { Phase, Status } from './Status';
import { Body, Cell, Column, Head, Name, Row, Table } from './Table';
import { Revision } from './Text';
import { Ago, Took } from './Time';
import styles from './History.module.css';

/** Syncs and drift of one application, newest first. */
export function History({
  cluster,
  namespace,
  name,
  after,
}: {
  cluster: string;
  namespace: string;
  name: string;
  after: readonly string[];
}) {
  const query = useHistory(cluster, namespace, name, after.at(-1));
  return (
    <section aria-labelledby="history" className={styles['history']}>
      <h2 id="history">History</h2>
      <Loaded query={query} what="history">
        {(page) =>
          page.items.length === 0 ? (
            <Empty title="Nothing has happened yet.">
              Every sync that ends and every change by others that is repaired is listed here.
            </Empty>
          ) : (
            <>
              <Table caption="History, newest first">
                <Head>
                  <tr role="row">
                    <Column>When</Column>
                    <Column>What</Column>
                    <Column>Revision</Column>
                    <Column>Changes</Column>
                    <Column>Took</Column>
                    <Column>Details</Column>
                  </tr>
                </Head>
                <Body>
                  {page.items.map((item) => (
                    <Entry key={item.sequence} item={item} />
                  ))}
                </Body>
              </Table>
              <Pager after={after} next={page.next} />
            </>
          )
        }
      </Loaded>
    </section>
  );
}

function Entry({ item }: { item: JournalItem }) {
  const sync = item.kind === 'sync' ? item.sync : undefined;
  const message = item.message || sync?.message;
  return (
    <Row>
      <Name>
        <Ago at={item.at} />
      </Name>
      <Cell label="What" size="double">
        <What item={item} />
      </Cell>
      <Cell label="Revision">{sync?.revision && <Revision value={sync.revision} />}</Cell>
      <Cell label="Changes" size="double">
        {sync && changes(sync)}
      </Cell>
      <Cell label="Took">
        {sync?.startedAt && sync.finishedAt && <Took from={sync.startedAt} to={sync.finishedAt} />}
      </Cell>
      <Cell label="Details" size="wide">
        {(message || item.drift?.object) && <Details drift={item.drift} message={message} />}
      </Cell>
    </Row>
  );
}

function What({ item }: { item: JournalItem }) {
  switch (item.kind) {
    case 'sync':
      return item.sync ? (
        <span className={styles['what']}>
          Sync <Phase phase={item.sync.phase} />
        </span>
      ) : (
        <>Sync</>
      );
    case 'drift':
      return (
        <span className={styles['what']}>
          Drift{' '}
          <Status tone={item.drift?.repaired ? 'ok' : 'drifted'}>
            {item.drift?.repaired ? 'Repaired' : 'Not repaired'}
          </Status>
        </span>
      );
    default:
      return <>Note</>;
  }
}

function changes(sync: { created?: number; updated?: number; pruned?: number }): string {
  const parts = [
    sync.created ? `+${sync.created} created` : '',
    sync.updated ? `~${sync.updated} updated` : '',
    sync.pruned ? `−${sync.pruned} pruned` : '',
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(', ') : 'none';
}

/** What changed, where and by whom. Values are never carried: they may be secret. */
function Details({ drift, message }: { drift: Drift | undefined; message: string | undefined }) {
  return (
    <>
      {drift?.object && (
        <p>
          <span className="mono">{drift.object}</span>
          {drift.manager && (
            <>
              {' '}
              <span className="muted">changed by</span> <span className="mono">{drift.manager}</span>
            </>
          )}
        </p>
      )}
      {drift?.fields && drift.fields.length > 0 && (
        <ul className={styles['fields']}>
          {drift.fields.map((field) => (
            <li key={field}>{field}</li>
          ))}
        </ul>
      )}
      {message && <p className={styles['message']}>{message}</p>}
    </>
  );
}
