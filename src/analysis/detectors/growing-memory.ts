// Finds processes that keep more and more: a leak, and not a cache that fills, a day with more trades than the night, or a late collection.
//
// The heap is looked at where it is smallest, shortly after collections: the minima of twelve parts of the time. Growth has to hold in all of
// it, be more than the load explains, and go on at the end. A test tries it on days of
// made-up processes.

import { type KeptMemory, keptMemory, type KeptSite } from '../kept-memory.js';
import { lastOf, type ProcessSamples, samplesByProcess } from '../process-samples.js';
import { median, sum } from '../statistics/numbers.js';
import { theilSenSlope } from '../statistics/theil-sen.js';
import { processText } from '../wording.js';
import { formatBytes, formatDuration, formatShare } from '../../model/format-units.js';
import type { RuntimeSample } from '../../model/record/record-segment.js';
import type { ResourceSample } from '../../model/record/runtime-rows.js';
import { type Bytes, HOUR, MEGABYTE, type Nanoseconds, SECOND } from '../../model/units.js';
import type { Detected, Detector } from './detector.js';

const PARTS = 12;
const THIRD = PARTS / 3;
const LEAST_SPAN_NANOS = 0.5 * HOUR;
/** Of each part the smallest of some samples counts. */
const LEAST_SAMPLES = 5 * PARTS;
/** Compilers and caches fill first. */
const WARMUP_SHARE = 0.1;
/** Of the median, and at least. */
const LEAST_GROWN_SHARE = 0.1;
const LEAST_GROWN_BYTES = 5 * MEGABYTE;
/** In the last third it grows at least so fast as in the whole. */
const GOES_ON_SHARE = 0.5;
/** Ticks a second that differ less are the same load. */
const STEADY_LOAD_SHARE = 0.2;

/** What was looked at closely need not have been followed for half an hour, where this much came: and half of what there was. */
const CLEARLY_GROWN_BYTES = 12 * MEGABYTE;
const CLEARLY_GROWN_SHARE = 0.5;

const HEAP = 'heap';
const OUTSIDE = 'outside the heap';

const MEASURES: readonly (readonly [name: string, of: (sample: RuntimeSample) => number, advice: string])[] = [
  [
    HEAP,
    ({ heapUsedBytes }) => heapUsedBytes,
    'Something keeps what belongs to a tick: look for a Map, an array or a list of listeners that only grows, by symbol or by order. tickscope run --memory names the line. node --heapsnapshot-signal=SIGUSR2 bot.js writes a snapshot at each kill -USR2: tickscope heap compares two, and names what grew by symbol.',
  ],
  [
    OUTSIDE,
    ({ externalBytes }) => externalBytes,
    'Buffers and typed arrays are kept: look for messages that are held as Buffers (a slice keeps the whole), and for streams and sockets that are never closed. tickscope run --memory names the line.',
  ],
];

export const growingMemory: Detector = {
  id: 'growing-memory',
  title: 'A process keeps more and more memory',
  titleOfNone: 'No process was seen for half an hour in which it kept more and more memory',
  needsAllTicks: true,

  detect({ segment: { samples, processes, memory, resources } }) {
    return samplesByProcess(samples).flatMap((process) => {
      const kept = keptMemory(memory.filter((reading) => reading.process === process.process));
      const piledUp = pilingUp(resources.filter((sample) => sample.process === process.process));
      const found = MEASURES.flatMap(([name, of, advice]): Detected[] => {
        const growth = growthOf(process, of) ?? clearGrowth(kept, name, process);
        if (growth === undefined) return [];
        const { grownBytes, spanNanos, ticks } = growth;
        const perHour = (grownBytes / spanNanos) * HOUR;
        const [site] = kept?.isOutsideHeap === (name === OUTSIDE) ? kept.sites : [];
        return [
          {
            severity: perHour >= LEAST_GROWN_BYTES ? 'high' : 'medium',
            ...(site?.location !== undefined && { location: site.location }),
            evidence: {
              memory: name,
              process: processText(process.process, processes),
              'grew by': formatBytes(Math.round(grownBytes) as Bytes),
              over: formatDuration(spanNanos),
              'an hour': formatBytes(Math.round(perHour) as Bytes),
              ...(ticks > 0 && { '1,000 ticks': formatBytes(Math.round((grownBytes / ticks) * 1_000) as Bytes) }),
              ...(kept !== undefined && site !== undefined && siteEvidence(kept, site, perHour)),
              ...piledUp,
            },
            advice: site?.collection === undefined ? advice : adviceOn(site),
          },
        ];
      });
      return found;
    });
  },
};

