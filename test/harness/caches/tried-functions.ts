// Functions as texts, each looked at as the preload does: its text, then its calls, which are given the same again.

import { type Function as FunctionNode, parse } from 'acorn';
import { followReuse } from '../../../src/aggregate/reuse/follow-reuse.js';
import { memoAdvice } from '../../../src/analysis/memo-advice.js';
import { WholeInput } from '../../../src/capture/instrumentations/indicator/input/whole-input.js';
import { isAnyFunction, visitAllNodes } from '../../../src/capture/rewrite/own-nodes.js';
import { PureFunctions } from '../../../src/capture/rewrite/pure-functions.js';
import { FollowedCalls } from '../../../src/capture/wrap/followed-calls.js';
import { ExponentialHistogram } from '../../../src/model/histogram/exponential-histogram.js';
import { ReuseLog } from '../../../src/model/reuse/reuse-log.js';
import type { OperationRow, TickTotals } from '../../../src/model/record/record-segment.js';
import type { Nanoseconds } from '../../../src/model/units.js';
import { impureFunctions, pureFunctions, type WrittenFunction } from './sources.js';

const NAME = 'computeBands';
const TICKS = 2_000;
/** A call that takes so long would be worth it. */
const NANOS = 200_000 as Nanoseconds;

export interface Tried {
  readonly isPureByText: boolean;
  /** Were its text not looked at. */
  readonly isAdvisedByCalls: boolean;
}

export function tryFunction({ text }: WrittenFunction): Tried {
  return { isPureByText: looksPure(text), isAdvisedByCalls: isAdvised(text) };
}

function looksPure(text: string): boolean {
  const program = parse(text, { ecmaVersion: 'latest', sourceType: 'module' });
  const pure = new PureFunctions(program);
  const found: FunctionNode[] = [];
  visitAllNodes(program, (node, parent) => {
    if (!isAnyFunction(node)) return;
    const { id } = node as FunctionNode;
    const isNamed =
      id?.name === NAME ||
      (parent.type === 'VariableDeclarator' && parent.id.type === 'Identifier' && parent.id.name === NAME) ||
      (parent.type === 'MethodDefinition' && parent.key.type === 'Identifier' && parent.key.name === NAME);
    if (isNamed) found.push(node as FunctionNode);
  });
  if (found.length !== 1) throw new Error(`${found.length} functions of that name in: ${text}`);
  return pure.has(found[0] as FunctionNode);
}

/** Prices of a candle that closes every 20 ticks. */
function isAdvised(text: string): boolean {
  const log = new ReuseLog();
  log.readWith(followReuse());
  const pureCalls = new FollowedCalls(log);
  const observer = new WholeInput({ inputSeen: () => {}, parametersSeen: () => {}, pureCalls }, [], () => false);
  const call = callOf(text);
  for (let tick = 1; tick <= TICKS; tick++) {
    const candle = Math.floor(tick / 20);
    const args = [Array.from({ length: 30 }, (_, place) => 100 + Math.sin(candle + place)), 14];
    if (!observer.before(undefined, args, tick)) continue;
    try {
      observer.after(call(...args));
    } catch {
      // It calls what it was not given.
    }
  }
  log.read();
  const row = pureCalls.take();
  if (row === undefined) return false;
  const durations = new ExponentialHistogram(4);
  for (let place = 0; place < TICKS; place++) durations.record(NANOS);
  const timed = { ...row, again: timesOf(row.again.count), first: timesOf(row.first.count) };
  const indicator = {
    parameters: [],
    calls: TICKS,
    inputLength: 30 * TICKS,
    maxInputLength: 30,
    repeated: 0,
    repeatedInTick: 0,
  };
  const operation = {
    durations: durations.toData(),
    selfNanos: NANOS * TICKS,
    count: TICKS,
    failed: 0,
    indicator: { ...indicator, pureCalls: timed },
  } as unknown as OperationRow;
  return memoAdvice(operation, 1, { durations: durations.toData(), count: TICKS } as TickTotals) !== undefined;
}

/** On a virtual clock: what a call takes here says nothing. */
function timesOf(count: number): ReturnType<ExponentialHistogram['toData']> {
  const times = new ExponentialHistogram(4);
  for (let place = 0; place < count; place++) times.record(NANOS);
  return times.toData();
}

/** Nothing of it reaches anything. */
const OUTSIDE = {
  console: { log: () => {} },
  process: { env: {}, emit: () => {} },
  require: () => ({ appendFileSync: () => {} }),
};

function callOf(text: string): (...args: unknown[]) => unknown {
  const isMethod = text.includes('class Bands');
  const isStatic = text.includes('static computeBands');
  const given = isMethod
    ? isStatic
      ? `Bands.${NAME}`
      : `((bands) => (...args) => bands.${NAME}(...args))(new Bands())`
    : NAME;
  const made = text.includes('bands = make(') ? 'bands' : given;
  const body = `let bands, setFactor, settings; ${text.replace('export ', '')}; return ${made};`;
  const names = Object.keys(OUTSIDE);
  // oxlint-disable-next-line no-implied-eval -- they are texts of this folder, which are looked at as texts too
  return new Function(...names, body)(...Object.values(OUTSIDE)) as (...args: unknown[]) => unknown;
}

/** What is not as the page promises, and the table. */
export function functionTables(): { readonly text: string; readonly outside: readonly string[] } {
  const outside: string[] = [];
  const rowOf = (name: string, functions: readonly WrittenFunction[], areAdvised: boolean): string => {
    const tried = functions.map((each) => ({ ...each, ...tryFunction(each) }));
    const advised = tried.filter((each) => each.isPureByText && each.isAdvisedByCalls);
    const wrong = tried.filter((each) => advised.includes(each) !== areAdvised);
    for (const { kind } of wrong) outside.push(`${areAdvised ? 'not advised' : 'advised'}: ${kind}`);
    const count = (of: (each: (typeof tried)[number]) => boolean): number => tried.filter(of).length;
    return `| ${name} | ${functions.length} of ${new Set(functions.map(({ kind }) => kind)).size} kinds | ${count(({ isPureByText }) => isPureByText)} | ${count(({ isAdvisedByCalls }) => isAdvisedByCalls)} | ${advised.length} |`;
  };
  const lines = [
    '| functions | how many | would pass by their text | by their calls | advised |',
    '|---|---|---:|---:|---:|',
    rowOf('give another result, or do something beside', impureFunctions, false),
    rowOf('give the same for the same', pureFunctions, true),
  ];
  return { text: lines.join('\n'), outside };
}
