import styles from './Table.module.css';

/**
 * A table that becomes a list of cards on a phone. The roles repeat what the elements mean because changing their
 * display takes the meaning away.
 */
export function Table({ caption, children }: { caption: string; children: React.ReactNode }) {
  return (
    <div className={styles['frame']}>
      <table className={styles['table']} role="table">
        <caption className="hidden">{caption}</caption>
        {children}
      </table>
    </div>
  );
}

export function Head({ children }: { children: React.ReactNode }) {
  return (
    <thead role="rowgroup" className={styles['head']}>
      {children}
    </thead>
  );
}

export function Body({ children }: { children: React.ReactNode }) {
  return <tbody role="rowgroup">{children}</tbody>;
}

/** `covered`: the row shows what was last known, not what is. */
export function Row({ covered, children }: { covered?: boolean; children: React.ReactNode }) {
  return (
    <tr role="row" className={styles['row']} data-covered={covered || undefined}>
      {children}
    </tr>
  );
}

/** What there is to say about the row above, over its whole width. */
export function Notes({
  covered,
  span,
  children,
}: {
  covered?: boolean;
  span: number;
  children: React.ReactNode;
}) {
  return (
    <tr role="row" className={styles['notes']} data-covered={covered || undefined}>
      <td role="cell" colSpan={span}>
        {children}
      </td>
    </tr>
  );
}

export function Column({
  span,
  rows,
  number,
  children,
}: {
  span?: number;
  rows?: number;
  number?: boolean;
  children?: React.ReactNode;
}) {
  return (
    <th
      role="columnheader"
      scope={span ? 'colgroup' : 'col'}
      colSpan={span}
      rowSpan={rows}
      className={span ? styles['group'] : number ? styles['number'] : undefined}
    >
      {children}
    </th>
  );
}

/** One value; `label` names it on a phone, where there is no head. Without a value there is a dash. */
export function Cell({
  label,
  size = 'normal',
  children,
}: {
  label: string;
  /** `wide` holds sentences, `double` needs more room on a phone. */
  size?: 'normal' | 'double' | 'wide';
  children?: React.ReactNode;
}) {
  const empty = children === undefined || children === null || children === false || children === '';
  return (
    <td role="cell" data-label={label} className={empty ? styles['empty'] : styles[size]}>
      {empty ? size !== 'wide' && '–' : children}
    </td>
  );
}

/** The cell that names the row. */
export function Name({ children }: { children: React.ReactNode }) {
  return (
    <th role="rowheader" scope="row" className={styles['name']}>
      {children}
    </th>
  );
}

/** A number; zero steps back. */
export function Count({
  label,
  value,
  tone,
}: {
  label: string;
  value: number;
  tone?: 'drifted' | 'degraded' | 'progressing' | 'unknown';
}) {
  return (
    <td
      role="cell"
      data-label={label}
      data-tone={value > 0 ? tone : undefined}
      className={value === 0 ? styles['zero'] : styles['number']}
    >
      {value}
    </td>
  );
}
