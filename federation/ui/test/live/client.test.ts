import { expect, it } from 'vitest';
import { ApiError, Client, queryString } from '../../src/api/client';

function client(answer: () => Response | Promise<Response>) {
  const told: string[] = [];
  const asked: string[] = [];
  const contact = { answered: () => told.push('answered'), failed: () => told.push('failed') };
  const fetcher = ((input: string) => {
    asked.push(input);
    return Promise.resolve().then(answer);
  }) as typeof fetch;
  return { client: new Client(contact, fetcher), told, asked };
}

it('encodes names and leaves empty parameters out', async () => {
  const { client: plane, asked } = client(() => Response.json({ items: [] }));
  await plane.application('a/b', 'ns', 'x y');
  await plane.applications({ sync: ['OutOfSync', 'Unknown'], health: [], q: '' });
  expect(asked).toEqual([
    '/api/v1/applications/a%2Fb/ns/x%20y',
    '/api/v1/applications?sync=OutOfSync&sync=Unknown',
  ]);
  expect(queryString({ q: 'a&b', limit: 5 })).toBe('?q=a%26b&limit=5');
});

it('tells the sentence of a problem, and that the plane did answer', async () => {
  const { client: plane, told } = client(
    () => new Response('{"title":"Bad request","detail":"limit is 1 to 500"}', { status: 400 }),
  );
  await expect(plane.clusters()).rejects.toThrow('limit is 1 to 500');
  expect(told).toEqual(['answered']);
});

it.each([
  ['no connection', () => Promise.reject(new TypeError('failed to fetch'))],
  ['a proxy without the plane', () => new Response('<html>', { status: 503 })],
  ['a broken answer', () => new Response('{"items":[')],
])('counts %s as unreachable', async (_, answer) => {
  const { client: plane, told } = client(answer);
  const error = await plane.clusters().catch((each: unknown) => each);
  expect(error).toBeInstanceOf(ApiError);
  expect((error as ApiError).unreachable).toBe(true);
  expect(told).toEqual(['failed']);
});
