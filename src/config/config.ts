// The one Config, its defaults, and what the environment and the file say.

import { formatCount } from '../model/format-units.js';
import { TICK_TARGET_NANOS } from '../model/targets.js';
import { MILLISECOND, type Nanoseconds } from '../model/units.js';
import { parseDuration } from './duration.js';
import { type Environment, variableText } from './environment.js';
import {
  EVENT_LOOP_MODES,
  EXPORT_MODES,
  type EventLoopMode,
  type ExportMode,
  FLUSH_MILLIS,
  type NumberRange,
  SEGMENT_MILLIS,
  SENT_TICKS,
} from './limits.js';
import { NO_NAMES, type ProgramNames } from './program-names.js';
import type { AlertsInFile, TickscopeConfig } from './settings.js';

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
  /** How long of that it waits where nothing answers: no shorter than it was told to. */
  readonly silenceMillis: number;
  /** So many kept ticks are sent as spans in a second, at most. `TICKSCOPE_TICKS_PER_SECOND`. */
  readonly ticksPerSecond: number;
  /** How closely the event loop is watched. `TICKSCOPE_EVENT_LOOP`. */
  readonly eventLoop: EventLoopMode;
  /** Where spans and metrics are sent from. `TICKSCOPE_EXPORT`. */
  readonly export: ExportMode;
  /** Requests that the program makes in a tick get the header `traceparent`. `TICKSCOPE_PROPAGATE`. */
  readonly propagate: boolean;
  /** The processor is sampled. `TICKSCOPE_PROFILE`. */
  readonly profile: boolean;
  /** The lines that keep more and more memory are looked for. `TICKSCOPE_MEMORY`. */
  readonly memory: boolean;
  /** What the file says of alerts; the variables `TICKSCOPE_ALERTS` and those that begin so win over it. */
  readonly alerts?: AlertsInFile;
  /** Nothing is installed. `TICKSCOPE_DISABLED`, or `OTEL_SDK_DISABLED` as OpenTelemetry defines it. */
  readonly disabled: boolean;
  /** Functions that no rule takes are looked at too. `TICKSCOPE_DOCTOR`. */
  readonly doctor: boolean;
  /** What the program's author says of its functions; from the file alone. */
  readonly names: ProgramNames;
}

export const DEFAULT_CONFIG: Config = {
  directory: '.tickscope',
  segmentMillis: 10_000,
  tickBudgetNanos: TICK_TARGET_NANOS,
  flushMillis: 2_000,
  silenceMillis: 500,
  ticksPerSecond: 20,
  eventLoop: 'callbacks',
  export: 'thread',
  propagate: false,
  profile: false,
  memory: false,
  disabled: false,
  doctor: false,
  names: NO_NAMES,
};

export interface ResolvedConfig {
  readonly config: Config;
  /** One line for each variable that makes no sense: its name, its value and what happens instead. */
  readonly warnings: readonly string[];
}

const YES_OR_NO = { yes: ['true', '1'], no: ['false', '0'] } as const;

/**
 * A variable wins over the file. Never throws: a program must start whatever stands in its environment.
 * @param file what the configuration file says, checked
 */
export function resolveConfig(environment: Environment, file: TickscopeConfig = {}): ResolvedConfig {
  const warnings: string[] = [];
  const warn = (warning: string): void => void warnings.push(warning);
  const runFolder = variableText(environment, 'TICKSCOPE_RUN');
  const otherwise = withFile(file);
  const flushMillis = wholeNumber(environment, FLUSH_MILLIS, otherwise.flushMillis, warn);
  const isFlushGiven = variableText(environment, FLUSH_MILLIS.variable) !== undefined || file.flushMillis !== undefined;
  const config: Config = {
    directory: variableText(environment, 'TICKSCOPE_DIR') ?? otherwise.directory,
    ...(runFolder !== undefined && { runFolder }),
    segmentMillis: wholeNumber(environment, SEGMENT_MILLIS, otherwise.segmentMillis, warn),
    tickBudgetNanos: tickBudget(environment, otherwise.tickBudgetNanos, warn),
    flushMillis,
    silenceMillis: isFlushGiven ? flushMillis : DEFAULT_CONFIG.silenceMillis,
    ticksPerSecond: wholeNumber(environment, SENT_TICKS, otherwise.ticksPerSecond, warn),
    eventLoop: mode(environment, 'TICKSCOPE_EVENT_LOOP', EVENT_LOOP_MODES, otherwise.eventLoop, warn),
    export: mode(environment, 'TICKSCOPE_EXPORT', EXPORT_MODES, otherwise.export, warn),
    propagate: flag(environment, 'TICKSCOPE_PROPAGATE', YES_OR_NO, warn, otherwise.propagate),
    profile: flag(environment, 'TICKSCOPE_PROFILE', YES_OR_NO, warn, otherwise.profile),
    memory: flag(environment, 'TICKSCOPE_MEMORY', YES_OR_NO, warn, otherwise.memory),
    ...(file.alerts !== undefined && { alerts: file.alerts }),
    disabled: [
      flag(environment, 'TICKSCOPE_DISABLED', YES_OR_NO, warn),
      // OpenTelemetry's specification knows no `1` here: anything but `true` is false.
      flag(environment, 'OTEL_SDK_DISABLED', { yes: ['true'], no: ['false'] }, warn),
    ].includes(true),
    doctor: flag(environment, 'TICKSCOPE_DOCTOR', YES_OR_NO, warn),
    names: otherwise.names,
  };
  return { config, warnings };
}

