// The runtime's part of a rich report: owners of every sort, stalls with all that is known of them and with nothing.

import type { LoopOwnerKind } from '../../src/model/owner-table.js';
import type { ReportLoopOwner, ReportRuntime } from '../../src/model/report/runtime-report.js';
import type { Bytes, Nanoseconds, Share, UnixMilliseconds } from '../../src/model/units.js';

const millis = (amount: number): Nanoseconds => (amount * 1_000_000) as Nanoseconds;
const bytes = (amount: number): Bytes => amount as Bytes;
const BEGAN = Date.UTC(2026, 10, 23, 14, 2, 10) as UnixMilliseconds;

function owner(kind: LoopOwnerKind, name: string, share: number, stalls = 0, delayedTicks = 0): ReportLoopOwner {
  return {
    kind,
    name,
    count: 1_000 * (1 + Math.round(share * 10)),
    heldNanos: millis(share * 9_000),
    share: share as Share,
    p95Nanos: millis(share * 4),
    maxNanos: millis(stalls > 0 ? 210 : share * 8),
    gcNanos: millis(share * 100),
    stalls,
    stallNanos: millis(stalls * 20),
    delayedTicks,
    delayedTickNanos: millis(delayedTicks * 20),
  };
}

export const richRuntime: ReportRuntime = {
  eventLoop: {
    heldNanos: millis(9_000),
    owners: [
      owner('tick', 'TradingBot.onTick', 0.61),
      owner('timer', 'flushQuotesToTheDatabase', 0.14, 12, 4_127),
      owner('websocket', 'client stream.exchange.example', 0.12),
      owner('socket', 'client db.internal', 0.07),
      owner('fs', '', 0.03, 1),
      owner('tickscope', '', 0.02),
      owner('main', '', 0.01),
    ],
    stalls: [
      {
        kind: 'timer',
        name: 'flushQuotesToTheDatabase',
        process: '4711-5f0c2a91',
        location: 'fs.writeFileSync src/quotes/flush.js:41',
        startedAtUnixMillis: BEGAN,
        durationNanos: millis(210),
        gcNanos: millis(0),
        delayedTicks: 84,
      },
      {
        kind: 'fs',
        name: '',
        process: '4711-5f0c2a91',
        startedAtUnixMillis: (BEGAN + 4_000) as UnixMilliseconds,
        durationNanos: millis(88),
        gcNanos: millis(61),
        delayedTicks: 1,
      },
      {
        kind: 'timer',
        name: 'flushQuotesToTheDatabase',
        process: '4711-5f0c2a91',
        startedAtUnixMillis: (BEGAN + 9_000) as UnixMilliseconds,
        durationNanos: millis(12),
        gcNanos: millis(0),
        delayedTicks: 0,
      },
    ],
  },
  gc: {
    pauses: 412,
    totalNanos: millis(803),
    share: 0.019 as Share,
    byKind: [
      {
        kind: 'minor',
        pauses: 400,
        totalNanos: millis(640),
        p95Nanos: millis(2.4),
        maxNanos: millis(6.1),
        ticksHit: 318,
        inTicksNanos: millis(402),
      },
      {
        kind: 'major',
        pauses: 12,
        totalNanos: millis(163),
        p95Nanos: millis(31),
        maxNanos: millis(61),
        ticksHit: 9,
        inTicksNanos: millis(88),
      },
    ],
  },
  resources: {
    heapSpaces: [
      {
        name: 'old_space',
        usedBytes: bytes(31_000_000),
        availableBytes: bytes(900_000),
        sizeBytes: bytes(33_000_000),
        physicalBytes: bytes(32_000_000),
      },
    ],
    arrayBuffersBytes: bytes(1_200_000),
    active: [{ type: 'TCPSocketWrap', count: 11 }],
    openDescriptors: 38,
    threadPoolWaitNanos: millis(240),
    pools: [
      { name: 'db.internal:5432/trading', max: 10, neededMost: 37 },
      { name: 'db.internal:5432/archive', max: 10, neededMost: 2 },
    ],
  },
};
