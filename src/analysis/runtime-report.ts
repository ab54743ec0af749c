// The rows of the runtime to the report's part on it.

import { itemsBy } from './items-by.js';
import { sum } from './statistics/numbers.js';
import { ExponentialHistogram } from '../model/histogram/exponential-histogram.js';
import { ownerLabel } from '../model/owner-table.js';
import type { RecordSegment } from '../model/record/record-segment.js';
import type { GcRow, LoopOwnerRow, ResourceSample } from '../model/record/runtime-rows.js';
import type {
  ReportEventLoop,
  ReportGc,
  ReportGcKind,
  ReportLoopOwner,
  ReportPool,
  ReportResources,
  ReportRuntime,
} from '../model/report/runtime-report.js';
import type { Bytes, Nanoseconds, Share } from '../model/units.js';

/** @returns `undefined` where nothing of it was seen */
export function runtimeReport({ owners, stalls, gc, samples, resources }: RecordSegment): ReportRuntime | undefined {
  if (owners.length + gc.length + resources.length === 0) return undefined;
  const elapsedNanos = sum(samples.map((sample) => sample.elapsedNanos));
  return {
    ...(owners.length > 0 && { eventLoop: eventLoop(owners, stalls) }),
    ...(gc.length > 0 && { gc: collections(gc, elapsedNanos) }),
    ...(resources.length > 0 && { resources: held(resources) }),
  };
}

function eventLoop(rows: readonly LoopOwnerRow[], stalls: RecordSegment['stalls']): ReportEventLoop {
  const heldNanos = sum(rows.map((row) => row.held.sumNanos)) as Nanoseconds;
  return {
    heldNanos,
    owners: rows
      .map((row) => loopOwner(row, heldNanos))
      .toSorted((left, right) => right.heldNanos - left.heldNanos || (ownerLabel(left) < ownerLabel(right) ? -1 : 1)),
    stalls,
  };
}

function loopOwner({ kind, name, held: data, ...row }: LoopOwnerRow, all: Nanoseconds): ReportLoopOwner {
  const stretches = ExponentialHistogram.fromData(data);
  return {
    kind,
    name,
    count: stretches.count,
    heldNanos: stretches.sumNanos,
    share: shareOf(stretches.sumNanos, all),
    p95Nanos: stretches.quantile(0.95),
    maxNanos: stretches.maxNanos,
    ...row,
  };
}

function collections(rows: readonly GcRow[], elapsedNanos: number): ReportGc {
  const byKind = rows.map((row) => gcKind(row)).toSorted((left, right) => right.totalNanos - left.totalNanos);
  const totalNanos = sum(byKind.map((kind) => kind.totalNanos)) as Nanoseconds;
  return {
    pauses: sum(byKind.map((kind) => kind.pauses)),
    totalNanos,
    share: shareOf(totalNanos, elapsedNanos),
    byKind,
  };
}

function gcKind({ kind, pauses: data, ticksHit, inTicksNanos }: GcRow): ReportGcKind {
  const pauses = ExponentialHistogram.fromData(data);
  return {
    kind,
    pauses: pauses.count,
    totalNanos: pauses.sumNanos,
    p95Nanos: pauses.quantile(0.95),
    maxNanos: pauses.maxNanos,
    ticksHit,
    inTicksNanos,
  };
}

function held(samples: readonly ResourceSample[]): ReportResources {
  const last = [...new Map(samples.map((sample) => [sample.process, sample])).values()];
  const descriptors = last.flatMap(({ openDescriptors }) => openDescriptors ?? []);
  const waits = samples.flatMap(({ threadPoolWaitNanos }) => threadPoolWaitNanos ?? []);
  const pools = reportPools(samples);
  const spaces = last.flatMap((sample) => sample.heapSpaces);
  const active = last.flatMap((sample) => sample.active);
  return {
    heapSpaces: [...itemsBy(spaces, ({ name }) => name)].map(([name, ofName]) => ({
      name,
      usedBytes: sum(ofName.map((space) => space.usedBytes)) as Bytes,
      availableBytes: sum(ofName.map((space) => space.availableBytes)) as Bytes,
      sizeBytes: sum(ofName.map((space) => space.sizeBytes)) as Bytes,
      physicalBytes: sum(ofName.map((space) => space.physicalBytes)) as Bytes,
    })),
    arrayBuffersBytes: sum(last.map((sample) => sample.arrayBuffersBytes)) as Bytes,
    active: [...itemsBy(active, ({ type }) => type)].map(([type, ofType]) => ({
      type,
      count: sum(ofType.map(({ count }) => count)),
    })),
    ...(descriptors.length > 0 && { openDescriptors: sum(descriptors) }),
    ...(waits.length > 0 && { threadPoolWaitNanos: Math.max(...waits) as Nanoseconds }),
    ...(pools.length > 0 && { pools }),
  };
}

/** @returns those first that needed most beyond what they may have */
export function reportPools(samples: readonly Pick<ResourceSample, 'pools'>[]): ReportPool[] {
  const seen = samples.flatMap(({ pools = [] }) => pools);
  return [...itemsBy(seen, ({ name }) => name)]
    .map(([name, ofName]) => ({
      name,
      max: Math.max(...ofName.map(({ max }) => max)),
      neededMost: Math.max(...ofName.map(({ neededMost }) => neededMost)),
    }))
    .toSorted((left, right) => right.neededMost - right.max - (left.neededMost - left.max));
}

function shareOf(part: number, whole: number): Share {
  return (whole === 0 ? 0 : Math.min(1, part / whole)) as Share;
}
