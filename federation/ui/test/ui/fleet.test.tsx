import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, RouterProvider } from '@tanstack/react-router';
import { cleanup, configure, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
// @ts-expect-error the stand-in's data is plain JavaScript
import { fleet, history, REFUSALS } from '../plane/fleet.mjs';
import type { Application, Cluster } from '../../src/api/types';
import { connection } from '../../src/live/connection';
import { createPageRouter } from '../../src/router';

// A busy machine is slow, not wrong.
const PATIENCE = 20_000;
configure({ asyncUtilTimeout: PATIENCE });

const world = fleet(2) as { clusters: Cluster[]; applications: Application[] };
/** Few, because a simulated browser takes long to find roles. */
const ROWS = 10;
let asked: string[];
let answer: (path: string, query: URLSearchParams) => unknown;

beforeEach(() => {
  asked = [];
  connection.answered(null);
  answer = (path, query) => {
    if (path === '/api/v1/clusters') return { items: world.clusters };
    if (path === '/api/v1/refusals') return { items: REFUSALS };
    if (path.endsWith('/history')) return { items: history() };
    if (path === '/api/v1/applications') {
      const items = world.applications.filter(
        (each) => !query.has('cluster') || each.cluster === query.get('cluster'),
      );
      return {
        items: items.slice(0, ROWS),
        total: items.length,
        next: items.length > ROWS ? 'more' : undefined,
      };
    }
    return world.applications.find(
      (each) => path === `/api/v1/applications/${each.cluster}/${each.namespace}/${each.name}`,
    );
  };
  vi.stubGlobal('fetch', (input: string) => {
    const url = new URL(input, 'http://plane');
    asked.push(url.pathname + url.search);
    const body = answer(url.pathname, url.searchParams);
    return Promise.resolve(body instanceof Error ? Promise.reject(body) : Response.json(body));
  });
  vi.stubGlobal('scrollTo', () => undefined);
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function open(address: string) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const router = createPageRouter(createMemoryHistory({ initialEntries: [address] }));
  render(
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  return router;
}

const rowOf = async (name: string) =>
  (await screen.findByRole('rowheader', { name: new RegExp(`^${name}`) })).closest('tr') as HTMLElement;

it('shows every cluster, and a stale one as last known', async () => {
  open('/');
  const stale = await rowOf('prod-ap-1');
  expect(stale.dataset['covered']).toBe('true');
  expect(stale.textContent).toContain('Stale');
  expect(stale.textContent).toContain('last known: OK');
  expect(screen.getAllByRole('rowheader')).toHaveLength(world.clusters.length);
  expect((await rowOf('prod-eu-1')).dataset['covered']).toBeUndefined();
});

it('says what keeps a cluster from its registry, and what it could not send', async () => {
  open('/');
  await rowOf('edge.factory-7');
  expect(screen.getByText(/connection refused; trying again in 40 s/)).toBeTruthy();
  expect(screen.getByText(/214 history entries waiting/)).toBeTruthy();
  expect(screen.getByText(/3 entries dropped/)).toBeTruthy();
});

it('says when the plane itself cannot read the registry, or one cluster.yaml', async () => {
  const broken = world.clusters.map((each) =>
    each.name === 'staging' ? { ...each, problem: 'clusters/staging/cluster.yaml:3: no public key' } : each,
  );
  answer = (path) =>
    path === '/api/v1/clusters'
      ? {
          items: broken,
          registry: { revision: 'a'.repeat(40), available: false, message: 'connection refused' },
        }
      : { items: [] };
  open('/');
  expect(await screen.findByText('The plane cannot read the registry')).toBeTruthy();
  expect(screen.getByText(/It goes by aaaaaaa/)).toBeTruthy();
  expect(screen.getByText(/cluster.yaml:3: no public key/)).toBeTruthy();
});

it('narrows the fleet by the address', async () => {
  open('/?state=stale');
  await rowOf('prod-ap-1');
  expect(screen.getAllByRole('rowheader')).toHaveLength(1);
  expect(screen.getByText(/Showing 1 of 10 clusters: Stale/)).toBeTruthy();
});

it('shows texts from a cluster as texts', async () => {
  open('/clusters/xss-lab');
  expect(await screen.findByText(/<img src=x onerror=alert\(1\)>/)).toBeTruthy();
  expect(document.querySelector('img, main script')).toBeNull();
});

it('asks the plane for a filter and puts it in the address', async () => {
  const router = open('/apps');
  fireEvent.click(await screen.findByRole('checkbox', { name: 'Degraded' }));
  await vi.waitFor(() => expect(asked).toContain('/api/v1/applications?health=Degraded&limit=100'), PATIENCE);
  expect(router.state.location.searchStr).toBe('?health=Degraded');
});

it('goes to the next page and back by cursors of the plane', async () => {
  open('/apps?q=a');
  fireEvent.click(await screen.findByRole('link', { name: /Next/ }));
  await vi.waitFor(() => expect(asked).toContain('/api/v1/applications?q=a&limit=100&cursor=more'), PATIENCE);
  expect((await screen.findByRole('link', { name: /Previous/ })).getAttribute('href')).toBe('/apps?q=a');
  expect(await screen.findByText(/^101 to 110 of \d+ applications matching$/)).toBeTruthy();
});

it('names file and line of a broken file, and what drifted by whom', async () => {
  const broken = world.applications.find((each) => each.status?.operation?.phase === 'Error');
  open(`/clusters/${broken?.cluster}/apps/${broken?.namespace}/${broken?.name}`);
  expect(await screen.findAllByText(/apps\/payments\/deployment.yaml:14/)).not.toHaveLength(0);
  const drift = (await screen.findByText('kubectl-edit')).closest('tr') as HTMLElement;
  expect(within(drift).getByText('.spec.replicas')).toBeTruthy();
  expect(within(drift).getByText('Repaired')).toBeTruthy();
});

it('says what to do when there is no cluster and when there is no plane', async () => {
  answer = () => ({ items: [] });
  open('/');
  expect(await screen.findByText('No cluster is registered yet.')).toBeTruthy();
  cleanup();
  answer = () => new TypeError('failed to fetch');
  open('/');
  expect(await screen.findByText(/The plane does not answer, so there are no clusters to show/)).toBeTruthy();
});
