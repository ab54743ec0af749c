// What is no database, or too old a one. A real one is in test/database.

import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { PlanningDatabase } from '../../../src/cli/plans/planning-database.js';
import { oldServer } from './old-server.js';

async function addressOf(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `postgres://bot:secret@127.0.0.1:${(server.address() as AddressInfo).port}/trading`;
}

it('says that a server is too old', async () => {
  const server = oldServer({ version: '11.22', number: '110022', page: '4', memory: '4194304', available: 'f' });
  await expect(PlanningDatabase.connect(await addressOf(server))).rejects.toThrow(
    /^the database is PostgreSQL 11\.22, and statements without their values are planned from version 12 on\. Give a copy of it on a newer one\.$/,
  );
  server.close();
});

it('says that what listens there is no database', async () => {
  const server = createServer((socket) => socket.destroy());
  await expect(PlanningDatabase.connect(await addressOf(server))).rejects.toThrow(
    /^the database cannot be asked: 127\.0\.0\.1:\d+ /,
  );
  server.close();
});

it('quotes nothing of an address that cannot be read', async () => {
  const error: unknown = await PlanningDatabase.connect('postgres://bot:secret@[h/trading').catch(
    (caught: unknown) => caught,
  );
  expect(String(error)).toMatch(/the address of the database cannot be read/);
  expect(String(error)).not.toContain('secret');
});
