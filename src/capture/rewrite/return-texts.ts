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
    if (!argument) return this.#writeBare(node, holder);
    const keywordEnd = node.start + KEYWORD_LENGTH;
    // In `return (a, b)` the sequence begins behind the parenthesis.
    const isSequence = argument.type === 'SequenceExpression' && this.#tokens.startFrom(keywordEnd) === argument.start;
    if (!isSequence && this.#canKeepColumns(node)) {
      // Here `return` is the name of a property, and no column moves.
      this.#edits.insert(
        this.#tokens.endBefore(node.start),
        `${this.#semicolon(node, parent)} return ${holder}.`,
        Rank.Return,
      );
      return this.#edits.overwrite(keywordEnd, 1, '=');
    }
    this.#edits.insert(keywordEnd, ` ${holder}.return=${isSequence ? '(' : ''}`, Rank.Return, argument.end);
    if (isSequence) this.#edits.insert(argument.end, ')', Rank.End, keywordEnd);
  }

  /**
   * In the form without `try`: a setter's object would lie on the stack while the value is computed, which costs 6 % of the depth that
   * a recursion can reach (6,954 levels of 7,363). A variable of the realm takes the value meanwhile.
   * @param variable a lexical variable of the realm
   */
  writeRecursive(node: ReturnStatement, parent: AnyNode, holder: string, variable: string): void {
    if (!node.argument) return this.#writeBare(node, holder);
    const isClosed = this.#source.charAt(node.end - 1) === ';';
    const end = isClosed ? this.#tokens.endBefore(node.end - 1) : node.end;
    const assignment = `${variable}=(`;
    if (this.#canKeepColumns(node) && assignment.length <= KEYWORD_LENGTH + 1) {
      this.#edits.insert(this.#tokens.endBefore(node.start), `${this.#semicolon(node, parent)} return(`, Rank.Return);
      this.#edits.overwrite(node.start, KEYWORD_LENGTH + 1, assignment.padEnd(KEYWORD_LENGTH + 1));
    } else this.#edits.insert(node.start + KEYWORD_LENGTH, `(${assignment}`, Rank.Return);
    this.#edits.insert(end, `),${holder}.return=${variable})`, Rank.End, node.start);
  }

  #writeBare(node: ReturnStatement, holder: string): void {
    // A second semicolon would part an `if` from its `else`; without any, a next line that starts with `(` would be called.
    const semicolon = this.#source.charAt(node.end - 1) === ';' ? '' : ';';
    this.#edits.insert(node.start + KEYWORD_LENGTH, ` ${holder}.return=void 0${semicolon}`, Rank.Return);
  }

  /** Ends the statement before, where it has not done so itself. */
  #semicolon(node: ReturnStatement, parent: AnyNode): string {
    const endBefore = this.#tokens.endBefore(node.start);
    return isBehindSibling(node, parent) && this.#source.charAt(endBefore - 1) !== ';' ? ';' : '';
  }

  /** Whether it begins its line: what belongs in front of it can stand at the end of the line before. */
  #canKeepColumns({ start }: ReturnStatement): boolean {
    const afterKeyword = this.#source.charAt(start + KEYWORD_LENGTH);
    return (
      (afterKeyword === ' ' || afterKeyword === '\t') &&
      this.#source.isFirstOfLine(this.#tokens.endBefore(start), start)
    );
  }
}
