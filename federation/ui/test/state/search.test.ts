import { expect, it } from 'vitest';
import { fleetSearch, listSearch, parseSearch, stringifySearch } from '../../src/state/search';

it('reads and writes an address without loss', () => {
  const address = '?sync=OutOfSync&health=Missing&health=Unknown&q=a%26b&after=x&after=y';
  const search = listSearch(parseSearch(address));
  expect(search).toEqual({
    sync: ['OutOfSync'],
    health: ['Missing', 'Unknown'],
    q: 'a&b',
    after: ['x', 'y'],
  });
  expect(parseSearch(stringifySearch({ ...search }))).toEqual(parseSearch(address));
});

it('drops what it does not know', () => {
  expect(listSearch(parseSearch('?sync=Bogus&health=&q=&cluster=x&__proto__=1'))).toEqual({});
  expect(fleetSearch(parseSearch('?state=bogus'))).toEqual({});
  expect(fleetSearch(parseSearch('?state=stale&state=bogus&all=1'))).toEqual({ state: 'stale' });
});
