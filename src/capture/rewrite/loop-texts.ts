// Writes the measuring code into loops that take events, and into generators, whose work is in their steps.
//
// A loop's body is no function: what runs between two awaits takes the context that is entered there, so it is entered at its
// begin and left in a `finally`.

import type { AnyNode, AwaitExpression, BlockStatement, Class, Function as FunctionNode } from 'acorn';
import type { AwaitTexts, OwnAwaits } from './await-texts.js';
import { type Edits, Rank } from './edits.js';
import type { FoundLoops } from './loop-sites.js';
import type { ProgramSource } from './program-source.js';
import { blockEnd, blockStart, directivesOf } from './syntax.js';
import type { Tokens } from './tokens.js';
import type { Block } from './walk-position.js';

export class LoopTexts implements FoundLoops {
  readonly #source: ProgramSource;
  readonly #tokens: Tokens;
  readonly #edits: Edits;
  readonly #awaits: AwaitTexts;
  readonly #host: string;
  /** The names of the variables that stand for a region's pulls. */
  readonly #regions = new Map<AnyNode, string>();

  constructor(source: ProgramSource, tokens: Tokens, edits: Edits, awaits: AwaitTexts, host: string) {
    this.#source = source;
    this.#tokens = tokens;
    this.#edits = edits;
    this.#awaits = awaits;
    this.#host = host;
  }

  loopBody(body: AnyNode, id: number, value: string, { nodes, isHidden }: OwnAwaits): void {
    const name = `${this.#host}s${id}`;
    this.#guard(body, name, `${this.#host}.s(${id},${value})`);
    this.#awaits.tell(nodes, !isHidden, name);
  }

  pull(node: AwaitExpression, region: AnyNode, id: number, { nodes, isHidden }: OwnAwaits): void {
    let name = this.#regions.get(region);
    if (name === undefined) {
      this.#regions.set(region, (name = `${this.#host}q${id}`));
      this.#guard(region, name, `${this.#host}.q()`);
      this.#awaits.tell(nodes, !isHidden, name);
    }
    this.#edits.around(node.start, node.end, `${name}.took(`, `,${id})`);
    this.#edits.around(node.argument.start, node.argument.end, `(${name}.end(),`, ')');
  }

  /** A generator's body: the call itself runs nothing that could be seen. */
  generatorBody(node: FunctionNode): void {
    this.#generatorStart(node.body as BlockStatement, `${this.#host}.z(arguments);`);
  }

  /** The same of one whose end is seen: of an async generator's steps nobody but the program sees which is the last. */
  generatorRun({ body }: FunctionNode): void {
    const name = `${this.#host}z`;
    this.#generatorStart(body as BlockStatement, `const ${name}=${this.#host}.zr(arguments);try{`);
    this.#edits.insert(
      blockEnd(body as BlockStatement, this.#source, this.#tokens),
      this.#guardEnd(name),
      Rank.BodyEnd,
    );
  }

  /** A generator declaration, from the start of its block on: it is hoisted to there. */
  generatorDeclaration(name: string, block: Block, id: number): void {
    const call = `${this.#host}.y(${name},${id});`;
    const last = directivesOf(block.body).at(-1);
    if (last !== undefined) {
      const semicolon = this.#source.charAt(last.end - 1) === ';' ? '' : ';';
      this.#edits.insert(last.end, semicolon + call, Rank.Statement);
    } else if (block.type === 'BlockStatement') this.#edits.insert(block.start + 1, call, Rank.Statement);
    else this.#edits.insert(block.body[0]?.start ?? 0, call, Rank.Statement);
  }

  generatorValue(node: AnyNode, id: number): void {
    this.#edits.around(node.start, node.end, `${this.#host}.y(`, `,${id})`);
  }

  generatorMember(node: Class, key: string, isStatic: boolean, id: number): void {
    const member = `this${isStatic ? '' : '.prototype'}[${JSON.stringify(key)}]`;
    this.#edits.insert(node.body.start + 1, `static{${this.#host}.y(${member},${id})}`, Rank.Statement);
  }

  generatorProperty(object: AnyNode, key: string, id: number): void {
    this.#edits.around(object.start, object.end, `${this.#host}.x(`, `,${JSON.stringify(key)},${id})`);
  }

  #generatorStart(body: BlockStatement, code: string): void {
    const { at, needsSemicolon } = blockStart(body, this.#source);
    this.#edits.insert(at, `${needsSemicolon ? ';' : ''}${code}`, Rank.Entry);
  }

  /** Lets a variable know how a loop or its body ends, however it does. */
  #guard(body: AnyNode, name: string, value: string): void {
    const begin = `const ${name}=${value};try{`;
    const end = this.#guardEnd(name);
    if (body.type === 'BlockStatement') {
      this.#edits.around(body.start + 1, body.end - 1, begin, end, Rank.Entry);
    } else this.#edits.around(body.start, body.end, `{${begin}`, `${end}}`);
  }

  #guardEnd(name: string): string {
    // Every body with an `await` in it is asynchronous: throwing anew does not move the place that Node prints.
    const error = `${this.#host}x`;
    return `}catch(${error}){${name}.failed();throw ${error}}finally{${name}.end()}`;
  }
}
