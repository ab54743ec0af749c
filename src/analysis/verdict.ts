// The sentences on top of the report: what the ticks cost against their budget, and what leads.

import { ExponentialHistogram } from '../model/histogram/exponential-histogram.js';
import { formatCount, formatDuration, formatMean, formatShare, withoutZeros } from '../model/format-units.js';
import type { ProcessInfo, RecordSegment } from '../model/record/record-segment.js';
import type { RankedOperation, ReportVerdict } from '../model/report/report.js';
import { TICK_TARGET_NANOS, TICK_TARGET_SHARE } from '../model/targets.js';
import { SECOND, type Share } from '../model/units.js';
import type { Overload } from './overload.js';
import { countedText, operationText, processText } from './wording.js';

export interface VerdictInput {
  /** The whole record. */
  readonly all: RecordSegment;
  /** After warm-up; the ticks that the budget is judged by, where there are any. */
  readonly judged: RecordSegment | undefined;
  readonly ranking: readonly RankedOperation[];
  readonly overloads: readonly Overload[];
}

/** Overload comes first: while it lasts, durations and waits say more about the queue than about the operations. */
export function verdictOf({ all, judged, ranking, overloads }: VerdictInput): ReportVerdict {
  const [overload] = overloads;
  if (overload !== undefined) return { kind: 'overloaded', text: overloadText(overload, all.processes) };
  if (all.ticks.count === 0) return { kind: 'no-ticks', text: noTicksText(all) };
  const afterWarmup = judged !== undefined && judged.ticks.count > 0;
  const { ticks } = afterWarmup ? judged : all;
  const within = ticks.underTarget / ticks.count >= TICK_TARGET_SHARE;
  const sentences = [budgetText(ticks, within), leaderText(ranking)];
  if (!afterWarmup) sentences.push('Only the warm-up was seen, so the target is not judged.');
  return {
    kind: within ? 'within-budget' : 'over-budget',
    text: sentences.filter((sentence) => sentence !== '').join(' '),
  };
}

function overloadText(overload: Overload, processes: readonly ProcessInfo[]): string {
  const seconds = overload.durationNanos / SECOND;
  return (
    `Ticks arrive faster than they end: ${formatMean(overload.ticksStarted / seconds)} started against ` +
    `${formatMean(overload.ticksEnded / seconds)} ended per second over ${formatDuration(overload.durationNanos)}, ` +
    `in ${processText(overload.process, processes)}. Operations that wait are not to blame for that: ` +
    'look for what keeps the processor busy, or let fewer ticks in.'
  );
}

function noTicksText({ ticks: { started }, notSeen }: RecordSegment): string {
  if (started > 0) {
    return `${countedText(started, 'tick')} began and none has ended: what the handler awaits never settles, or the record is too short.`;
  }
  const [first, ...others] = notSeen.filter(({ leftNothing }) => leftNothing);
  return first !== undefined
    ? `No ticks were measured, but ${first.name} is not in the record${others.length > 0 ? `, and ${formatCount(others.length)} more are not` : ''}: ${first.why}.`
    : 'No ticks were recognised. Tickscope looks for functions with names like onTick, onTrade, handleTick or processTick ' +
        'that are called with an object that carries a price and a time or symbol. Give the handler such a name.';
}

function budgetText({ count, underTarget, durations }: RecordSegment['ticks'], within: boolean): string {
  const p95 = ExponentialHistogram.fromData(durations).quantile(0.95);
  return (
    `${within ? 'Within budget' : 'Over budget'}: ${formatCount(underTarget)} of ${countedText(count, 'tick')} ` +
    `(${formatShare((underTarget / count) as Share)}) took less than ${withoutZeros(formatDuration(TICK_TARGET_NANOS))}, ` +
    `${withoutZeros(formatShare(TICK_TARGET_SHARE))} should; p95 is ${formatDuration(p95)}.`
  );
}

/** Waiting that nobody traced is no cause yet: the first operation that is one is named beside it. */
function leaderText(ranking: readonly RankedOperation[]): string {
  const [leader] = ranking;
  if (leader === undefined) return '';
  const text = `${capitalised(operationText(leader))} takes ${formatShare(leader.share)} of the time of slow ticks.`;
  const known = ranking.find(({ kind }) => kind !== 'untraced');
  if (known === leader || known === undefined) return text;
  return `${text} Of what is known, ${operationText(known)} leads with ${formatShare(known.share)}.`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
