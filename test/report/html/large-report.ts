// A report that has everything as often as a program can: 150 operations, 100 symbols, 240 stretches of a day, 20 trees of 2,000 operations, and
// names of 200 characters.

import { TIMELINE_POINTS } from '../../../src/analysis/timeline.js';
import type { Report, SlowTick, SlowTickSection, SlowTickSpan } from '../../../src/model/report/report.js';
import type { ReportTimelinePoint } from '../../../src/model/report/timeline-report.js';
import type { Nanoseconds, UnixMilliseconds } from '../../../src/model/units.js';
import { rich } from '../sample-reports.js';

const OPERATIONS = 150;
const SYMBOLS = 100;
const SPANS = 2_000;
const DAY_MILLIS = 86_400_000;

const nanos = (amount: number): Nanoseconds => amount as Nanoseconds;
const name = (number: number): string => `operation ${number} `.padEnd(200, 'SELECT <column> & "value" ');
const times = <Made>(count: number, make: (position: number) => Made): Made[] =>
  Array.from({ length: count }, (_, position) => make(position));

function largeTick(position: number): SlowTick {
  const [first] = rich.slowest;
  const spans = times(SPANS, (place): SlowTickSpan => ({
    kind: place === 0 ? 'tick' : 'query',
    name: name(place % OPERATIONS),
    parent: place === 0 ? -1 : Math.floor((place - 1) / 3),
    startNanos: nanos(place * 1_000),
    durationNanos: nanos(place === 0 ? SPANS * 1_000 : 900 + (place % 97)),
  }));
  const path = times(SPANS, (span): SlowTickSection => ({
    span,
    startNanos: nanos(span * 1_000),
    durationNanos: nanos(1_000),
  }));
  return { ...(first as SlowTick), traceId: String(position).padStart(32, '0'), spans, path };
}

function point(position: number): ReportTimelinePoint {
  const millis = DAY_MILLIS / TIMELINE_POINTS;
  const [minute] = rich.timeline as [ReportTimelinePoint];
  return {
    ...minute,
    fromUnixMillis: (minute.fromUnixMillis + position * millis) as UnixMilliseconds,
    toUnixMillis: (minute.fromUnixMillis + (position + 1) * millis) as UnixMilliseconds,
    durations: { offset: -40, values: times(46, (bucket) => 100_000 + bucket) },
  };
}

const [operation] = rich.operations;
const [ranked] = rich.ranking;
const [predicted] = rich.whatIf?.operations ?? [];
const [symbol] = rich.ticks.bySymbol;
const [profiled] = rich.profile?.rows ?? [];
const [frame] = profiled?.frames ?? [];
if (!operation || !ranked || !predicted || !symbol || !rich.whatIf) throw new Error('the rich report is not rich');

export const large: Report = {
  ...rich,
  ticks: { ...rich.ticks, bySymbol: times(SYMBOLS, (place) => ({ ...symbol, name: `SYMBOL${place}/USDT` })) },
  operations: times(OPERATIONS, (place) => ({ ...operation, name: name(place) })),
  ranking: times(OPERATIONS, (place) => ({ ...ranked, name: name(place) })),
  whatIf: { ...rich.whatIf, operations: times(OPERATIONS, (place) => ({ ...predicted, name: name(place) })) },
  findings: rich.findings.flatMap((finding) => times(40, () => finding)),
  slowest: times(20, largeTick),
  orders: rich.orders.flatMap((order) => times(96, () => order)),
  feed: rich.feed.flatMap((feed) => times(96, () => feed)),
  timeline: times(TIMELINE_POINTS, point),
  ...(rich.profile !== undefined &&
    profiled !== undefined &&
    frame !== undefined && {
      profile: {
        ...rich.profile,
        rows: times(OPERATIONS, (place) => ({
          ...profiled,
          name: name(place),
          frames: times(64, (number) => ({ ...frame, name: `function${number}` })),
        })),
      },
    }),
};
