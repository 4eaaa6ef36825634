import { serverClock } from '../live/clock';
import { useTick } from '../live/now';
import { useRefusals } from '../live/queries';
import { count, plural } from '../state/format';
import { Status } from './Status';
import { Ago } from './Time';
import styles from './Refusals.module.css';

/** A refusal older than this is history. */
const RECENT_MS = 3_600_000;

/** Reports that the plane did not believe. Shown only when there are any: somebody should look. */
export function Refusals() {
  useTick();
  const items = useRefusals().data?.items ?? [];
  if (items.length === 0) return null;
  const sum = items.reduce((total, each) => total + each.count, 0);
  const last =
    items
      .map((each) => each.lastAt ?? '')
      .sort()
      .at(-1) ?? '';
  const recent = !(serverClock.now() - Date.parse(last) > RECENT_MS);
  return (
    <details className={styles['refusals']} data-recent={recent}>
      <summary>
        {recent ? (
          <Status tone="degraded">{plural(sum, 'report')} refused</Status>
        ) : (
          <span>{plural(sum, 'report')} refused</span>
        )}{' '}
        <span className="muted">
          last <Ago at={last} />: a wrong key, a cluster that is not in Git, or one that claims to be another
        </span>
      </summary>
      <ul>
        {items.map((each) => (
          <li key={`${each.claimed}\n${each.reason}`}>
            <span className="mono">{each.claimed || '(no name)'}</span> {each.reason}{' '}
            <span className="muted">
              {count(each.count)}×, last <Ago at={each.lastAt} />
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
