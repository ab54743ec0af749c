// Tells a function's entry that its callback is called, and passes a callback on in a wrapper.

import type { AnyNode } from 'acorn';
import type { CallbackCall, CallbackUse } from './callback-parameters.js';
import { type Edits, Rank } from './edits.js';
import type { ProgramSource } from './program-source.js';
import { isBehindSibling, isListed } from './syntax.js';
import type { Tokens } from './tokens.js';

export class CallbackTexts {
  readonly #source: ProgramSource;
  readonly #tokens: Tokens;
  readonly #edits: Edits;
  readonly #host: string;

  constructor(source: ProgramSource, tokens: Tokens, edits: Edits, host: string) {
    this.#source = source;
    this.#tokens = tokens;
    this.#edits = edits;
    this.#host = host;
  }

  write({ calls, passed, passedInFront, name }: CallbackUse, entry: string): void {
    for (const call of calls) {
      if (call.told !== undefined) {
        this.#edits.around(call.told.start, call.told.end, `${this.#host}.e(${entry},`, ')');
        continue;
      }
      const code = `${this.#host}.c(${entry}${this.#outcome(call)})`;
      if (call.statement === undefined) this.#edits.around(call.node.start, call.node.end, `(${code},`, ')');
      else this.#statementBefore(call.statement, call.parent, `${code};`);
    }
    for (const { start, end } of passed) this.#edits.around(start, end, `${this.#host}.k(${entry},`, ')');
    for (const { start, end } of passedInFront)
      this.#edits.around(start, end, `${this.#host}.k(${entry},`, `,${name})`);
  }

  /** What the callback's first argument says of the call: an error is its end. */
  #outcome({ first }: CallbackCall): string {
    if (first === 'new Error') return `,${this.#host}.f`;
    return first === undefined ? '' : `,${first}`;
  }

  /** At the end of the token before: a line that starts with the statement keeps its columns. */
  #statementBefore(statement: AnyNode, parent: AnyNode, code: string): void {
    const at = this.#tokens.endBefore(statement.start);
    if (isListed(statement, parent)) {
      const semicolon = isBehindSibling(statement, parent) && this.#source.charAt(at - 1) !== ';' ? ';' : '';
      return this.#edits.insert(at, semicolon + code, Rank.Statement);
    }
    this.#edits.insert(at, `{${code}`, Rank.Statement, statement.end);
    this.#edits.insert(statement.end, '}', Rank.End, at);
  }
}
