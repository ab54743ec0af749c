// Tells the entry of an async function that the function is about to wait: `await X` becomes `await[X,E.w][0]`, whose value is X.
//
// Only where it may be the first `await` of a call: up to that one the function runs in its caller's turn, and there the caller goes on.
// X does not move: the bracket stands in the place of the blank.
//
// Of a function that may be found waiting in its own time, as ticks are, every `await` says which one it is.

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
  const nodes: AwaitExpression[] = [];
  let isHidden = false;
  const visit = (node: AnyNode): void => {
    if (isAnyFunction(node)) return;
    if (node.type === 'AwaitExpression') nodes.push(node);
    else if (waits(node)) isHidden = true;
    for (const child of childrenOf(node)) visit(child);
  };
  visit(body);
  return isHidden ? undefined : nodes;
}

/** @param isNumbered whether the entry is told which one it is: `await[X,E.m=3][0]` */
export function writeAwaits(
  awaits: readonly AwaitExpression[],
  isNumbered: boolean,
  source: ProgramSource,
  edits: Edits,
  entry: string,
): void {
  for (const [number, { start, end }] of awaits.entries()) {
    const keywordEnd = start + KEYWORD_LENGTH;
    if (/[ \t]/.test(source.charAt(keywordEnd))) edits.overwrite(keywordEnd, 1, '[');
    else edits.insert(keywordEnd, '[', Rank.Begin, end);
    edits.insert(end, `,${entry}.${isNumbered ? `m=${number}` : 'w'}][0]`, Rank.End, keywordEnd);
  }
}
