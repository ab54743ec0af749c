import { databaseAddress } from '../../../src/cli/plans/database-address.js';

const ADDRESS = 'postgres://bot:secret@127.0.0.1:5432/trading';

it('takes the option before DATABASE_URL, and that before the variables of psql', () => {
  expect(databaseAddress(ADDRESS, { DATABASE_URL: 'postgres://other/x', PGHOST: 'h' })).toBe(ADDRESS);
  expect(databaseAddress(undefined, { DATABASE_URL: ` ${ADDRESS}\n`, PGHOST: 'h' })).toBe(ADDRESS);
  expect(databaseAddress(undefined, { DATABASE_URL: '', PGHOST: 'h' })).toBeUndefined();
  expect(databaseAddress('postgresql:///trading?host=/var/run/postgresql', {})).toMatch(/^postgresql:/);
});

it('asks nobody where nothing says where', () => {
  expect(() => databaseAddress(undefined, {})).toThrow(
    /^tickscope plans asks the database itself, and was not told where it is/,
  );
  expect(() => databaseAddress(undefined, { PGPASSWORD: 'secret' })).toThrow(/was not told/);
});

it.each([
  [
    '.tickscope/run-20261123',
    '--database .tickscope/run-20261123 is no address of a database: it does not begin with postgres://',
  ],
  ['', '--database  is no address'],
  ['host=h password=secret', '--database is no address of a database'],
  ['bot:secret@h/trading', '--database is no address of a database'],
  ['mysql://bot:secret@h/trading', '--database is an address of mysql, and plans are read from PostgreSQL only'],
  ['postgres://bot:se/secret@h/trading', '--database has an @ behind a /, ? or #'],
  ['postgres://bot:#secret@h/trading', '--database has an @ behind a /, ? or #'],
])('refuses %s', (given, message) => {
  let said = '';
  try {
    databaseAddress(given, {});
  } catch (error) {
    said = String(error);
  }
  expect(said).toContain(message);
  expect(said).not.toContain('secret');
});
