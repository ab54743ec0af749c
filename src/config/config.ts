// The one Config, its defaults, and what the environment says.

import { formatCount } from '../model/format-units.js';
import { TICK_TARGET_NANOS } from '../model/targets.js';
import type { Nanoseconds } from '../model/units.js';
import { parseDuration } from './duration.js';

/** - `callbacks`: whose each callback is; - `turns`: only how long a turn took; - `off`: not at all. */
const EVENT_LOOP_MODES = ['callbacks', 'turns', 'off'] as const;
export type EventLoopMode = (typeof EVENT_LOOP_MODES)[number];

export interface Config {
  /** Where runs are kept; relative to the working directory. `TICKSCOPE_DIR`. */
  readonly directory: string;
  /** The folder of this run, given by a parent process; absent: a fresh one in `directory`. `TICKSCOPE_RUN`. */
  readonly runFolder?: string;
  /** How often the process writes what it measured. `TICKSCOPE_SEGMENT_MILLIS`. */
  readonly segmentMillis: number;
  /** A tick that takes this long or longer is kept with its whole tree. `TICKSCOPE_TICK_BUDGET`. */
  readonly tickBudgetNanos: Nanoseconds;
  /** How long a program that has come to its end waits for what is still to be sent. `TICKSCOPE_FLUSH_MILLIS`. */
  readonly flushMillis: number;
  /** How closely the event loop is watched. `TICKSCOPE_EVENT_LOOP`. */
  readonly eventLoop: EventLoopMode;
  /** Nothing is installed. `TICKSCOPE_DISABLED`, or `OTEL_SDK_DISABLED` as OpenTelemetry defines it. */
  readonly disabled: boolean;
}

export const DEFAULT_CONFIG: Config = {
  directory: '.tickscope',
  segmentMillis: 10_000,
  tickBudgetNanos: TICK_TARGET_NANOS,
  flushMillis: 2_000,
  eventLoop: 'callbacks',
  disabled: false,
};

/** Below 100 ms, writing would be most of the work; above an hour, a kill loses too much. */
const SEGMENT_MILLIS: MillisRange = {
  name: 'TICKSCOPE_SEGMENT_MILLIS',
  least: 100,
  most: 3_600_000,
  otherwise: DEFAULT_CONFIG.segmentMillis,
  instead: (otherwise) => `Segments are written every ${otherwise}.`,
};

const FLUSH_MILLIS: MillisRange = {
  name: 'TICKSCOPE_FLUSH_MILLIS',
  least: 0,
  most: 60_000,
  otherwise: DEFAULT_CONFIG.flushMillis,
  instead: (otherwise) => `The program waits ${otherwise} at most.`,
};

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ResolvedConfig {
  readonly config: Config;
  /** One line for each variable that makes no sense: its name, its value and what happens instead. */
  readonly warnings: readonly string[];
}

/** Never throws: a program must start whatever stands in its environment. */
export function resolveConfig(environment: Environment): ResolvedConfig {
  const warnings: string[] = [];
  const warn = (warning: string): void => void warnings.push(warning);
  const runFolder = textOf(environment, 'TICKSCOPE_RUN');
  const config: Config = {
    directory: textOf(environment, 'TICKSCOPE_DIR') ?? DEFAULT_CONFIG.directory,
    ...(runFolder !== undefined && { runFolder }),
    segmentMillis: millis(environment, SEGMENT_MILLIS, warn),
    tickBudgetNanos: tickBudget(environment, warn),
    flushMillis: millis(environment, FLUSH_MILLIS, warn),
    eventLoop: eventLoop(environment, warn),
    disabled: [
      flag(environment, 'TICKSCOPE_DISABLED', { yes: ['true', '1'], no: ['false', '0'] }, warn),
      // OpenTelemetry's specification knows no `1` here: anything but `true` is false.
      flag(environment, 'OTEL_SDK_DISABLED', { yes: ['true'], no: ['false'] }, warn),
    ].includes(true),
  };
  return { config, warnings };
}

/** Unset and blank are the same: that is how OpenTelemetry reads its variables. */
function textOf(environment: Environment, name: string): string | undefined {
  const text = environment[name]?.trim();
  return text === '' ? undefined : text;
}

interface MillisRange {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly otherwise: number;
  /** What happens instead, after `${otherwise} ms`. */
  readonly instead: (otherwise: string) => string;
}

function millis(
  environment: Environment,
  { name, least, most, otherwise, instead }: MillisRange,
  warn: (warning: string) => void,
): number {
  const text = textOf(environment, name);
  if (text === undefined) return otherwise;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  const range = `${formatCount(least)} to ${formatCount(most)}`;
  warn(
    `${name} ${JSON.stringify(text)} is not a whole number from ${range}. ${instead(`${formatCount(otherwise)} ms`)}`,
  );
  return otherwise;
}

function tickBudget(environment: Environment, warn: (warning: string) => void): Nanoseconds {
  const text = textOf(environment, 'TICKSCOPE_TICK_BUDGET');
  if (text === undefined) return DEFAULT_CONFIG.tickBudgetNanos;
  const budget = parseDuration(text);
  if (budget !== undefined) return budget;
  warn(
    `TICKSCOPE_TICK_BUDGET ${JSON.stringify(text)} is not a duration such as 1ms or 500us. The budget of a tick is 1ms.`,
  );
  return DEFAULT_CONFIG.tickBudgetNanos;
}

function eventLoop(environment: Environment, warn: (warning: string) => void): EventLoopMode {
  const text = textOf(environment, 'TICKSCOPE_EVENT_LOOP');
  if (text === undefined) return DEFAULT_CONFIG.eventLoop;
  const mode = EVENT_LOOP_MODES.find((each) => each === text.toLowerCase());
  if (mode !== undefined) return mode;
  warn(`TICKSCOPE_EVENT_LOOP ${JSON.stringify(text)} is none of callbacks, turns and off. Each callback is watched.`);
  return DEFAULT_CONFIG.eventLoop;
}

function flag(
  environment: Environment,
  name: string,
  words: { readonly yes: readonly string[]; readonly no: readonly string[] },
  warn: (warning: string) => void,
): boolean {
  const text = textOf(environment, name);
  if (text === undefined) return false;
  const word = text.toLowerCase();
  if (words.yes.includes(word)) return true;
  if (!words.no.includes(word)) warn(`${name} ${JSON.stringify(text)} is neither true nor false. It counts as false.`);
  return false;
}
