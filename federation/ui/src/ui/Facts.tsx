import styles from './Facts.module.css';

/** Where one is, from the fleet down. */
export function Crumbs({ children }: { children: React.ReactNode }) {
  return (
    <nav aria-label="Breadcrumb" className={styles['crumbs']}>
      {children}
    </nav>
  );
}

/** Names and values of one thing. */
export function Facts({ children }: { children: React.ReactNode }) {
  return <dl className={styles['facts']}>{children}</dl>;
}

export function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
