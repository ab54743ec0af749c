// A made-up program with or without one problem, and what the report of its run has found.

import { buildReport } from '../../../src/analysis/build-report.js';
import { followReuse } from '../../../src/aggregate/reuse/follow-reuse.js';
import { isResultLookedAt } from '../../../src/capture/instrumentations/indicator/input/sampled-ticks.js';
import { FollowedCalls } from '../../../src/capture/wrap/followed-calls.js';
import { IndicatorAccumulator, type IndicatorRow } from '../../../src/model/indicator.js';
import { scattered } from '../../../src/model/keyed-hash.js';
import { NameTable } from '../../../src/model/name-table.js';
import { OwnerTable } from '../../../src/model/owner-table.js';
import type { RuntimeSample, StoredSegment } from '../../../src/model/record/record-segment.js';
import { ReuseLog } from '../../../src/model/reuse/reuse-log.js';
import type { Report } from '../../../src/model/report/report.js';
import { type Bytes, type Nanoseconds, SECOND, type UnixMilliseconds } from '../../../src/model/units.js';
import { RecentInputs } from '../../../src/capture/instrumentations/indicator/input/recent-inputs.js';
import { HEAD } from '../../aggregate/measured-stream.js';
import { measure } from '../measured-run.js';
import { operationNameOf, type Program } from '../program.js';
import { simulate, type SimulatedRun } from '../simulate.js';
import type { Draws } from './draws.js';
import { type SampledStack, sampledProfiles } from './sampled-run.js';

/** What one call of an indicator is given. */
export interface GivenInput {
  /** Of everything that it is computed from. */
  readonly hash: number;
  readonly values: number;
  /** A hash of what it gave, of a function that looks as if its result depended on its arguments alone; 'unread' where its input cannot be read. */
  readonly result?: number | 'unread';
}

export interface Scenario {
  readonly program: Program;
  readonly ticks?: number;
  /** By operation: what its call was given, by the number of the tick and of the call in it. */
  readonly inputs?: Readonly<Record<string, (tick: number, call: number) => GivenInput>>;
  /** By operation: the stack that a sample finds where it runs. The processor is sampled where it is there. */
  readonly stacks?: Readonly<Record<string, SampledStack>>;
  readonly parts?: Partial<StoredSegment>;
  /** The program after the repair that the finding advises. */
  readonly repaired?: Program;
}

/** Programs of one kind. */
export interface World {
  readonly name: string;
  /** Whether they have the problem. */
  readonly has: boolean;
  readonly make: (draws: Draws) => Scenario;
}

const TICKS = 600;

export function recordOf(scenario: Scenario, seed: number): StoredSegment {
  const { program, ticks = TICKS, inputs = {}, stacks, parts } = scenario;
  const run = simulate(program, seed, ticks);
  const names = new NameTable();
  const segment = measure(run, { names, owners: new OwnerTable(), knowsWaits: true, seesHolders: true });
  for (const [operation, inputOf] of Object.entries(inputs)) {
    const { kind, name } = operationNameOf(operation);
    segment.inputsSeen(names.intern(kind, name), inputsOf(run, operation, inputOf));
  }
  for (const sample of samplesOf(run)) segment.sample(sample);
  const profiles = stacks === undefined ? [] : sampledProfiles(run, names, stacks);
  return { ...segment.toSegment({ ...HEAD, profiles }), warmup: false, ...parts };
}

export function reportOf(scenario: Scenario, seed: number): Report {
  return buildReport([recordOf(scenario, seed)], []);
}

function inputsOf(
  { ticks }: SimulatedRun,
  operation: string,
  inputOf: (tick: number, call: number) => GivenInput,
): IndicatorRow {
  const recent = new RecentInputs();
  const sums = new IndicatorAccumulator();
  const log = new ReuseLog();
  log.readWith(followReuse());
  const pureCalls = new FollowedCalls(log);
  for (const [number, { operations, endNanos: tickEnd }] of ticks.entries()) {
    const calls = operations.filter((each) => each.operation === operation);
    for (const [call, { startNanos, endNanos = tickEnd }] of calls.entries()) {
      const { hash, values, result } = inputOf(number, call);
      const seen = recent.meet(hash, number + 1);
      sums.add(values, seen !== 'new', seen === 'in this tick');
      if (result === undefined || !pureCalls.isFollowed) continue;
      pureCalls.called(scattered(hash));
      if (!isResultLookedAt(number + 1, scattered(hash), pureCalls.isWellKnown)) continue;
      if (result === 'unread') pureCalls.inputUnread();
      else pureCalls.returned(result, endNanos - startNanos);
    }
  }
  log.read();
  const row = pureCalls.take();
  return { ...sums.toRow(), ...(row !== undefined && { pureCalls: row }) };
}

/** One a second, as far as the run goes. */
function samplesOf({ ticks, held }: SimulatedRun): RuntimeSample[] {
  const endNanos = ticks.at(-1)?.endNanos ?? 0;
  return Array.from({ length: Math.max(1, Math.round(endNanos / SECOND)) }, (_, second): RuntimeSample => {
    const isThen = (nanos: number): boolean => Math.floor(nanos / SECOND) === second;
    const busy = held.filter(({ fromNanos }) => isThen(fromNanos));
    const busyNanos = busy.reduce((sum, { fromNanos, toNanos }) => sum + toNanos - fromNanos, 0) as Nanoseconds;
    const ended = ticks.filter((tick) => isThen(tick.endNanos)).length;
    return {
      process: 'p1',
      atUnixMillis: (HEAD.fromUnixMillis + 1_000 * (second + 1)) as UnixMilliseconds,
      elapsedNanos: SECOND,
      cpuNanos: busyNanos,
      loopActiveNanos: busyNanos,
      ticksStarted: ended,
      ticksEnded: ended,
      rssBytes: 6e7 as Bytes,
      heapUsedBytes: 2e7 as Bytes,
      externalBytes: 1e6 as Bytes,
    };
  });
}
