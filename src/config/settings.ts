// A configuration file as its author writes it.

import type { EventLoopMode, ExportMode } from './limits.js';
import type { ProgramNames } from './program-names.js';

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
  readonly $schema?: string;
}
