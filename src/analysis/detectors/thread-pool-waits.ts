// Finds a saturated thread pool: files, DNS look-ups, zlib and crypto share four threads by default.

import { formatCount, formatDuration, formatShare } from '../../model/format-units.js';
import type { LoopOwnerKind } from '../../model/owner-table.js';
import { MILLISECOND, type Nanoseconds, type Share } from '../../model/units.js';
import { median } from '../statistics/numbers.js';
import type { Detector } from './detector.js';

/** A free thread answers within a fraction of a millisecond; on a busy machine within some of them. */
const LONG_NANOS = 10 * MILLISECOND;
/** One sample in ten seconds has the longest wait of these. */
const LEAST_SAMPLES = 3;
const LEAST_SHARE = 0.3;
/** Owners whose callbacks come from the thread pool. */
const OF_THE_POOL: ReadonlySet<LoopOwnerKind> = new Set(['fs', 'dns', 'crypto', 'zlib']);

export const threadPoolWaits: Detector = {
  id: 'thread-pool-waits',
  title: 'Work waits for a thread of the pool',
  titleOfNone: 'Files, DNS look-ups, zlib and crypto hardly wait for a thread of the pool',
  needsAllTicks: true,

  detect({ segment: { resources, owners } }) {
    const waits = resources.flatMap(({ threadPoolWaitNanos }) => threadPoolWaitNanos ?? []);
    const long = waits.filter((nanos) => nanos >= LONG_NANOS);
    if (long.length < LEAST_SAMPLES || long.length < LEAST_SHARE * waits.length) return [];
    const users = owners
      .filter(({ kind }) => OF_THE_POOL.has(kind))
      .toSorted((left, right) => right.held.count - left.held.count)
      .map(({ kind, held }) => `${kind} (${formatCount(held.count)})`);
    return [
      {
        severity: long.length >= waits.length / 2 ? 'high' : 'medium',
        evidence: {
          'of all times it was tried': formatShare((long.length / waits.length) as Share),
          'wait then, median at least': formatDuration(Math.round(median(long)) as Nanoseconds),
          longest: formatDuration(Math.max(...waits) as Nanoseconds),
          ...(users.length > 0 && { 'answers from it': [...new Set(users)].join(', ') }),
        },
        advice:
          'Do less of it: keep derived keys, write one file for many rows, resolve a host once. Then start the program with UV_THREADPOOL_SIZE=16, which is read once, before it starts. Work that takes a processor for long belongs into a worker thread: more threads than processors do not make it faster.',
      },
    ];
  },
};