/** The defaults where the file is silent. */
function withFile({
  directory,
  segmentMillis,
  flushMillis,
  ticksPerSecond,
  eventLoop,
  export: exportMode,
  propagate,
  profile,
  memory,
  tickBudget: budget,
  ...file
}: TickscopeConfig): Config {
  const { ticks, indicators, database, strategies, external, orders, caches, exclude, symbol, time } = file;
  return {
    ...DEFAULT_CONFIG,
    ...whatIsSet({
      directory,
      segmentMillis,
      flushMillis,
      ticksPerSecond,
      eventLoop,
      export: exportMode,
      propagate,
      profile,
      memory,
    }),
    tickBudgetNanos: parseDuration(budget ?? '') ?? DEFAULT_CONFIG.tickBudgetNanos,
    names: {
      ticks: ticks ?? [],
      indicators: indicators ?? [],
      database: database ?? [],
      strategies: strategies ?? [],
      external: external ?? [],
      orders: orders ?? [],
      caches: caches ?? [],
      exclude: exclude ?? [],
      ...(symbol !== undefined && { symbol }),
      ...(time !== undefined && { time }),
    },
  };
}

/** Without what is undefined. */
function whatIsSet(values: { readonly [Key in keyof Config]?: Config[Key] | undefined }): Partial<Config> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function wholeNumber(
  environment: Environment,
  { variable, least, most, unit, instead }: NumberRange,
  otherwise: number,
  warn: (warning: string) => void,
): number {
  const text = variableText(environment, variable);
  if (text === undefined) return otherwise;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  const range = `${formatCount(least)} to ${formatCount(most)}`;
  const held = formatCount(otherwise) + (unit === undefined ? '' : ` ${unit}`);
  warn(`${variable} ${JSON.stringify(text)} is not a whole number from ${range}. ${instead(held)}`);
  return otherwise;
}

function tickBudget(environment: Environment, otherwise: Nanoseconds, warn: (warning: string) => void): Nanoseconds {
  const text = variableText(environment, 'TICKSCOPE_TICK_BUDGET');
  if (text === undefined) return otherwise;
  const budget = parseDuration(text);
  if (budget !== undefined) return budget;
  const held = (otherwise / MILLISECOND).toString();
  warn(
    `TICKSCOPE_TICK_BUDGET ${JSON.stringify(text)} is not a duration such as 1ms or 500us. The budget of a tick is ${held}ms.`,
  );
  return otherwise;
}

function mode<Mode extends string>(
  environment: Environment,
  variable: string,
  modes: readonly Mode[],
  otherwise: Mode,
  warn: (warning: string) => void,
): Mode {
  const text = variableText(environment, variable);
  if (text === undefined) return otherwise;
  const found = modes.find((each) => each === text.toLowerCase());
  if (found !== undefined) return found;
  const words = `${modes.slice(0, -1).join(', ')} and ${modes.at(-1)}`;
  warn(`${variable} ${JSON.stringify(text)} is none of ${words}. It stays ${otherwise}.`);
  return otherwise;
}

function flag(
  environment: Environment,
  name: string,
  words: { readonly yes: readonly string[]; readonly no: readonly string[] },
  warn: (warning: string) => void,
  otherwise = false,
): boolean {
  const text = variableText(environment, name);
  if (text === undefined) return otherwise;
  const word = text.toLowerCase();
  if (words.yes.includes(word)) return true;
  if (!words.no.includes(word))
    warn(`${name} ${JSON.stringify(text)} is neither true nor false. It counts as ${otherwise}.`);
  return false;
}
