import { useNavigate } from '@tanstack/react-router';
import { HEALTH_STATES, SYNC_STATES, type ListSearch } from '../state/search';
import { SYNC_TEXT } from './Status';
import { TextFilter } from './TextFilter';
import styles from './FilterBar.module.css';

export function isFiltered(search: ListSearch): boolean {
  return search.sync !== undefined || search.health !== undefined || search.q !== undefined;
}

/** Narrows a list by text, sync and health; the choice is in the address. */
export function FilterBar({ search }: { search: ListSearch }) {
  const navigate = useNavigate();
  // A new filter starts at the first page.
  const go = (next: ListSearch, replace: boolean) => {
    const { after: _, ...rest } = next;
    void navigate({ to: '.', search: rest, replace });
  };
  return (
    <form role="search" className={styles['bar']} onSubmit={(event) => event.preventDefault()}>
      <TextFilter value={search.q ?? ''} onChange={(q) => go(with_(search, 'q', q || undefined), true)} />
      <Choices
        legend="Sync"
        all={SYNC_STATES}
        text={(each) => SYNC_TEXT[each]}
        chosen={search.sync ?? []}
        onChange={(sync) => go(with_(search, 'sync', sync.length ? sync : undefined), false)}
      />
      <Choices
        legend="Health"
        all={HEALTH_STATES}
        text={(each) => each}
        chosen={search.health ?? []}
        onChange={(health) => go(with_(search, 'health', health.length ? health : undefined), false)}
      />
      {isFiltered(search) && (
        <button type="button" onClick={() => go({}, false)}>
          Clear
        </button>
      )}
    </form>
  );
}

function with_<K extends keyof ListSearch>(
  search: ListSearch,
  key: K,
  value: ListSearch[K] | undefined,
): ListSearch {
  const { [key]: _, ...rest } = search;
  return value === undefined ? rest : { ...rest, [key]: value };
}

function Choices<T extends string>({
  legend,
  all,
  text,
  chosen,
  onChange,
}: {
  legend: string;
  all: readonly T[];
  text: (value: T) => string;
  chosen: readonly T[];
  onChange: (chosen: T[]) => void;
}) {
  return (
    <fieldset className={styles['choices']}>
      <legend className="hidden">{legend}</legend>
      <span aria-hidden="true" className="muted">
        {legend}
      </span>
      {all.map((each) => (
        <label key={each} data-chosen={chosen.includes(each) || undefined}>
          <input
            type="checkbox"
            checked={chosen.includes(each)}
            onChange={(event) =>
              onChange(all.filter((one) => (one === each ? event.target.checked : chosen.includes(one))))
            }
          />
          {text(each)}
        </label>
      ))}
    </fieldset>
  );
}
