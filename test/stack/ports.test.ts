// The ports that the servers get.

import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';

const { portsOf } = require('../../scripts/stack/child-server.js') as {
  portsOf(wanted: Readonly<Record<string, number>>): Promise<Record<string, number>>;
};

async function listening(host: string): Promise<Server> {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  return server;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

it('are the usual ones where nobody has them', async () => {
  const server = await listening('127.0.0.1');
  const usual = portOf(server);
  server.close();
  await once(server, 'close');
  expect(await portsOf({ prometheus: usual })).toEqual({ prometheus: usual });
});

it.each(['127.0.0.1', '0.0.0.0'])('are others where somebody listens on %s, and all different', async (host) => {
  const server = await listening(host);
  const taken = portOf(server);
  const ports = Object.values(await portsOf({ jaeger: taken, prometheus: 0, collector: 0 }));
  server.close();
  expect(new Set([taken, ...ports]).size).toBe(4);
});
