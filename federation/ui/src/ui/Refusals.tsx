import { useRefusals } from '../live/queries';
import { count, plural } from '../state/format';
import { Status } from './Status';
import { Ago } from './Time';
import styles from './Refusals.module.css';

/** Reports that the plane did not believe. Shown only when there are any: somebody should look. */
export function Refusals() {
  const items = useRefusals().data?.items ?? [];
  if (items.length === 0) return null;
  const sum = items.reduce((total, each) => total + each.count, 0);
  return (
    <details className={styles['refusals']}>
      <summary>
        <Status tone="degraded">{plural(sum, 'report')} refused</Status>{' '}
        <span className="muted">
          by proof of identity: a wrong key, a cluster that is not in Git, or one that claims to be another
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
