// Asks the instrumentations about what stands in the program's own code; the first one that takes it has it.

import type { Instrumentation, ProgramCall, ProgramFunction, ProgramLoop } from './instrumentation.js';
import type { Match } from './match.js';
import { strategyNameOf } from './names.js';

export class ProgramRules {
  readonly #instrumentations: readonly Instrumentation[];

  constructor(instrumentations: readonly Instrumentation[]) {
    this.#instrumentations = instrumentations;
  }

  /** Whether a source has to be parsed at all. */
  mayConcern(source: string): boolean {
    return this.#instrumentations.some(({ hint }) => hint?.test(source) === true);
  }

  function(candidate: ProgramFunction): Match | undefined {
    const match = this.#first((instrumentation) => instrumentation.match?.(candidate));
    const strategy = match === undefined ? undefined : strategyNameOf(candidate);
    return match === undefined || strategy === undefined ? match : { ...match, strategy };
  }

  loop(candidate: ProgramLoop): Match | undefined {
    return this.#first((instrumentation) => instrumentation.loop?.(candidate));
  }

  pull(method: string): Match | undefined {
    return this.#first((instrumentation) => instrumentation.pull?.(method));
  }

  callback(call: ProgramCall): Match | undefined {
    return this.#first((instrumentation) => instrumentation.callback?.(call));
  }

  #first(ask: (instrumentation: Instrumentation) => Match | undefined): Match | undefined {
    for (const instrumentation of this.#instrumentations) {
      const match = ask(instrumentation);
      if (match !== undefined) return match;
    }
    return undefined;
  }
}
