// The processor is sampled while a simulated run goes on, with the stacks that V8 would have.

import { ProfileSums } from '../../../src/aggregate/profile/profile-sums.js';
import type { Running, RunningTimeline } from '../../../src/aggregate/profile/running-timeline.js';
import type { NameTable } from '../../../src/model/name-table.js';
import { type ProfileRow, SAMPLING_MICROS } from '../../../src/model/record/profile-rows.js';
import type { FilePlace, ProfiledFunction } from '../../../src/model/sampled-stacks.js';
import { operationNameOf } from '../program.js';
import type { SimulatedRun } from '../simulate.js';

/** Innermost function first; `node:console`, `RegExp: a+` and `pino` are none of the program's. Of samples, in turn. */
export type SampledStack = readonly (readonly string[])[];

const INTERVAL_NANOS = SAMPLING_MICROS * 1_000;

/** @param stacks by operation; what has none is code of the function of that name */
export function sampledProfiles(
  { ticks, held }: SimulatedRun,
  names: NameTable,
  stacks: Readonly<Record<string, SampledStack>>,
): ProfileRow[] {
  const functions: ProfiledFunction[] = [];
  const callers: number[] = [];
  const innermost: number[] = [];
  const atNanos: number[] = [];
  const running: (string | undefined)[] = [];
  for (const { fromNanos, toNanos, owner } of held) {
    const first = Math.ceil(fromNanos / INTERVAL_NANOS) * INTERVAL_NANOS;
    for (let at = first; at < toNanos; at += INTERVAL_NANOS) {
      const operation = operationAt(ticks, at);
      const choices = stacks[operation ?? owner] ?? [[operation ?? owner]];
      const stack = choices[innermost.length % choices.length] as readonly string[];
      const base = functions.length;
      for (const [place, name] of stack.entries()) {
        functions.push(functionOf(name));
        callers.push(place === stack.length - 1 ? -1 : base + place + 1);
      }
      innermost.push(base);
      atNanos.push(at);
      running.push(operation);
    }
  }
  const sums = new ProfileSums(names);
  let sample = 0;
  const timeline = {
    at(): Running {
      const operation = running[sample++];
      const name = operation === undefined ? undefined : operationNameOf(operation);
      const operationId = name && names.intern(name.kind, name.name);
      return { isForgotten: false, operationId, isOnStack: operation !== undefined, symbol: undefined };
    },
  } as unknown as RunningTimeline;
  sums.add(
    {
      functions,
      callers: Int32Array.from(callers),
      innermost: Int32Array.from(innermost),
      atNanos: Float64Array.from(atNanos),
      missing: 0,
    },
    timeline,
    placeOf,
  );
  return sums.take();
}

/** The innermost that is open. */
function operationAt(ticks: SimulatedRun['ticks'], at: number): string | undefined {
  const tick = ticks.find(({ startNanos, endNanos }) => startNanos <= at && at < endNanos);
  return tick?.operations.findLast(({ startNanos, endNanos = Infinity }) => startNanos <= at && at < endNanos)
    ?.operation;
}

const isOfNode = (name: string): boolean => name.startsWith('node:');

function functionOf(name: string): ProfiledFunction {
  const isNative = name.startsWith('RegExp: ');
  const url = isNative ? '' : isOfNode(name) ? name : `/${name}`;
  return { name, url, line: isNative ? 0 : 7, column: 1 };
}

const PACKAGES: ReadonlySet<string> = new Set(['/pino', '/winston', '/lodash']);

function placeOf(url: string): FilePlace {
  if (url === '') return { owner: 'none' };
  if (isOfNode(url)) return { owner: 'node', name: url };
  if (PACKAGES.has(url)) return { owner: 'package', name: url.slice(1) };
  return { owner: 'program', locationOf: (line) => `${url.slice(1)}.js:${line}` };
}
