// Applies the rules to the program's code; the first rule that matches takes it.

import type { ProgramCall, ProgramFunction, ProgramLoop, ProgramRule } from './instrumentation.js';
import type { Match } from './match.js';
import { strategyNameOf } from './names.js';

export class ProgramRules {
  readonly #rules: readonly ProgramRule[];

  constructor(rules: readonly ProgramRule[]) {
    this.#rules = rules;
  }

  /** Whether a source has to be parsed at all. */
  mayConcern(source: string): boolean {
    return this.#rules.some(({ hint }) => hint?.test(source) === true);
  }

  function(candidate: ProgramFunction): Match | undefined {
    const match = this.#first((rule) => rule.match?.(candidate));
    const strategy = match === undefined ? undefined : strategyNameOf(candidate);
    return match === undefined || strategy === undefined ? match : { ...match, strategy };
  }

  /** Whether the configuration leaves a function alone, whatever finds it. */
  isExcluded(candidate: ProgramFunction): boolean {
    return this.#rules.some(({ excludes }) => excludes?.(candidate) === true);
  }

  loop(candidate: ProgramLoop): Match | undefined {
    return this.#first((rule) => rule.loop?.(candidate));
  }

  pull(method: string): Match | undefined {
    return this.#first((rule) => rule.pull?.(method));
  }

  callback(call: ProgramCall): Match | undefined {
    return this.#first((rule) => rule.callback?.(call));
  }

  #first(apply: (rule: ProgramRule) => Match | undefined): Match | undefined {
    for (const rule of this.#rules) {
      const match = apply(rule);
      if (match !== undefined) return match;
    }
    return undefined;
  }
}
