// A stand-in for the plane while working on the page: `node test/plane/serve.mjs [--port 8090] [--clusters 4] [--empty]
// [--dist dist]`. Answers as the REST contract says, with the plane's security headers, and sends a change now and then.
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { parseArgs } from 'node:util';
import { fleet, history, REFUSALS } from './fleet.mjs';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/** Starts a server; `close()` ends it with its streams. */
export function serve({ port = 0, clusters = 4, empty = false, dist = 'dist', changeEveryMs = 4_000 } = {}) {
  const world = empty ? { clusters: [], applications: [] } : fleet(clusters);
  const started = Date.now();
  const streams = new Set();
  let id = 0;
  const timer = setInterval(() => {
    const data = JSON.stringify({
      kind: 'cluster',
      cluster: world.clusters[id % (world.clusters.length || 1)]?.name ?? '',
    });
    for (const stream of streams) stream.write(`id: ${++id}\nevent: change\ndata: ${data}\n\n`);
  }, changeEveryMs);

  const json = (response, body, status = 200) => {
    response.writeHead(status, {
      'Content-Type': status < 400 ? 'application/json' : 'application/problem+json',
    });
    response.end(JSON.stringify(body));
  };
  const aged = () =>
    world.clusters.map((each) => {
      if (each.ageSeconds === undefined) return each;
      // Fresh clusters report again and again; the stale one only grows older.
      const passed = (Date.now() - started) / 1_000;
      const age =
        each.state === 'fresh'
          ? (each.ageSeconds + passed) % (each.ageSeconds > 100 ? 170 : 60)
          : each.ageSeconds + passed;
      return { ...each, ageSeconds: age, lastReportAt: new Date(Date.now() - age * 1_000).toISOString() };
    });
  const list = (query) => {
    const limit = Number(query.get('limit') ?? 100);
    const from = Number(query.get('cursor') ?? 0);
    const has = (name, value) => !query.has(name) || query.getAll(name).includes(value);
    const q = (query.get('q') ?? '').toLowerCase();
    const all = world.applications.filter(
      (each) =>
        has('cluster', each.cluster) &&
        has('sync', each.status.sync) &&
        has('health', each.status.health.status) &&
        `${each.cluster} ${each.namespace} ${each.name}`.toLowerCase().includes(q),
    );
    const items = all.slice(from, from + limit);
    return { items, total: all.length, ...(from + limit < all.length ? { next: String(from + limit) } : {}) };
  };

  const api = (path, query, response, request) => {
    if (path === '/api/v1/clusters') return json(response, { items: aged() });
    if (path === '/api/v1/refusals') return json(response, { items: empty ? [] : REFUSALS });
    if (path === '/api/v1/applications') return json(response, list(query));
    if (path === '/api/v1/events') {
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
      response.write(': hello\n\n');
      streams.add(response);
      request.on('close', () => streams.delete(response));
      return undefined;
    }
    const [cluster, namespace, name, more] = path
      .slice('/api/v1/applications/'.length)
      .split('/')
      .map(decodeURIComponent);
    const found = world.applications.find(
      (each) => each.cluster === cluster && each.namespace === namespace && each.name === name,
    );
    if (!found)
      return json(response, { title: 'Not found', detail: 'No such application.', status: 404 }, 404);
    return json(response, more === 'history' ? { items: history() } : found);
  };

  const file = (path, response) => {
    const wanted = join(dist, normalize(path));
    const asset = path.startsWith('/assets/');
    if (asset && !existsSync(wanted)) return json(response, { title: 'Not found', status: 404 }, 404);
    const name = asset ? wanted : join(dist, 'index.html');
    response.writeHead(200, {
      'Content-Type': TYPES[extname(name)] ?? 'application/octet-stream',
      'Content-Security-Policy': CSP,
    });
    return createReadStream(name).pipe(response);
  };

  const server = createServer((request, response) => {
    const url = new URL(request.url, 'http://localhost');
    if (request.method !== 'GET') return json(response, { title: 'Only GET', status: 405 }, 405);
    return url.pathname.startsWith('/api/')
      ? api(url.pathname, url.searchParams, response, request)
      : file(url.pathname, response);
  });
  return new Promise((resolve) => {
    server.listen(port, '127.0.0.1', () =>
      resolve({
        url: `http://127.0.0.1:${server.address().port}`,
        close: () => {
          clearInterval(timer);
          for (const stream of streams) stream.destroy();
          server.closeAllConnections();
          return new Promise((done) => server.close(done));
        },
      }),
    );
  });
}

if (import.meta.url === `file://${process.argv[1]}`) {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8090' },
      clusters: { type: 'string', default: '4' },
      dist: { type: 'string', default: 'dist' },
      empty: { type: 'boolean', default: false },
    },
  });
  const running = await serve({
    port: Number(values.port),
    clusters: Number(values.clusters),
    dist: values.dist,
    empty: values.empty,
  });
  console.log(`stand-in for the plane at ${running.url}`);
}
