// Names below the handlers: which functions were running when the processor was sampled.

import { compareText } from '../model/key-order.js';
import {
  PROFILE_SCOPES,
  type ProfileFrame,
  type ProfileRow,
  SAMPLING_MICROS,
  type ThreadState,
} from '../model/record/profile-rows.js';
import type { ReportProfile, ReportProfileFrame, ReportProfileRow } from '../model/report/profile-report.js';
import { MICROSECOND, type Nanoseconds, type Share } from '../model/units.js';
import { wilsonInterval } from './statistics/wilson-interval.js';

/** Of fewer, half may as well be 32 or 68 %: only a function that was certainly running for more than half of the time is named. */
export const ENOUGH_SAMPLES = 30;
/** Of fewer, one long call may be all of them: no function is named. */
export const LEAST_SAMPLES = 10;
const MOST: Share = 0.5 as Share;

type CodeRow = ProfileRow & { readonly scope: ReportProfileRow['scope'] };

/** @returns `undefined` where the processor was not sampled */
export function reportProfile(rows: readonly ProfileRow[]): ReportProfile | undefined {
  if (rows.length === 0) return undefined;
  const stateOf = (state: ThreadState): number =>
    sum(rows.filter(({ scope, name }) => scope === 'thread' && name === state));
  // A sample is in one operation or outside, and beside that in rows of its symbol and strategy.
  const programSamples = sum(rows.filter(({ scope }) => scope === 'operation' || scope === 'outside'));
  const states = {
    idleSamples: stateOf('idle'),
    collectingSamples: stateOf('collecting'),
    tickscopeSamples: stateOf('tickscope'),
    nativeSamples: stateOf('native'),
    missingSamples: stateOf('missing'),
  };
  return {
    intervalNanos: (SAMPLING_MICROS * MICROSECOND) as Nanoseconds,
    samples: programSamples + Object.values(states).reduce((total, samples) => total + samples, 0),
    programSamples,
    ...states,
    rows: rows
      .filter(isCode)
      .toSorted(
        (left, right) =>
          PROFILE_SCOPES.indexOf(left.scope) - PROFILE_SCOPES.indexOf(right.scope) ||
          right.samples - left.samples ||
          compareText(left.name, right.name),
      )
      .map((row) => rowOf(row, programSamples)),
  };
}

function isCode(row: ProfileRow): row is CodeRow {
  return row.scope !== 'thread';
}

function sum(rows: readonly ProfileRow[]): number {
  return rows.reduce((total, { samples }) => total + samples, 0);
}

function rowOf({ scope, kind, name, samples, collecting, frames }: CodeRow, programSamples: number): ReportProfileRow {
  return {
    scope,
    ...(kind !== undefined && { kind }),
    name,
    samples,
    share: (programSamples === 0 ? 0 : samples / programSamples) as Share,
    collecting,
    frames: namedFrames(frames, samples),
  };
}

function namedFrames(frames: readonly ProfileFrame[], samples: number): ReportProfileFrame[] {
  if (samples < LEAST_SAMPLES) return [];
  const all = functionsOf(frames).map((frame) => frameOf(frame, samples));
  return samples < ENOUGH_SAMPLES ? all.filter(({ lowShare }) => lowShare > MOST) : all;
}

/** One for each function, whatever it had called. */
function functionsOf(frames: readonly ProfileFrame[]): ProfileFrame[] {
  const byFunction = new Map<string, ProfileFrame[]>();
  for (const frame of frames) {
    const key = `${frame.location ?? ''}\u0000${frame.name}`;
    const known = byFunction.get(key);
    if (known === undefined) byFunction.set(key, [frame]);
    else known.push(frame);
  }
  return [...byFunction.values()]
    .map((parts): ProfileFrame => {
      const [most] = parts.toSorted((left, right) => right.samples - left.samples) as [ProfileFrame];
      return { ...most, samples: parts.reduce((total, { samples }) => total + samples, 0) };
    })
    .toSorted((left, right) => right.samples - left.samples || compareText(left.name, right.name));
}

function frameOf(frame: ProfileFrame, samples: number): ReportProfileFrame {
  const [low, high] = wilsonInterval(frame.samples, samples);
  return { ...frame, share: (frame.samples / samples) as Share, lowShare: low, highShare: high };
}
