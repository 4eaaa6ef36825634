import type { ApplicationStatus, Condition } from '../api/types';
import styles from './Problems.module.css';

/** Conditions that say that something is wrong: any that is False, and Stalled when it is True. */
export function wrong(status: ApplicationStatus | undefined): Condition[] {
  return (status?.conditions ?? []).filter((each) => {
    if (each.type === 'Stalled') return each.status === 'True';
    // Not reconciling is rest, not trouble.
    return each.status === 'False' && each.type !== 'Reconciling';
  });
}

/** Messages that say why an application is not well, each once; nothing when it is. */
export function messages(status: ApplicationStatus | undefined): { about: string; text: string }[] {
  const found = new Map<string, string>();
  const add = (about: string, text: string | undefined) => {
    const told = [...found.keys()].some((each) => text && each.includes(text));
    if (text && !told) found.set(text, about);
  };
  const conditions = wrong(status);
  const some = (chosen: (type: string) => boolean) => {
    for (const each of conditions) if (chosen(each.type)) add(each.type, each.message ?? each.reason);
  };
  const phase = status?.operation?.phase;
  some((type) => type !== 'Ready' && type !== 'Stalled');
  add('Health', status?.health?.message);
  if (phase === 'Failed' || phase === 'Error' || phase === 'Running') add('Sync', status?.operation?.message);
  // These two sum up what the more precise ones say: shown last, and not at all when they only repeat.
  some((type) => type === 'Stalled');
  some((type) => type === 'Ready');
  return [...found].map(([text, about]) => ({ about, text }));
}

/** Why an application is not well. Texts come from a cluster: they are shown, never interpreted. */
export function Problems({ status }: { status: ApplicationStatus | undefined }) {
  const list = messages(status);
  if (list.length === 0) return null;
  return (
    <ul className={styles['problems']}>
      {list.map((each) => (
        <li key={each.text}>
          <span className="muted">{each.about}</span> {each.text}
        </li>
      ))}
    </ul>
  );
}
