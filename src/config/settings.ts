// A configuration file as its author writes it.

import type { AlertId } from '../model/alerts.js';
import type { MeasureBudget } from '../model/budgets.js';
import type { EventLoopMode, ExportMode } from './limits.js';
import type { ProgramNames } from './program-names.js';

/** `true`: they are said on stderr alone. */
export type AlertsInFile =
  | boolean
  | {
      readonly webhook?: string;
      readonly command?: readonly string[];
      readonly without?: readonly AlertId[];
    };

/** Texts such as `2ms`, and `+10%` against a baseline. */
export interface BudgetsInFile extends Readonly<Partial<Record<MeasureBudget, string | number>>> {
  readonly operations?: Readonly<Record<string, string>>;
  readonly findings?: readonly string[];
}

/** What every key means stands in `config-schema.ts`. */
export interface TickscopeConfig extends Partial<ProgramNames> {
  readonly tickBudget?: string;
  readonly directory?: string;
  readonly segmentMillis?: number;
  readonly flushMillis?: number;
  readonly ticksPerSecond?: number;
  readonly eventLoop?: EventLoopMode;
  readonly export?: ExportMode;
  readonly propagate?: boolean;
  readonly profile?: boolean;
  readonly memory?: boolean;
  readonly alerts?: AlertsInFile;
  readonly budgets?: BudgetsInFile;
  readonly $schema?: string;
}
