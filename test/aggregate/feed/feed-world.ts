// A market, the way from it, and the event loop at its end, on a virtual clock. What goes wrong is planted, so that the truth is known.
//
// The market sends numbered events with the times of its own clock. The way takes its time, may hold everything back, and may break, which
// loses what is sent until the connection is up again. The loop handles what has come when it is free.

import type { CameEvent } from '../../../src/aggregate/drain/drain-sink.js';
import { FeedHealth } from '../../../src/aggregate/feed/feed-health.js';
import type { FeedSums } from '../../../src/aggregate/feed/feed-accumulator.js';
import { ConnectionTable, firstOf, nextOf } from '../../../src/model/connection-table.js';
import { NameTable } from '../../../src/model/name-table.js';
import type { FeedRow } from '../../../src/model/record/feed-rows.js';
import type { UnixMilliseconds } from '../../../src/model/units.js';
import { ORIGIN_MILLIS } from '../running-parts.js';

const MILLIS = 1e6;
/** The market's clock is not ours. */
const CLOCK_ERROR_MILLIS = -137.5;
const HANDLING_NANOS = 40_000;

/** In milliseconds. */
export interface Fault {
  readonly kind: 'quiet' | 'skip' | 'delay' | 'break' | 'hold';
  readonly at: number;
  readonly lasts: number;
  /** Of `skip`: numbers that the market leaves out. */
  readonly numbers?: number;
}

export interface WorldOptions {
  readonly random: () => number;
  /** Milliseconds to the next event. */
  readonly interval: (random: () => number, at: number) => number;
  readonly events: number;
  readonly faults?: readonly Fault[];
  readonly symbol?: string;
  readonly hasTimes?: boolean;
}

interface Sent {
  readonly at: number;
  readonly number: number;
  readonly symbol: string;
}

interface Arrived extends Sent {
  readonly arrived: number;
  readonly connection: number;
}

/** @returns the rows of all feeds, after everything has come */
export function runWorld(...feeds: readonly WorldOptions[]): FeedRow[] {
  const names = new NameTable();
  const operationId = names.intern('tick', 'onTrade');
  const connections = new ConnectionTable();
  const line = connections.add({ place: 'stream.example:443', isWebSocket: true }) as number;
  const health = new FeedHealth(names, ORIGIN_MILLIS as UnixMilliseconds, connections);
  const sums: FeedSums = new Map();
  const replacedNanos = new Float64Array(256);
  const faults = feeds.flatMap(({ faults: planted = [] }) => planted);
  const arrived = feeds
    .flatMap((feed) => arrive(send(feed), feed, firstOf(line)))
    .toSorted((left, right) => left.arrived - right.arrived);
  const holds = faults.filter(({ kind }) => kind === 'hold').map(({ at, lasts }) => ({ at, lasts }));
  const hasTimes = feeds.every((feed) => feed.hasTimes !== false);
  const lastNumbers = new Map<string, number>();
  let freeNanos = 0;
  let busySinceNanos = 0;
  let stalledNanos = 0;
  let connection = 0;
  for (const event of arrived) {
    let startNanos = event.arrived * MILLIS;
    // Whoever holds the loop begins when it is free.
    for (let hold = holds[0]; hold !== undefined && hold.at * MILLIS <= startNanos; hold = holds[0]) {
      holds.shift();
      busySinceNanos = Math.max(freeNanos, hold.at * MILLIS);
      freeNanos = busySinceNanos + hold.lasts * MILLIS;
      stalledNanos += hold.lasts * MILLIS;
    }
    if (startNanos > freeNanos) busySinceNanos = startNanos;
    startNanos = Math.max(startNanos, freeNanos);
    freeNanos = startNanos + HANDLING_NANOS;
    if (connection !== 0 && connection !== event.connection) replacedNanos[line] = startNanos;
    ({ connection } = event);
    const last = lastNumbers.get(event.symbol) ?? event.number - 1;
    lastNumbers.set(event.symbol, event.number);
    const came: CameEvent = {
      operationId,
      symbol: event.symbol,
      times: new Float64Array([
        Math.round(startNanos),
        hasTimes ? ORIGIN_MILLIS + event.at + CLOCK_ERROR_MILLIS : NaN,
        Math.round(busySinceNanos),
        Math.round(stalledNanos),
      ]),
      connection,
      seesConnections: true,
      replacedNanos,
    };
    health.eventCame(came, sums);
    if (event.number - last > 1) health.sequenceGap(event.number - last - 1);
  }
  return [...sums.values()].map((feed) => feed.toRow());
}

function send({ random, interval, events, faults = [], symbol = 'BTC' }: WorldOptions): Sent[] {
  const quiet = faults.filter(({ kind }) => kind === 'quiet');
  const skips = faults.filter(({ kind }) => kind === 'skip');
  const sent: Sent[] = [];
  let at = 1_000;
  let number = 1;
  while (sent.length < events) {
    at += interval(random, at);
    for (const fault of quiet) if (at >= fault.at && at < fault.at + fault.lasts) at = fault.at + fault.lasts;
    for (let skip = skips[0]; skip !== undefined && at >= skip.at; skip = skips[0]) {
      number += skip.numbers ?? 1;
      skips.shift();
    }
    sent.push({ at, number: number++, symbol });
  }
  return sent;
}

function arrive(sent: readonly Sent[], { random, faults = [] }: WorldOptions, first: number): Arrived[] {
  const arrived: Arrived[] = [];
  let connection = first;
  let last = 0;
  const breaks = faults.filter(({ kind }) => kind === 'break');
  for (const event of sent) {
    let at = event.at + 8 + 3 * random() * random();
    let isLost = false;
    for (const { kind, at: from, lasts } of faults) {
      const isIn = event.at >= from && event.at < from + lasts;
      if (isIn && kind === 'delay') at = Math.max(at, from + lasts + 8);
      if (isIn && kind === 'break') isLost = true;
    }
    while (breaks[0] !== undefined && event.at >= breaks[0].at + breaks[0].lasts) {
      breaks.shift();
      connection = nextOf(connection);
    }
    if (isLost) continue;
    // One connection keeps the order.
    last = Math.max(last, at);
    arrived.push({ ...event, arrived: last, connection });
  }
  return arrived;
}
