// Tells a function's entry what each `return` returns.

import type { AnyNode, ReturnStatement } from 'acorn';
import { type Edits, Rank } from './edits.js';
import type { ProgramSource } from './program-source.js';
import { isBehindSibling } from './syntax.js';
import type { Tokens } from './tokens.js';

const KEYWORD_LENGTH = 'return'.length;

export class ReturnTexts {
  readonly #source: ProgramSource;
  readonly #tokens: Tokens;
  readonly #edits: Edits;

  constructor(source: ProgramSource, tokens: Tokens, edits: Edits) {
    this.#source = source;
    this.#tokens = tokens;
    this.#edits = edits;
  }

  /** @param holder has the setter `return` */
  write(node: ReturnStatement, parent: AnyNode, holder: string): void {
    const { argument } = node;
    const keywordEnd = node.start + KEYWORD_LENGTH;
    if (!argument) {
      // A second semicolon would part an `if` from its `else`; without any, a next line that starts with `(` would be called.
      const semicolon = this.#source.charAt(node.end - 1) === ';' ? '' : ';';
      return this.#edits.insert(keywordEnd, ` ${holder}.return=void 0${semicolon}`, Rank.Return);
    }
    // In `return (a, b)` the sequence begins behind the parenthesis.
    const isSequence = argument.type === 'SequenceExpression' && this.#tokens.startFrom(keywordEnd) === argument.start;
    if (!isSequence && this.#canKeepColumns(node)) return this.#writeOnLineBefore(node, parent, holder);
    this.#edits.insert(keywordEnd, ` ${holder}.return=${isSequence ? '(' : ''}`, Rank.Return, argument.end);
    if (isSequence) this.#edits.insert(argument.end, ')', Rank.End, keywordEnd);
  }

  /** Begins the statement at the end of the line before: here `return` is the name of a property, and no column moves. */
  #writeOnLineBefore(node: ReturnStatement, parent: AnyNode, holder: string): void {
    const at = this.#tokens.endBefore(node.start);
    const semicolon = isBehindSibling(node, parent) && this.#source.charAt(at - 1) !== ';' ? ';' : '';
    this.#edits.insert(at, `${semicolon} return ${holder}.`, Rank.Return);
    this.#edits.overwrite(node.start + KEYWORD_LENGTH, '=');
  }

  #canKeepColumns({ start }: ReturnStatement): boolean {
    const afterKeyword = this.#source.charAt(start + KEYWORD_LENGTH);
    return (
      (afterKeyword === ' ' || afterKeyword === '\t') &&
      this.#source.isFirstOfLine(this.#tokens.endBefore(start), start)
    );
  }
}
