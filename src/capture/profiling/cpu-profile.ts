// A profile as Node.js writes it: read, and as stacks with times.

import { SAMPLING_MICROS } from '../../model/record/profile-rows.js';
import type { ProfiledFunction, SampledStacks } from '../../model/sampled-stacks.js';

/** What is read of a profile. Times are microseconds of a clock of V8's. */
export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly startTime: number;
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: {
    readonly functionName: string;
    readonly url: string;
    readonly lineNumber: number;
    readonly columnNumber: number;
  };
  readonly children?: readonly number[];
}

const { parse, stringify } = JSON;

/** The names in it. What stands between and behind them is no part of any but a name that was made up for that. */
const NAMES =
  /("functionName":")(.*?)(","lineNumber":-?\d+,"columnNumber":-?\d+,"scriptId":"?\d+"?,"url":")(.*?)("\}[,}])/gs;

/**
 * Node.js 24 writes names of functions and files as they are: the function of a regular expression is named by that, with backslashes and
 * quotes, and so are files on Windows.
 *
 * @throws SyntaxError for what is no profile
 */
export function parseProfile(text: string): CpuProfile {
  try {
    return parse(text) as CpuProfile;
  } catch {
    const quoted = (name: string): string => stringify(name).slice(1, -1);
    const mended = text.replaceAll(
      NAMES,
      (_all, head: string, name: string, middle: string, url: string, tail: string) =>
        head + quoted(name) + middle + quoted(url) + tail,
    );
    return parse(mended) as CpuProfile;
  }
}

/** Node.js 24 writes the lower 32 bits of a time: 71 minutes. */
const WRITTEN_MICROS = 2 ** 32;

/** @returns a time in whole, from what is written of it and what it has to be near to */
export function wholeMicros(writtenMicros: number, nearMicros: number): number {
  return writtenMicros + Math.round((nearMicros - writtenMicros) / WRITTEN_MICROS) * WRITTEN_MICROS;
}

/**
 * @param startNanos when the profile began, and until when it was taken
 * @param lastNanos samples until then were in the profile before: the two overlap
 */
export function stacksOf(
  { nodes, samples, timeDeltas }: CpuProfile,
  startNanos: number,
  untilNanos: number,
  lastNanos: number,
): SampledStacks {
  const numbers = new Map<number, number>();
  for (const [number, { id }] of nodes.entries()) numbers.set(id, number);
  const callers = new Int32Array(nodes.length).fill(-1);
  for (const [number, { children }] of nodes.entries()) {
    for (const child of children ?? []) callers[numbers.get(child) as number] = number;
  }
  const atNanos: number[] = [];
  const innermost: number[] = [];
  let at = startNanos;
  let latest = lastNanos;
  for (const [sample, delta] of timeDeltas.entries()) {
    at += delta * 1_000;
    if (at <= lastNanos) continue;
    // V8 may write two down in the wrong order.
    latest = Math.max(latest, at);
    atNanos.push(latest);
    innermost.push(numbers.get(samples[sample] as number) as number);
  }
  const due = Math.floor((untilNanos - startNanos) / 1_000 / SAMPLING_MICROS);
  return {
    functions: nodes.map(({ callFrame }) => functionOf(callFrame)),
    callers,
    innermost: Int32Array.from(innermost),
    atNanos: Float64Array.from(atNanos),
    missing: Math.max(0, due - samples.length),
  };
}

function functionOf({ functionName, url, lineNumber, columnNumber }: ProfileNode['callFrame']): ProfiledFunction {
  return { name: functionName, url, line: lineNumber + 1, column: columnNumber + 1 };
}
