// The sentences on top of the report: what the ticks cost against their budget, and what leads.
//
// The first that is true is said: nothing can be shortened for a queue that grows by what one of its ticks takes, and nothing in a
// handler helps ticks that start late.

import { formatCount, formatDuration, formatShare, withoutZeros } from '../../model/format-units.js';
import { ExponentialHistogram, type HistogramData } from '../../model/histogram/exponential-histogram.js';
import { responsesOf, type OperationRow, type RecordSegment } from '../../model/record/record-segment.js';
import type { ReportProfile, ReportProfileFrame } from '../../model/report/profile-report.js';
import type { RankedOperation } from '../../model/report/ranking-report.js';
import type { ReportVerdict, VerdictEvidence, VerdictKind } from '../../model/report/verdict-report.js';
import { TICK_TARGET_NANOS, TICK_TARGET_SHARE } from '../../model/targets.js';
import type { Nanoseconds, Share } from '../../model/units.js';
import { isGcWait, isStartWait, isTickscopeWait, isTickWait, loopHolderOf } from '../../model/wait-names.js';
import { operationKey, type OperationName } from '../../model/operation.js';
import { countedText, operationText } from '../wording.js';
import { isEnoughToJudge } from '../targets/enough-to-judge.js';
import { cannotKeepUpText } from './cannot-keep-up.js';
import type { FallingBehind } from './falling-behind.js';
import type { Overload } from './overload.js';

export interface VerdictInput {
  /** The whole record. */
  readonly all: RecordSegment;
  /** After warm-up; the ticks that the budget is judged by, where there are any. */
  readonly judged: RecordSegment | undefined;
  readonly ranking: readonly RankedOperation[];
  readonly overloads: readonly Overload[];
  readonly behind: readonly FallingBehind[];
  /** Absent where the processor was not sampled. */
  readonly profile: ReportProfile | undefined;
}

/** A function is named beside an operation where at least so much of its samples is its. */
const LEADING_FRAME: Share = 0.25 as Share;

export function verdictOf(input: VerdictInput): ReportVerdict {
  const { all, profile } = input;
  const evidence = evidenceOf(input);
  const ranking = toChange(input.ranking, evidence);
  const queue = cannotKeepUpText(input.behind[0], input.overloads[0], input.all.processes);
  if (queue !== undefined) {
    // Operations that wait are not to blame for a queue, but what keeps the loop busy is.
    const isBusy = input.behind.length > 0;
    const leading = isBusy ? leaderText(ranking, all.operations, profile) : '';
    return verdictWith('cannot-keep-up', [queue, leading], isBusy ? ranking[0] : undefined, evidence);
  }
  if (evidence === undefined) return verdictWith('no-ticks', [noTicksText(all)], undefined);
  const kind = kindOf(evidence, ranking, all.operations);
  const sentences = [
    budgetText(kind, evidence),
    leaderText(ranking, all.operations, profile),
    givenUpText(ranking[0], all.operations),
    evidence.onlyWarmup ? notJudgedText(input.judged?.ticks.count ?? 0) : '',
  ];
  return verdictWith(kind, sentences, ranking[0], evidence);
}

/** @param evidence absent where there is none, and where the ticks are some of all: of those shares and percentiles say nothing */
export function verdictWith(
  kind: VerdictKind,
  sentences: readonly string[],
  leader: RankedOperation | undefined,
  evidence?: VerdictEvidence,
): ReportVerdict {
  return {
    kind,
    text: sentences.filter((sentence) => sentence !== '').join(' '),
    ...(leader !== undefined && { leader: { kind: leader.kind, name: leader.name, ...placeOf(leader) } }),
    ...(evidence !== undefined && { evidence }),
  };
}

/** @returns undefined where no tick has ended */
function evidenceOf({ all, judged }: VerdictInput): VerdictEvidence | undefined {
  const afterWarmup = judged?.ticks.count ?? 0;
  const isJudged = isEnoughToJudge(judged?.ticks.underTarget ?? 0, afterWarmup, TICK_TARGET_SHARE);
  const { ticks } = judged !== undefined && isJudged ? judged : all;
  const [slowest] = all.kept;
  if (ticks.count === 0) return undefined;
  return {
    ticks: ticks.count,
    onlyWarmup: !isJudged,
    underTargetShare: (ticks.underTarget / ticks.count) as Share,
    p95Nanos: p95Of(ticks.durations),
    responseP95Nanos: p95Of(responsesOf(ticks)),
    ...(slowest !== undefined && { exemplar: slowest.traceId }),
  };
}

function notJudgedText(afterWarmup: number): string {
  return afterWarmup === 0
    ? 'Only the warm-up was seen, so the target is not judged.'
    : `Only ${countedText(afterWarmup, 'tick')} came after the warm-up, too few to judge the target.`;
}

function placeOf({ location }: RankedOperation): { readonly location?: string } {
  return location === undefined ? {} : { location };
}

