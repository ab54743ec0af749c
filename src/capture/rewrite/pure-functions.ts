// Functions whose result depends on their arguments alone, as far as their text says it: they read nothing that changes, write to nothing
// that they have not made, and call nothing but what does neither. Whatever is not known is taken for the contrary.

import type { Function as FunctionNode, Program } from 'acorn';
import { type OuterNames, outerNames } from './outer-names.js';
import { PureText } from './pure-text.js';

export class PureFunctions {
  readonly #program: Program;
  #outer: OuterNames | undefined;
  /** One that is being looked at may call itself, and is taken for pure as long. */
  readonly #verdicts = new Map<FunctionNode, boolean>();

  constructor(program: Program) {
    this.#program = program;
  }

  has(node: FunctionNode): boolean {
    const known = this.#verdicts.get(node);
    if (known !== undefined) return known;
    const outer = (this.#outer ??= outerNames(this.#program));
    this.#verdicts.set(node, true);
    const isPure =
      !node.async && !node.generator && outer.outermost.has(node) && new PureText(node, outer, this).isPure;
    // Others may have been taken for pure because this one was.
    if (!isPure) for (const [each, was] of this.#verdicts) if (was) this.#verdicts.delete(each);
    this.#verdicts.set(node, isPure);
    return isPure;
  }
}
