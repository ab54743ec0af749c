// Kept ticks in Chrome's trace format, which Perfetto, speedscope and browsers draw.
//
// https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU. A tick is a process there, because its name stands
// above what belongs to it. A thread is a stack, so operations that ran beside each other need several.

import type { Report, SlowTick, SlowTickSpan } from '../model/report/report.js';
import { formatDuration } from '../model/format-units.js';
import { MILLISECOND } from '../model/units.js';

interface Moment {
  readonly ph: 'B' | 'E' | 'M';
  readonly pid: number;
  readonly tid: number;
  readonly name: string;
  /** Microseconds since the first of the ticks began. */
  readonly ts?: number;
  readonly cat?: string;
  readonly args?: Readonly<Record<string, string | number | boolean>>;
}

/** A span that has not ended where the next one of its thread begins. */
interface Open {
  readonly position: number;
  readonly endNanos: number;
  readonly end: Moment;
}

/** @returns one line of JSON; times are since the first of the ticks began, and that moment is in the metadata */
export function chromeTraceText({ slowest, program }: Pick<Report, 'slowest' | 'program'>): string {
  const originUnixMillis = slowest.reduce((first, { startedAt }) => Math.min(first, Date.parse(startedAt)), Infinity);
  const trace = {
    traceEvents: slowest.flatMap((tick, index) => tickMoments(tick, index + 1, originUnixMillis)),
    displayTimeUnit: 'ns',
    otherData: {
      program: program.name,
      ...(slowest.length > 0 && { startedAt: new Date(originUnixMillis).toISOString() }),
    },
  };
  return `${JSON.stringify(trace)}\n`;
}

/** Ends before begins, and inner ends before outer ones: where two times are equal, readers go by the order in the file. */
function tickMoments(tick: SlowTick, pid: number, originUnixMillis: number): Moment[] {
  const { name, symbol, startedAt, durationNanos, spans } = tick;
  const startNanos = (Date.parse(startedAt) - originUnixMillis) * MILLISECOND;
  const title = [formatDuration(durationNanos), name, ...(symbol === undefined ? [] : [symbol])].join(' ');
  const threads: Open[][] = [];
  const moments: Moment[] = [metadata('process_name', pid, 0, title)];
  const leave = (tid: number, untilNanos: number): void => {
    for (let top = threads[tid]?.at(-1); top !== undefined && top.endNanos <= untilNanos; top = threads[tid]?.at(-1)) {
      threads[tid]?.pop();
      moments.push(top.end);
    }
  };
  for (const [position, span] of spans.entries()) {
    for (const tid of threads.keys()) leave(tid, span.startNanos);
    const tid = threadFor(span, threads);
    if (threads[tid] === undefined) {
      threads[tid] = [];
      moments.push(metadata('thread_name', pid, tid, tid === 0 ? 'tick' : `beside it, ${tid}`));
    }
    // speedscope takes an end for that of another span where the details are not the same.
    const args = { ...spanDetails(span, spans, tid), ...(position === 0 && tickDetails(tick)) };
    const both = { pid, tid, name: span.name, cat: span.kind, args };
    const endNanos = span.startNanos + span.durationNanos;
    threads[tid].push({ position, endNanos, end: { ph: 'E', ...both, ts: micros(startNanos + endNanos) } });
    moments.push({ ph: 'B', ...both, ts: micros(startNanos + span.startNanos) });
  }
  for (const tid of threads.keys()) leave(tid, Infinity);
  return moments;
}

/** That of its parent, where the parent is what was entered last there and outlasts it; else the first where nothing is open. */
function threadFor({ parent, startNanos, durationNanos }: SlowTickSpan, threads: readonly (readonly Open[])[]): number {
  const below = threads.findIndex((thread) => {
    const top = thread.at(-1);
    return top?.position === parent && top.endNanos >= startNanos + durationNanos;
  });
  if (below !== -1) return below;
  const idle = threads.findIndex((thread) => thread.length === 0);
  return idle === -1 ? threads.length : idle;
}

function spanDetails(
  { location, failed, late, parent }: SlowTickSpan,
  spans: readonly SlowTickSpan[],
  tid: number,
): Moment['args'] {
  const around = spans[parent];
  return {
    ...(location !== undefined && { location }),
    ...(failed === true && { failed }),
    ...(late === true && { late }),
    // What stands on a thread of its own is below nothing there.
    ...(tid > 0 && around !== undefined && { within: around.name }),
  };
}

function tickDetails({ traceId, symbol, startedAt, reason }: SlowTick): Moment['args'] {
  return { traceId, ...(symbol !== undefined && { symbol }), startedAt, reason };
}

function metadata(name: string, pid: number, tid: number, value: string): Moment {
  return { ph: 'M', pid, tid, name, args: { name: value } };
}

function micros(nanos: number): number {
  return nanos / 1_000;
}