function kindOf(
  { underTargetShare, p95Nanos, responseP95Nanos }: VerdictEvidence,
  ranking: readonly RankedOperation[],
  rows: readonly OperationRow[],
): VerdictKind {
  const [leader] = ranking;
  const isInTime = underTargetShare >= TICK_TARGET_SHARE;
  const waits = leader !== undefined && WAITS.has(leader.kind) && !isGcWait(leader);
  // Ticks that wait for ticks that take long are no cause of their own.
  const queues = leader !== undefined && isTickWait(leader);
  const leadsWait = waits && leader?.kind === 'wait';
  const isOver = responseP95Nanos >= TICK_TARGET_NANOS;
  const isMostlyWait = responseP95Nanos > STARTS_LATE_TIMES * p95Nanos;
  // Where most of it is the wait, whatever leads: what a few ticks do makes the others wait.
  if (isInTime) return isOver && (leadsWait || isMostlyWait) ? 'starts-late' : 'within-budget';
  if (isOver && isMostlyWait && leadsWait && !queues) return 'starts-late';
  if (!queues) return waits ? 'waits' : 'takes-long';
  const cause = inTicks(ranking, rows);
  return cause !== undefined && WAITS.has(cause.kind) && !isGcWait(cause) ? 'waits' : 'takes-long';
}

/**
 * What the program's owner can change comes first. Tickscope's work leads where nothing else explains that short ticks start late: then it is
 * most of the time of slow ticks.
 */
function toChange(
  ranking: readonly RankedOperation[],
  evidence: VerdictEvidence | undefined,
): readonly RankedOperation[] {
  const [leader] = ranking;
  const isInTime = evidence !== undefined && evidence.underTargetShare >= TICK_TARGET_SHARE;
  if (leader === undefined || (isInTime && isTickscopeWait(leader) && leader.share >= MOST)) return ranking;
  return [...ranking.filter((each) => !isTickscopeWait(each)), ...ranking.filter(isTickscopeWait)];
}

const MOST: Share = 0.5 as Share;

/** Kinds of operations in which a tick waits; in all others its code runs. */
const WAITS: ReadonlySet<string> = new Set(['query', 'external', 'wait', 'untraced']);
/** Ticks start late where their response, with the wait before them, takes so many times as long as they do. */
const STARTS_LATE_TIMES = 2;

function p95Of(durations: HistogramData): Nanoseconds {
  return ExponentialHistogram.fromData(durations).quantile(TICK_TARGET_SHARE);
}

function noTicksText({ ticks: { started }, notSeen }: RecordSegment): string {
  if (started > 0) {
    return `${countedText(started, 'tick')} began and none has ended: what the handler awaits never settles, or the record is too short.`;
  }
  const [first, ...others] = notSeen.filter(({ leftNothing }) => leftNothing);
  return first !== undefined
    ? `No ticks were measured, but ${first.name} is not in the record${others.length > 0 ? `, and ${formatCount(others.length)} more are not` : ''}: ${first.why}. ` +
        'Where the handlers are in what was recorded, tickscope doctor says which line of the configuration finds them.'
    : 'No ticks were recognised. Tickscope looks for functions with names like onTick, onTrade, handleTick or processTick ' +
        'that are called with an object that carries a price and a time or symbol. Where yours has another name, tickscope doctor says ' +
        'which line of the configuration finds it.';
}

const BEGINNINGS: Readonly<Record<VerdictKind, string>> = {
  'cannot-keep-up': 'Cannot keep up',
  'starts-late': 'Starts late',
  'takes-long': 'Takes long',
  waits: 'Waits',
  'within-budget': 'Within budget',
  'no-ticks': 'No ticks',
  sample: 'Some ticks',
};

function budgetText(
  kind: VerdictKind,
  { ticks, underTargetShare, p95Nanos, responseP95Nanos }: VerdictEvidence,
): string {
  const underTarget = Math.round(underTargetShare * ticks);
  const withWait =
    responseP95Nanos > p95Nanos ? `, with the wait before the handler about ${formatDuration(responseP95Nanos)}` : '';
  return (
    `${BEGINNINGS[kind]}: ${formatCount(underTarget)} of ${countedText(ticks, 'tick')} ` +
    `(${formatShare(underTargetShare)}) took less than ${withoutZeros(formatDuration(TICK_TARGET_NANOS))}, ` +
    `${withoutZeros(formatShare(TICK_TARGET_SHARE))} should; p95 is ${formatDuration(p95Nanos)}${withWait}.`
  );
}

export function leaderText(
  ranking: readonly RankedOperation[],
  rows: readonly OperationRow[],
  profile: ReportProfile | undefined,
): string {
  const [leader] = ranking;
  if (leader === undefined) return '';
  const [introduction, cause] = causeBehind(leader, ranking, rows);
  const text =
    `${sentenceStart(leader, placedText(leader))} takes ${formatShare(leader.share)} of the time of slow ticks` +
    `${runnerUpText(ranking, cause)}.`;
  return cause === undefined
    ? text + frameText(leader, profile)
    : `${text} ${introduction}, ${placedText(cause)} ${leads(leader, cause)}.${frameText(cause, profile)}`;
}

