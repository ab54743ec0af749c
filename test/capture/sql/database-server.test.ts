// Where statements go is told while all of them go to one place.

import { DatabaseServer } from '../../../src/capture/sql/database-server.js';

interface Client {
  readonly place: readonly unknown[];
}

function seen(...places: readonly (readonly unknown[])[]): object {
  const server = new DatabaseServer();
  for (const place of places) server.saw({ place }, (client) => (client as Client).place);
  return server.attributes;
}

it.each([
  [
    'of one server',
    [['db', 5432, 'trades']],
    { 'server.address': 'db', 'server.port': 5432, 'db.namespace': 'trades' },
  ],
  [
    'of two databases of one server',
    [
      ['db', 5432, 'a'],
      ['db', 5432, 'b'],
    ],
    { 'server.address': 'db', 'server.port': 5432 },
  ],
  [
    'of several, and of the first again',
    [
      ['a', 1, 'x'],
      ['b', 2, 'y'],
      ['a', 1, 'x'],
    ],
    {},
  ],
  ['whose place is not known', [[undefined, null, '']], {}],
  [
    'of one whose place is known and one whose is not',
    [
      ['db', 1, 'x'],
      [undefined, 1, 'x'],
    ],
    { 'server.port': 1, 'db.namespace': 'x' },
  ],
])('tells what is the same %s', (_, places, attributes) => {
  expect(seen(...places)).toEqual(attributes);
});

it('reads nothing of a client that it has just seen', () => {
  const server = new DatabaseServer();
  const placeOf = jest.fn(() => ['db', 5432, 'trades']);
  const client = {};
  server.saw(client, placeOf);
  server.saw(client, placeOf);
  expect(placeOf).toHaveBeenCalledTimes(1);
});
