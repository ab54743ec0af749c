// Functions whose body cannot be put into a `try` block without changing what it means.

import type { AnyNode, BlockStatement, Function as FunctionNode, Pattern } from 'acorn';
import { visitOwnNodes } from './own-nodes.js';
import { childrenOf } from './syntax.js';

/** @returns why the function has to be left alone; `undefined` where it need not be */
export function whyUnsafe({ body }: FunctionNode): string | undefined {
  if (body.type !== 'BlockStatement') return undefined;
  if (hasClashingDeclarations(body)) return 'it declares a function under a name that it declares twice';
  if (hasDirectEval(body) && hasDeclarations(body)) return 'it calls `eval` beside declarations of its own';
  return undefined;
}

/** In a block a function declaration excludes a `var` and, but for plain functions in sloppy code, another one of its name. */
function hasClashingDeclarations(body: BlockStatement): boolean {
  const names = body.body.flatMap((statement) =>
    statement.type === 'FunctionDeclaration' && statement.id ? [statement.id.name] : [],
  );
  if (names.length === 0) return false;
  if (new Set(names).size < names.length) return true;
  const variables = new Set<string>();
  visitOwnNodes(body, (node) => {
    if (node.type !== 'VariableDeclaration' || node.kind !== 'var') return;
    for (const { id } of node.declarations) addNames(id, variables);
  });
  return names.some((name) => variables.has(name));
}

function addNames(pattern: Pattern | AnyNode, names: Set<string>): void {
  if (pattern.type === 'Identifier') names.add(pattern.name);
  else if (pattern.type === 'Property') addNames(pattern.value, names);
  else if (pattern.type === 'AssignmentPattern') addNames(pattern.left, names);
  else for (const child of childrenOf(pattern)) addNames(child, names);
}

function hasDirectEval(body: BlockStatement): boolean {
  let found = false;
  visitOwnNodes(body, (node) => {
    found ||= node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === 'eval';
  });
  return found;
}

function hasDeclarations(body: BlockStatement): boolean {
  return body.body.some(
    ({ type, ...rest }) =>
      type === 'FunctionDeclaration' ||
      type === 'ClassDeclaration' ||
      (type === 'VariableDeclaration' && 'kind' in rest && rest.kind !== 'var'),
  );
}
