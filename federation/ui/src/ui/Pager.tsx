import { Link } from '@tanstack/react-router';
import styles from './Pager.module.css';

/** To the next page of a keyset-paged list and back; the way back is in the address. */
export function Pager({ after, next }: { after: readonly string[]; next: string | undefined }) {
  if (after.length === 0 && next === undefined) return null;
  return (
    <nav aria-label="Pages" className={styles['pager']}>
      {after.length > 0 && (
        <Link to="." search={(old) => ({ ...old, after: after.slice(0, -1) })} rel="prev">
          ← Previous
        </Link>
      )}
      <span className="muted">Page {after.length + 1}</span>
      {next !== undefined && (
        <Link to="." search={(old) => ({ ...old, after: [...after, next] })} rel="next">
          Next →
        </Link>
      )}
    </nav>
  );
}
