import type { QueryClient } from '@tanstack/react-query';
import { affects } from './affected';
import { Coalescer } from './coalescer';
import type { Connection } from './connection';
import { Stream } from './stream';

/** A hidden tab gives its connection back after this long: browsers allow six to one HTTP/1.1 host. */
const HIDDEN_AFTER_MS = 30_000;

/** Keeps what is on screen current from the event stream. Returns what ends it. */
export function goLive(queries: QueryClient, connection: Connection): () => void {
  const coalescer = new Coalescer((changes) => {
    void queries.invalidateQueries(
      changes === 'everything'
        ? {}
        : { predicate: (query) => changes.some((change) => affects(change, query.queryKey)) },
    );
  });
  const stream = new Stream({
    changed: (change) => coalescer.add(change),
    gap: () => coalescer.addEverything(),
    streamIs: (state) => connection.streamIs(state),
  });
  let hidden: ReturnType<typeof setTimeout> | undefined;
  const visibility = () => {
    clearTimeout(hidden);
    if (document.hidden) hidden = setTimeout(() => stream.stop(), HIDDEN_AFTER_MS);
    else stream.start();
  };
  document.addEventListener('visibilitychange', visibility);
  stream.start();
  return () => {
    document.removeEventListener('visibilitychange', visibility);
    clearTimeout(hidden);
    coalescer.clear();
    stream.stop();
  };
}
