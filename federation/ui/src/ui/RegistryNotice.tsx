import { useRegistry } from '../live/queries';
import { shortRevision } from '../state/format';
import { Status } from './Status';
import styles from './RegistryNotice.module.css';

/** When the plane itself cannot read the registry: clusters that came or went since then are not known to it. */
export function RegistryNotice() {
  const registry = useRegistry();
  if (!registry || registry.available) return null;
  return (
    <p className={styles['notice']} role="status">
      <Status tone="drifted">The plane cannot read the registry</Status>{' '}
      {registry.revision && (
        <>It goes by {shortRevision(registry.revision)}: later clusters and keys are unknown to it. </>
      )}
      <span className="muted">{registry.message}</span>
    </p>
  );
}