/** Of a queue, a tick's own part says nothing. */
function leads(leader: RankedOperation, { share }: RankedOperation): string {
  return isTickWait(leader) ? 'takes most of the time' : `leads with ${formatShare(share)}`;
}

/** What takes so much of the time of slow ticks is named beside the leader: on a busy machine the two may change places. */
const RUNNER_UP_SHARE = 0.25;

/** @param cause is named by itself */
function runnerUpText([, ...others]: readonly RankedOperation[], cause: RankedOperation | undefined): string {
  const [largest] = others.toSorted((left, right) => right.share - left.share);
  return largest === undefined || largest === cause || largest.share < RUNNER_UP_SHARE
    ? ''
    : `, ${placedText(largest)} ${formatShare(largest.share)}`;
}

/** What is known beside a wait of unknown cause is no cause where it takes less. */
const KNOWN_SHARE = 0.05;

/** Waiting that nobody traced is no cause yet, nor is waiting for ticks in front: the first operation that is one is named beside it. */
function causeBehind(
  leader: RankedOperation,
  ranking: readonly RankedOperation[],
  rows: readonly OperationRow[],
): [introduction: string, cause?: RankedOperation | undefined] {
  if (leader.kind === 'untraced') {
    const isKnown = (operation: RankedOperation): boolean =>
      operation.kind !== 'untraced' && operation.share >= KNOWN_SHARE && !isTickscopeWait(operation);
    return ['Of what is known', ranking.find(isKnown)];
  }
  return isTickWait(leader) ? ['In the ticks themselves', inTicks(ranking, rows)] : [''];
}

/** Fewer are left to themselves on purpose. */
const GIVEN_UP_SHARE = 0.5;

/** What was still running when its tick ended, as often as not: the tick may have given it up, in a race with a timeout. */
function givenUpText(leader: RankedOperation | undefined, operations: RecordSegment['operations']): string {
  if (leader?.kind !== 'untraced') return '';
  const [longest] = operations
    .filter(({ kind, count, late }) => (kind === 'query' || kind === 'external') && late > count * GIVEN_UP_SHARE)
    .toSorted((left, right) => right.durations.sumNanos - left.durations.sumNanos);
  return longest === undefined
    ? ''
    : `${sentenceStart(longest, operationText(longest))} was still running at the end of its tick in ${countedText(longest.late, 'case')} of ${formatCount(longest.count)}: it may have been given up.`;
}

/**
 * What takes most time in all ticks, of all that is not waiting for somebody who held the event loop. Not by gains or shares: where ticks
 * wait for ticks, what one of them does is a small part of its response, and what it would gain by itself next to nothing.
 */
function inTicks(ranking: readonly RankedOperation[], rows: readonly OperationRow[]): RankedOperation | undefined {
  const times = new Map(rows.map((row) => [operationKey(row.kind, row.name), timeOf(row)]));
  const timeIn = ({ kind, name }: RankedOperation): number => times.get(operationKey(kind, name)) ?? 0;
  return ranking
    .filter((operation) => loopHolderOf(operation) === undefined && !isStartWait(operation))
    .toSorted((left, right) => timeIn(right) - timeIn(left) || right.share - left.share)[0];
}

/** What was waited for has no time of its own. A collection counts once for each tick that waited meanwhile, so all else comes before it. */
function timeOf(row: OperationRow): number {
  if (isGcWait(row)) return 0;
  return row.kind === 'wait' || row.kind === 'untraced' ? row.durations.sumNanos : row.selfNanos;
}

function placedText(operation: RankedOperation): string {
  const { location } = operation;
  const text = operationText(operation);
  // Waiting at an `await` is called by its place.
  return location === undefined || text.includes(location) ? text : `${text} (${location})`;
}

/** The function that was running for most of its samples, where that is another one than the operation itself. */
function frameText({ kind, name, location }: RankedOperation, profile: ReportProfile | undefined): string {
  const row = profile?.rows.find((each) => each.scope === 'operation' && each.kind === kind && each.name === name);
  const frame = row?.frames[0];
  if (frame === undefined || frame.lowShare < LEADING_FRAME || frame.location === location) return '';
  return ` Of its code, ${formatShare(frame.share)} was running in ${frameName(frame)}.`;
}

function frameName({ name, location, within }: ReportProfileFrame): string {
  const place = location === undefined ? '' : ` (${location})`;
  return `${name}${place}${within === undefined ? '' : `, in ${within}`}`;
}

/** @param text begins with the name of a tick as the program spells it, or else with a word of ours */
function sentenceStart({ kind }: OperationName, text: string): string {
  return kind === 'tick' ? text : text.charAt(0).toUpperCase() + text.slice(1);
}
