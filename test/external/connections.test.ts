// What making connections took, and calls that were made again.

import type { ReportExternal } from '../../src/model/report/outside-report.js';
import { MILLI } from '../analysis/segment-builder.js';
import { type ExternalRun, runExternal } from './external-runs.js';

interface Truth {
  /** Milliseconds that a look-up and a handshake were held up at least. */
  readonly shortest: Readonly<Record<'lookup' | 'handshake', number>>;
  readonly asked: Readonly<Record<string, number>>;
  /** From the request until the connection, of all connections. */
  readonly totals: Readonly<Record<'http' | 'https', number>>;
}

/** Node.js makes the socket before it tells of the request; a server may see the connection before the program does. On a busy machine 12 ms lay between. */
const SLACK_MILLIS = 25;

let run: ExternalRun;
let truth: Truth;
beforeAll(async () => {
  run = await runExternal('connections.cjs');
  truth = run.truth as unknown as Truth;
});

function rowOf(name: string): ReportExternal {
  return run.report.externals?.find((row) => row.name.replace(/ localhost:\d+/, '') === name) as ReportExternal;
}

it('tells the look-up of a name and TCP apart', () => {
  const { meanConnectingNanos = NaN, meanLookupNanos = NaN, meanConnectNanos = NaN, ...row } = rowOf('GET /named');
  expect(row.meanHandshakeNanos).toBeUndefined();
  expect(meanLookupNanos).toBeGreaterThanOrEqual((truth.shortest.lookup - SLACK_MILLIS) * MILLI);
  expect(meanLookupNanos + meanConnectNanos).toBeCloseTo(meanConnectingNanos, -1);
  expect(3 * meanConnectingNanos).toBeLessThanOrEqual(truth.totals.http * MILLI);
});

it('tells TLS apart, of the connections that were made and not of those that were found', () => {
  const {
    meanConnectingNanos = NaN,
    meanLookupNanos = NaN,
    meanConnectNanos = NaN,
    meanHandshakeNanos = NaN,
    ...row
  } = rowOf('GET /secure');
  expect(row).toMatchObject({ newConnections: 3, reusedConnections: 6 });
  expect(meanLookupNanos).toBeGreaterThanOrEqual((truth.shortest.lookup - SLACK_MILLIS) * MILLI);
  expect(meanHandshakeNanos).toBeGreaterThanOrEqual((truth.shortest.handshake - SLACK_MILLIS) * MILLI);
  expect(meanLookupNanos + meanConnectNanos + meanHandshakeNanos).toBeCloseTo(meanConnectingNanos, -1);
  expect(3 * meanConnectingNanos).toBeLessThanOrEqual(truth.totals.https * MILLI);
});

it('tells of fetch what a connection took in all', () => {
  const { meanConnectingNanos = NaN, meanSentNanos = NaN, ...row } = rowOf('GET /fetched');
  expect(row).toMatchObject({ newConnections: 1, reusedConnections: 2 });
  expect(row).not.toHaveProperty('meanLookupNanos');
  expect(meanConnectingNanos).toBeGreaterThan(0);
  // Of three calls, one waited for it.
  expect(meanConnectingNanos).toBeLessThanOrEqual(3 * meanSentNanos);
});

it('counts calls that were made again in their tick, and none that is another call', () => {
  expect(truth.asked).toEqual({ '/retried': 9, '/price': 9, '/outside': 2 });
  // Two of three attempts followed a failure.
  expect(rowOf('GET /retried')).toMatchObject({ count: 9, failed: 6, repeats: 6 });
  expect(rowOf('GET /price')).toMatchObject({ count: 9, failed: 9 });
  expect(rowOf('GET /price')).not.toHaveProperty('repeats');
  expect(rowOf('GET /outside')).not.toHaveProperty('repeats');
});
