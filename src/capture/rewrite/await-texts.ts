// Entries of async functions and of loops' bodies are told of each wait before it: `await X` becomes `await[X,E.w][0]`, whose value is X.
//
// Only where it may be the first `await` of a call: up to that one the function runs in its caller's turn, and there the caller goes on.
// X does not move: the bracket stands in the place of the blank.
//
// Of a function that may be found waiting in its own time, as ticks are, and of loops, every `await` says which one it is.

import type { AnyNode, AwaitExpression, Function as FunctionNode } from 'acorn';
import { type Edits, Rank } from './edits.js';
import { isAnyFunction } from './own-nodes.js';
import type { ProgramSource } from './program-source.js';
import { childrenOf } from './syntax.js';

const KEYWORD_LENGTH = 'await'.length;

/** Where a call of an async function may wait for the first time. */
export interface FirstAwaits {
  readonly nodes: readonly AwaitExpression[];
  /** Whether it may be in a place that has no text: of `for await` or `await using`. */
  readonly isHidden: boolean;
}

/** Code in which nothing is skipped or repeated: what stands in it has run when what stands behind it runs. */
const STRAIGHT: ReadonlySet<string> = new Set([
  'ArrayExpression',
  'AwaitExpression',
  'BinaryExpression',
  'BlockStatement',
  'CallExpression',
  'ExpressionStatement',
  'MemberExpression',
  'NewExpression',
  'ObjectExpression',
  'Property',
  'ReturnStatement',
  'SequenceExpression',
  'SpreadElement',
  'TemplateLiteral',
  'UnaryExpression',
  'VariableDeclaration',
  'VariableDeclarator',
]);

export function firstAwaitsOf({ async: isAsync, body }: FunctionNode): FirstAwaits {
  const nodes: AwaitExpression[] = [];
  let isHidden = false;
  let hasWaited = !isAsync;
  const visit = (node: AnyNode, isCertain: boolean): void => {
    if (isAnyFunction(node)) return;
    const isStraight = isCertain && (STRAIGHT.has(node.type) || isPlainAssignment(node));
    for (const child of childrenOf(node)) visit(child, isStraight);
    if (hasWaited || !waits(node)) return;
    if (node.type === 'AwaitExpression') nodes.push(node);
    else isHidden = true;
    hasWaited = isStraight;
  };
  visit(body, true);
  return { nodes, isHidden };
}

function waits(node: AnyNode): boolean {
  return (
    node.type === 'AwaitExpression' ||
    (node.type === 'ForOfStatement' && node.await) ||
    (node.type === 'VariableDeclaration' && (node.kind as string) === 'await using')
  );
}

function isPlainAssignment(node: AnyNode): boolean {
  return node.type === 'AssignmentExpression' && !/^(?:\|\||&&|\?\?)=$/.test(node.operator);
}

/** @returns all awaits of a function; `undefined` where it may wait in a place that has no text, which would be taken for the one before */
export function ownAwaitsOf({
  async: isAsync,
  generator: isGenerator,
  body,
}: FunctionNode): AwaitExpression[] | undefined {
  if (!isAsync || isGenerator) return undefined;
  const { nodes, isHidden } = awaitsIn(body);
  return isHidden ? undefined : nodes;
}

/** All awaits in a stretch of a function. */
export interface OwnAwaits {
  readonly nodes: AwaitExpression[];
  /** Whether it may wait in a place that has no text too. */
  readonly isHidden: boolean;
}

export function awaitsIn(region: AnyNode): OwnAwaits {
  const nodes: AwaitExpression[] = [];
  let isHidden = false;
  const visit = (node: AnyNode): void => {
    if (isAnyFunction(node)) return;
    if (node.type === 'AwaitExpression') nodes.push(node);
    else if (waits(node)) isHidden = true;
    for (const child of childrenOf(node)) visit(child);
  };
  visit(region);
  return { nodes, isHidden };
}

/** An `await` in a loop may tell both the loop's body and the function around it. */
export class AwaitTexts {
  readonly #source: ProgramSource;
  readonly #edits: Edits;
  readonly #told = new Map<AwaitExpression, string[]>();

  constructor(source: ProgramSource, edits: Edits) {
    this.#source = source;
    this.#edits = edits;
  }

  /**
   * @param entry name of the variable that is told
   * @param isNumbered whether the await's number is told too: `await[X,E.m=3][0]`
   */
  tell(awaits: readonly AwaitExpression[], isNumbered: boolean, entry: string): void {
    for (const [number, node] of awaits.entries()) {
      const told = this.#told.get(node) ?? [];
      this.#told.set(node, told);
      told.push(`${entry}.${isNumbered ? `m=${number}` : 'w'}`);
    }
  }

  write(): void {
    for (const [{ start, end }, told] of this.#told) {
      const keywordEnd = start + KEYWORD_LENGTH;
      if (/[ \t]/.test(this.#source.charAt(keywordEnd))) this.#edits.overwrite(keywordEnd, 1, '[');
      else this.#edits.insert(keywordEnd, '[', Rank.Begin, end);
      this.#edits.insert(end, `,${told.join(',')}][0]`, Rank.End, keywordEnd);
    }
  }
}
