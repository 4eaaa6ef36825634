import { useEffect } from 'react';

/** The one heading of a place, and the tab's title. */
export function Title({ text, children }: { text: string; children?: React.ReactNode }) {
  useEffect(() => {
    document.title = text === 'Fleet' ? 'Freehold' : `${text} – Freehold`;
  }, [text]);
  return <h1 tabIndex={-1}>{children ?? text}</h1>;
}
