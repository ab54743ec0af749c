// Writes the measuring code into the bodies of functions: an entry, every `return`, and the end.
//
// The templates, and why they are so: `return E.return=X` assigns to a setter, and the value of an assignment is X itself, whatever
// the setter does; `finally` without `catch`, because a rethrow would move the place that Node.js prints for thrown non-errors; failed
// is a call that came neither to a `return` nor to its last line. A self-recursive function has no `try` and no local: they cost a
// third of the depth that it can reach.
//
// Columns are the program's wherever a line allows it: what belongs in front of a line's first token stands at the end of the line
// before, and nothing is put into a line in front of the program's own code.

import type { ArrowFunctionExpression, BlockStatement } from 'acorn';
import type { AwaitTexts } from './await-texts.js';
import type { CallbackTexts } from './callback-texts.js';
import type { ChosenFunction } from './chosen-function.js';
import { type Edits, Rank } from './edits.js';
import { entryCall, recursiveEntryCall } from './entry-calls.js';
import { visitOwnNodes } from './own-nodes.js';
import type { ProgramSource } from './program-source.js';
import { ReturnTexts } from './return-texts.js';
import { blockEnd, blockStart } from './syntax.js';
import type { Tokens } from './tokens.js';

export class BodyTexts {
  readonly #source: ProgramSource;
  readonly #tokens: Tokens;
  readonly #edits: Edits;
  readonly #returns: ReturnTexts;
  readonly #callbacks: CallbackTexts;
  readonly #awaits: AwaitTexts;
  /** The name of the host in this file. */
  readonly #host: string;

  constructor(
    source: ProgramSource,
    tokens: Tokens,
    edits: Edits,
    callbacks: CallbackTexts,
    awaits: AwaitTexts,
    host: string,
  ) {
    this.#source = source;
    this.#tokens = tokens;
    this.#edits = edits;
    this.#returns = new ReturnTexts(source, tokens, edits);
    this.#callbacks = callbacks;
    this.#awaits = awaits;
    this.#host = host;
  }

  write(chosen: readonly ChosenFunction[]): void {
    /** The ends of the chosen functions around the one that is written. */
    const around: number[] = [];
    for (const each of chosen.toSorted((left, right) => left.node.start - right.node.start)) {
      while ((around.at(-1) ?? Infinity) <= each.node.start) around.pop();
      // A callback of an outer function is called inside an inner one too: each has a name of its own.
      this.#write(each, `${this.#host}e${around.length === 0 ? '' : around.length}`);
      around.push(each.node.end);
    }
  }

  #write(chosen: ChosenFunction, entry: string): void {
    const { node, callback, firstAwaits, numberedAwaits, isRecursive, id } = chosen;
    if (callback !== undefined) this.#callbacks.write(callback, entry);
    this.#awaits.tell(numberedAwaits ?? firstAwaits.nodes, numberedAwaits !== undefined, entry);
    if (node.body.type !== 'BlockStatement') this.#writeExpression(chosen, node as ArrowFunctionExpression, entry);
    else if (isRecursive) this.#writeRecursive(chosen, node.body, `${this.#host}r${id}`);
    else this.#writeBlock(chosen, node.body, entry);
  }

  #writeBlock(chosen: ChosenFunction, body: BlockStatement, entry: string): void {
    this.#writeEntry(body, `const ${entry}=${entryCall(this.#host, chosen)};try{`);
    visitOwnNodes(body, (node, parent) => {
      if (node.type === 'ReturnStatement') this.#returns.write(node, parent, entry);
    });
    this.#writeEnd(body, entry, `}finally{${this.#host}.o(${entry})}`);
  }

  #writeRecursive(chosen: ChosenFunction, body: BlockStatement, holder: string): void {
    this.#writeEntry(body, `${recursiveEntryCall(holder, chosen)};`);
    visitOwnNodes(body, (node, parent) => {
      if (node.type === 'ReturnStatement') this.#returns.writeRecursive(node, parent, holder, `${this.#host}v`);
    });
    this.#writeEnd(body, holder, '');
  }

  #writeExpression(chosen: ChosenFunction, node: ArrowFunctionExpression, entry: string): void {
    const holder = `${this.#host}r${chosen.id}`;
    const [before, after] = chosen.isRecursive
      ? [`(${recursiveEntryCall(holder, chosen)},${this.#host}v=(`, `),${holder}.return=${this.#host}v)`]
      : [
          `{const ${entry}=${entryCall(this.#host, chosen)};try{return ${entry}.return=`,
          `}finally{${this.#host}.o(${entry})}}`,
        ];
    const arrowEnd = this.#tokens.endOfArrow(node.body.start);
    this.#edits.insert(arrowEnd, before, Rank.Entry, node.end);
    this.#edits.insert(node.end, after, Rank.End, arrowEnd);
  }

  #writeEntry(body: BlockStatement, code: string): void {
    const { at, needsSemicolon } = blockStart(body, this.#source);
    this.#edits.insert(at, `${needsSemicolon ? ';' : ''}${code}`, Rank.Entry);
  }

  /** Behind the last line, where a body that does not end with `return` or `throw` comes to. */
  #writeEnd(body: BlockStatement, holder: string, close: string): void {
    const last = body.body.at(-1)?.type;
    const isLeft = last === 'ReturnStatement' || last === 'ThrowStatement';
    const text = `${isLeft ? '' : `;${holder}.return=void 0;`}${close}`;
    if (text !== '') this.#edits.insert(blockEnd(body, this.#source, this.#tokens), text, Rank.BodyEnd);
  }
}
