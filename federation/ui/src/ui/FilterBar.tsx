import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { HEALTH_STATES, SYNC_STATES, type ListSearch } from '../state/search';
import { SYNC_TEXT } from './Status';
import styles from './FilterBar.module.css';

/** Pause in typing after which the plane is asked. */
const TYPING_MS = 250;

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

function TextFilter({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const [text, setText] = useState(value);
  const sent = useRef(value);
  const input = useRef<HTMLInputElement>(null);
  const change = useRef(onChange);
  change.current = onChange;

  useEffect(() => {
    // The address changed from elsewhere, as by the back button.
    if (value !== sent.current) {
      sent.current = value;
      setText(value);
    }
  }, [value]);

  useEffect(() => {
    if (text === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = text;
      change.current(text);
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);

  useEffect(() => {
    const slash = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
      if (target.closest('input, select, textarea')) return;
      event.preventDefault();
      input.current?.focus();
    };
    document.addEventListener('keydown', slash);
    return () => document.removeEventListener('keydown', slash);
  }, []);

  return (
    <label className={styles['text']}>
      <span className="hidden">Filter by name</span>
      <input
        ref={input}
        type="search"
        placeholder="Filter by name  ( / )"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </label>
  );
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
