// Synchronous system calls in ticks and outside.

import { blockingCalls } from '../../../../src/capture/instrumentations/blocking/index.js';
import type { Host } from '../../../../src/capture/instrumentations/host.js';
import { NameTable } from '../../../../src/model/name-table.js';
import { RecordedLog } from '../../recorder/recorded-log.js';

const TICK = 7;

function measured(log: RecordedLog, names: NameTable): { inflateSync(text: string): string } {
  const { recorder } = log;
  const programFiles = { isTickscopeFile: () => false, packageFileOf: () => undefined };
  const configured = { isExcludedName: () => false };
  const host = { recorder, names, programFiles, configured, workingDirectory: __dirname, onSlowCall: () => undefined };
  const zlib = { inflateSync: (text: string): string => text.toUpperCase() };
  const { builtins = [] } = blockingCalls(host as unknown as Host);
  builtins.find(({ name }) => name === 'node:zlib')?.patch(zlib);
  return zlib;
}

it('records a call in a tick without reading the log, which the tick would wait for', () => {
  const [log, names] = [new RecordedLog(), new NameTable()];
  const zlib = measured(log, names);
  const tick = log.tick(TICK);
  expect(zlib.inflateSync('btc')).toBe('BTC');
  expect(log.drains).toBe(0);
  tick.end(false);
  log.drain();
  expect(log.closed[0]?.operationIds).toEqual([TICK, names.intern('internal', 'zlib.inflateSync')]);
});

it('records none outside', () => {
  const [log, names] = [new RecordedLog(), new NameTable()];
  expect(measured(log, names).inflateSync('btc')).toBe('BTC');
  log.tick(TICK).end(false);
  log.drain();
  expect(log.closed[0]?.operationIds).toEqual([TICK]);
});