/** Growth that was seen at each look, where it is far more than a start may bring. */
function clearGrowth(kept: KeptMemory | undefined, name: string, { samples }: ProcessSamples): Growth | undefined {
  if (kept === undefined || kept.isOutsideHeap !== (name === OUTSIDE)) return undefined;
  const { grownBytes, fromBytes, spanNanos } = kept;
  if (grownBytes < Math.max(CLEARLY_GROWN_BYTES, CLEARLY_GROWN_SHARE * fromBytes)) return undefined;
  // The ticks of that time are not known: looks fall between samples.
  const wholeNanos = sum(samples.map(({ elapsedNanos }) => elapsedNanos));
  const ticks = Math.round((sum(samples.map(({ ticksEnded }) => ticksEnded)) * spanNanos) / Math.max(1, wholeNanos));
  return { grownBytes, spanNanos, ticks };
}

function siteEvidence(kept: KeptMemory, site: KeptSite, bytesPerHour: number): Detected['evidence'] {
  const leftBytes = kept.limitBytes - kept.fromBytes - kept.grownBytes;
  const untilNanos = Math.round((Math.max(0, leftBytes) / bytesPerHour) * HOUR) as Nanoseconds;
  const more = kept.sites
    .slice(1, 3)
    .flatMap(({ location, collection }) => (location === undefined ? [] : [`${collection ?? ''} ${location}`.trim()]));
  return {
    ...(site.collection !== undefined && { 'kept in': site.collection }),
    'allocated in': site.name,
    'of the growth': formatShare(site.share),
    looks: kept.looks,
    ...(site.others !== undefined && { 'or at': site.others.join(', ') }),
    ...(more.length > 0 && { 'also at': more.join(', ') }),
    ...(!kept.isOutsideHeap && { 'until the limit of V8': formatDuration(untilNanos) }),
  };
}

function adviceOn({ collection = '', location = '', others = [] }: KeptSite): string {
  const where = [location, ...others].join(' or ');
  if (collection.endsWith('(listeners)'))
    return `${where} adds a listener that is never removed: add it once, outside of what runs again and again, or remove it when it is done (off, or { signal } of an AbortController).`;
  if (collection === 'setInterval')
    return `${where} starts a timer that is never cleared, and what its function refers to lives as long: keep the timer, and clearInterval it before the next one starts.`;
  return `${where} puts into ${collection} what nothing takes out: remove an entry when its order, trade or symbol is done, keep the last N (a ring, shift()), or give it a limit (lru-cache). What keeps it by symbol, tickscope heap shows from two snapshots.`;
}

/** Kinds of resources of which there are more and more: timers, sockets. */
const LEAST_MORE = 100;

function pilingUp(resources: readonly ResourceSample[]): Detected['evidence'] {
  const counts = (type: string): number[] =>
    resources.map(({ active }) => active.find((each) => each.type === type)?.count ?? 0);
  const types = resources.at(-1)?.active.map(({ type }) => type) ?? [];
  return Object.fromEntries(
    types.flatMap((type) => {
      const [first = 0, ...others] = counts(type);
      const last = others.at(-1) ?? first;
      const rises = others.every((count, place) => count >= (place === 0 ? first : (others[place - 1] ?? 0)));
      return rises && last - first >= Math.max(LEAST_MORE, first) ? [[`open ${type}`, `${first} to ${last}`]] : [];
    }),
  );
}

