// Functions whose body cannot be put into a `try` block, or be changed at all, without changing what it means.

import type { BlockStatement, Function as FunctionNode } from 'acorn';
import { boundNames } from './bound-names.js';
import { usesArguments, visitOwnNodes } from './own-nodes.js';
import { directivesOf } from './syntax.js';

/** @returns why the function has to be left alone; `undefined` where it need not be */
export function whyUnsafe({ body, params }: FunctionNode): string | undefined {
  if (body.type !== 'BlockStatement') return undefined;
  // V8 compiles it apart, and warns of every other statement.
  if (directivesOf(body.body).some((statement) => 'directive' in statement && statement.directive === 'use asm')) {
    return "it is 'use asm' code";
  }
  const functions = namesOfDeclarations(body);
  if (functions.length > 0 && hasClash(body, functions))
    return 'it declares a function under a name that it declares twice';
  const parameters = params.flatMap(boundNames);
  if (functions.some((name) => parameters.includes(name)) && usesArguments(body)) {
    return 'it declares a function in the place of a parameter, and uses `arguments`';
  }
  return hasDirectEval(body) && (functions.length > 0 || hasLexicalDeclarations(body))
    ? 'it calls `eval` beside declarations of its own'
    : undefined;
}

function namesOfDeclarations(body: BlockStatement): string[] {
  return body.body.flatMap((statement) =>
    statement.type === 'FunctionDeclaration' && statement.id ? [statement.id.name] : [],
  );
}

/**
 * In a block a function declaration excludes a `var` and, but for plain functions in sloppy code, another one of its name; and one in an
 * inner block no longer replaces it.
 */
function hasClash(body: BlockStatement, names: readonly string[]): boolean {
  if (new Set(names).size < names.length) return true;
  const inner = new Set<string>();
  visitOwnNodes(body, (node, parent) => {
    if (node.type === 'VariableDeclaration' && node.kind === 'var') {
      for (const { id } of node.declarations) for (const name of boundNames(id)) inner.add(name);
    } else if (node.type === 'FunctionDeclaration' && node.id && parent !== body) inner.add(node.id.name);
  });
  return names.some((name) => inner.has(name));
}

function hasDirectEval(body: BlockStatement): boolean {
  let found = false;
  visitOwnNodes(body, (node) => {
    found ||= node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === 'eval';
  });
  return found;
}

function hasLexicalDeclarations(body: BlockStatement): boolean {
  return body.body.some(
    (statement) =>
      statement.type === 'ClassDeclaration' || (statement.type === 'VariableDeclaration' && statement.kind !== 'var'),
  );
}
