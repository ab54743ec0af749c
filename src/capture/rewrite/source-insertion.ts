// Inserts calls that register the program's functions and loops into their source, on existing lines.
//
// A walk over exports misses what is not exported, and a one-file bot exports nothing. A `static` block right after a class
// body's brace runs when the methods exist and before anything can call them; function declarations are reassigned on the
// first line of their block; functions that are values are wrapped in place. A loop's body is no function: what runs between
// two awaits takes the context that is entered there, so it is entered at its begin and left in a `finally`.

import type { NotSeenRow } from '../../model/record/record-segment.js';
import {
  type AnyNode,
  type AwaitExpression,
  type BlockStatement,
  type Class,
  type ExpressionStatement,
  type Function as FunctionNode,
  parse,
} from 'acorn';
import { marked } from './insertion-marks.js';
import type { InsertionSites } from './insertion-sites.js';
import { type FoundSites, ProgramVisitor } from './program-visitor.js';
import type { Block } from './walk-position.js';
import type { ProgramRules } from '../rules/program-rules.js';
import { ProgramSource, type SourceFile } from './program-source.js';

/** At one position, what ends there comes before what begins there; a body's guard before its statements, an expression last. */
const ENDS = 0;
const GUARD = 1;
const STATEMENT = 2;
const BEGINS = 3;

interface Insertion {
  readonly at: number;
  readonly rank: number;
  /** Where the other half of a pair stands. */
  readonly partner: number;
  readonly text: string;
}

const HOST = 'globalThis[Symbol.for("tickscope.v1")]';
const FUNCTIONS = `${HOST}.programFunctions`;
const LOOPS = `${HOST}.programLoops`;

/**
 * @param rules the instrumentations' verdicts
 * @param notSeen called for a function that a rule matches and that cannot be reached
 * @returns the new source; `undefined` where nothing had to be inserted
 * @throws SyntaxError where the file is not JavaScript of that type
 */
export function insertRegistrations(
  file: SourceFile,
  sites: InsertionSites,
  rules: ProgramRules,
  notSeen: (row: NotSeenRow) => void,
): string | undefined {
  const program = parse(file.source, {
    ecmaVersion: 'latest',
    sourceType: file.sourceType,
    allowHashBang: true,
    allowReturnOutsideFunction: file.sourceType === 'script',
  });
  const found = new Insertions();
  new ProgramVisitor(new ProgramSource(file), sites, rules, notSeen, found).visit(program);
  return found.insertInto(file.source);
}

class Insertions implements FoundSites {
  readonly #insertions: Insertion[] = [];
  /** The names of the variables that hold a region's pulls. */
  readonly #regions = new Map<AnyNode, string>();

  classBody(node: Class, id: number): void {
    this.#statement(node.body.start + 1, `static{${FUNCTIONS}.defineClass(this,${id})}`);
  }

  declaration(node: FunctionNode, block: Block, id: number): void {
    const name = node.id?.name as string;
    const { at, separator } = blockStart(block);
    this.#statement(at, `${separator}${name}=${FUNCTIONS}.defineFunction(${name},${id});`);
  }

  functionValue(node: AnyNode, id: number): void {
    this.#around(node, `${FUNCTIONS}.defineFunction(`, `,${id})`);
  }

  generatorBody(node: FunctionNode): void {
    const { at, separator } = blockStart(node.body as BlockStatement);
    this.#statement(at, `${separator}${FUNCTIONS}.generatorStarted(arguments);`);
  }

  objectLiteral(node: AnyNode, id: number): void {
    this.#around(node, `${FUNCTIONS}.defineObject(`, `,${id})`);
  }

  loopBody(body: AnyNode, id: number, value: string): void {
    this.#guard(body, `tickscopeStep${id}`, `${LOOPS}.step(${id},${value})`);
  }

  pull(node: AwaitExpression, region: AnyNode, id: number): void {
    let name = this.#regions.get(region);
    if (name === undefined) {
      this.#regions.set(region, (name = `tickscopePulls${id}`));
      this.#guard(region, name, `${LOOPS}.pulls()`);
    }
    this.#around(node, `${name}.took(`, `,${id})`);
    this.#around(node.argument, `(${name}.end(),`, ')');
  }

  insertInto(source: string): string | undefined {
    if (this.#insertions.length === 0) return undefined;
    let result = '';
    let from = 0;
    for (const { at, text } of this.#insertions.toSorted(byPlace)) {
      result += source.slice(from, at) + text;
      from = at;
    }
    return result + source.slice(from);
  }

  /** Lets a variable know how a loop or its body ends, however it does. */
  #guard(body: AnyNode, name: string, value: string): void {
    // Every body with an `await` in it is asynchronous: throwing anew does not move the place that Node prints.
    const begin = `const ${name}=${value};try{`;
    const end = `}catch(tickscopeError){${name}.failed();throw tickscopeError}finally{${name}.end()}`;
    if (body.type === 'BlockStatement') {
      const { at, separator } = blockStart(body);
      this.#pair(at, body.end - 1, GUARD, `${separator}${begin}`, end);
    } else {
      this.#pair(body.start, body.end, GUARD, `{${begin}`, `${end}}`);
    }
  }

  #around(node: AnyNode, before: string, after: string): void {
    this.#pair(node.start, node.end, BEGINS, before, after);
  }

  #pair(from: number, to: number, rank: number, before: string, after: string): void {
    this.#insertions.push(
      { at: from, rank, partner: to, text: marked(before) },
      { at: to, rank: ENDS, partner: from, text: marked(after) },
    );
  }

  #statement(at: number, code: string): void {
    this.#insertions.push({ at, rank: STATEMENT, partner: at, text: marked(code) });
  }
}

/** Of two pairs at one position the outer one begins first and ends last: its other half is farther away. The sort is stable. */
function byPlace(left: Insertion, right: Insertion): number {
  return left.at - right.at || left.rank - right.rank || right.partner - left.partner;
}

/**
 * After hashbang and directives: an insertion before `'use strict'` would switch it off. Behind a directive without a semicolon,
 * as in standard style, the inserted statement brings its own: `'use strict'f=…` is a syntax error.
 */
function blockStart(block: Block): { readonly at: number; readonly separator: '' | ';' } {
  const statements: readonly AnyNode[] = block.body;
  const last = statements.findLast((statement) => 'directive' in statement && statement.directive !== undefined);
  if (last === undefined) return { at: statements[0]?.start ?? block.end - 1, separator: '' };
  const { end, expression } = last as ExpressionStatement;
  return { at: end, separator: expression.end === end ? ';' : '' };
}
