import { useEffect, useRef, useState } from 'react';
import styles from './TextFilter.module.css';

/** Pause in typing after which the filter applies. */
const TYPING_MS = 250;

/** Narrows a list by name; `/` goes to it from anywhere. */
export function TextFilter({ value, onChange }: { value: string; onChange: (value: string) => void }) {
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