interface Growth {
  readonly grownBytes: number;
  readonly spanNanos: Nanoseconds;
  readonly ticks: number;
}

/** Smallest memory and load of one part of the time. */
interface Part {
  readonly place: number;
  readonly bytes: number;
  readonly ticksPerSecond: number;
}

/** @returns undefined where it does not grow, or not for long enough to say so */
function growthOf(process: ProcessSamples, of: (sample: RuntimeSample) => number): Growth | undefined {
  const samples = afterWarmup(process);
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined || samples.length < LEAST_SAMPLES) return undefined;
  const spanNanos = (last.atUnixMillis - first.atUnixMillis) * 1e6;
  if (spanNanos < LEAST_SPAN_NANOS) return undefined;
  const parts = partsOf(samples, of);
  if (parts.length < PARTS || !grows(parts) || !grows(withoutLoad(parts))) return undefined;
  const slope = slopeOf(parts);
  const grownBytes = slope * PARTS;
  const typicalBytes = median(parts.map(({ bytes }) => bytes));
  if (grownBytes < Math.max(LEAST_GROWN_BYTES, LEAST_GROWN_SHARE * typicalBytes)) return undefined;
  if (slopeOf(parts.slice(-THIRD)) < GOES_ON_SHARE * slope) return undefined;
  const ticks = sum(samples.map(({ ticksEnded }) => ticksEnded));
  return { grownBytes, spanNanos: Math.round(spanNanos) as Nanoseconds, ticks };
}

function afterWarmup(process: ProcessSamples): readonly RuntimeSample[] {
  const from = process.samples[0].atUnixMillis;
  const until = lastOf(process).atUnixMillis;
  return process.samples.filter(({ atUnixMillis }) => atUnixMillis - from >= WARMUP_SHARE * (until - from));
}

/** @returns fewer than `PARTS` where one has no sample */
function partsOf(samples: readonly RuntimeSample[], of: (sample: RuntimeSample) => number): Part[] {
  const from = samples[0]?.atUnixMillis ?? 0;
  const length = ((samples.at(-1)?.atUnixMillis ?? 0) - from + 1) / PARTS;
  return Array.from({ length: PARTS }, (_, place) => place).flatMap((place) => {
    const own = samples.filter(({ atUnixMillis }) => Math.floor((atUnixMillis - from) / length) === place);
    if (own.length === 0) return [];
    const seconds = sum(own.map(({ elapsedNanos }) => elapsedNanos)) / SECOND;
    const ticksPerSecond = sum(own.map(({ ticksEnded }) => ticksEnded)) / seconds;
    return [{ place, bytes: Math.min(...own.map(of)), ticksPerSecond }];
  });
}

/** Whether the last third is above the first in every part. */
function grows(parts: readonly Part[]): boolean {
  const bytes = parts.map((part) => part.bytes);
  return Math.min(...bytes.slice(-THIRD)) > Math.max(...bytes.slice(0, THIRD));
}

/** What is left of each part when what goes with the load is taken away; the parts themselves where the load is steady. */
function withoutLoad(parts: readonly Part[]): readonly Part[] {
  const loads = parts.map(({ ticksPerSecond }) => ticksPerSecond);
  if (Math.max(...loads) - Math.min(...loads) <= STEADY_LOAD_SHARE * Math.max(...loads)) return parts;
  const bytesPerLoad = theilSenSlope(parts.map(({ ticksPerSecond, bytes }) => ({ x: ticksPerSecond, y: bytes }))) ?? 0;
  return parts.map((part) => ({ ...part, bytes: part.bytes - Math.max(0, bytesPerLoad) * part.ticksPerSecond }));
}

function slopeOf(parts: readonly Part[]): number {
  return theilSenSlope(parts.map(({ place, bytes }) => ({ x: place, y: bytes }))) ?? 0;
}
