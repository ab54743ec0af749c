// Of undici's connections, those that are made alone are timed; of several at once nobody says which is made.

import type { ConnectionTimes } from '../../../../src/model/external-counters.js';
import type { ExternalCalls } from '../../../../src/capture/instrumentations/external/external-calls.js';
import { UndiciClient } from '../../../../src/capture/instrumentations/external/undici-client.js';

interface Told {
  begins(connector: object): void;
  made(connector: object): void;
  fails(connector: object): void;
  readonly times: ConnectionTimes[];
}

function told(): Told {
  const times: ConnectionTimes[] = [];
  const calls = {
    sent: () => undefined,
    connected: () => undefined,
    connectionMade: (_request: object, time: ConnectionTimes) => times.push(time),
  };
  const { channels } = new UndiciClient(calls as unknown as ExternalCalls);
  const tell = (name: string, message: object): void => channels[`undici:client:${name}`]?.(message as never);
  return {
    begins: (connector) => tell('beforeConnect', { connector }),
    made(connector) {
      const socket = {};
      tell('connected', { connector, socket });
      tell('sendHeaders', { request: {}, socket });
      tell('sendHeaders', { request: {}, socket });
    },
    fails: (connector) => tell('connectError', { connector }),
    times,
  };
}

const one = {};
const other = {};

it('times one after the other, also after one that failed, and those of two servers', () => {
  const { begins, made, fails, times } = told();
  begins(one);
  begins(other);
  made(one);
  made(other);
  begins(one);
  fails(one);
  begins(one);
  made(one);
  expect(times).toHaveLength(3);
});

it('times none of those that are made at once, and again the next', () => {
  const { begins, made, times } = told();
  begins(one);
  begins(one);
  made(one);
  begins(one);
  made(one);
  made(one);
  expect(times).toEqual([]);
  begins(one);
  made(one);
  expect(times).toHaveLength(1);
});

it('times none after one that nobody tells of any more: its begin would be taken for that of another', () => {
  const { begins, made, times } = told();
  begins(one);
  begins(one);
  made(one);
  begins(one);
  made(one);
  expect(times).toEqual([]);
});
