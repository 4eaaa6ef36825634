import { safeHref, shortRevision } from '../state/format';

/** A commit id, shortened; the whole one as its title. */
export function Revision({ value }: { value: string | undefined }) {
  if (!value) return <span className="muted">–</span>;
  return (
    <span className="mono" title={value}>
      {shortRevision(value)}
    </span>
  );
}

/** A reported address: a link if it is http(s), otherwise text. */
export function Address({ value }: { value: string }) {
  const href = safeHref(value);
  if (!href) return <span className="mono">{value}</span>;
  return (
    <a className="mono" href={href} rel="noopener noreferrer">
      {value}
    </a>
  );
}
