// Code that a file runs as text: webpack's development bundles have every module in an `eval`, others use node:vm. It is not measured,
// and the file is named.

import type { AnyNode, CallExpression, NewExpression } from 'acorn';
import type { NotSeenRow } from '../../model/record/record-segment.js';
import type { ProgramRules } from '../rules/program-rules.js';
import type { ProgramSource } from './program-source.js';
import { calledName } from './syntax.js';

const RUNS_TEXT = /^runIn(?:This|New)Context$/;
/** Of node:vm; others have members of these names too, `bitcore.Script` for one. */
const OF_VM = /^(?:Script|SourceTextModule|compileFunction|runInContext)$/;
const VM = /\b(?:\w+_)?vm(?:_?\d*)\./;

export class CodeAsText {
  readonly #source: ProgramSource;
  readonly #rules: ProgramRules;
  readonly #notSeen: (row: NotSeenRow) => void;
  /** A bundle has an `eval` for each of its modules: the first one stands for all. */
  #isNamed = false;

  constructor(source: ProgramSource, rules: ProgramRules, notSeen: (row: NotSeenRow) => void) {
    this.#source = source;
    this.#rules = rules;
    this.#notSeen = notSeen;
  }

  look(node: CallExpression | NewExpression): void {
    const why = this.#isNamed ? undefined : this.#why(node);
    if (why === undefined) return;
    this.#isNamed = true;
    this.#notSeen({ name: calledName(node.callee) ?? '', location: this.#source.locationOf(node), why });
  }

  #why({ callee, arguments: [first] }: CallExpression | NewExpression): string | undefined {
    const name = calledName(callee) ?? '';
    if (callee.type === 'Identifier' && name === 'eval') {
      const text = textIn(first);
      if (text?.includes('sourceURL=') !== true || !this.#rules.mayConcern(text)) return undefined;
      return 'its modules are texts for eval: build the bundle with a source map, webpack with devtool: "source-map"';
    }
    const isOfVm = OF_VM.test(name) && VM.test(this.#source.textOf(callee));
    return isOfVm || RUNS_TEXT.test(name) ? 'it runs code as text, in which nothing is measured' : undefined;
  }
}

/** `eval("...")`, and with Trusted Types `eval(__webpack_require__.ts("..."))`. */
function textIn(node: AnyNode | undefined): string | undefined {
  if (node?.type === 'CallExpression') return textIn(node.arguments[0]);
  return node?.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;
}
