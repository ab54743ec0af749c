// The nodes of a function that are its own: not those of the functions inside it.

import type { AnyNode } from 'acorn';
import { childrenOf } from './syntax.js';

const FUNCTION = /^(?:Function|ArrowFunction)/;

export function isAnyFunction(node: { readonly type: string }): boolean {
  return FUNCTION.test(node.type);
}

/** Visits every node below `node`, but for what is inside functions; the functions themselves are visited. */
export function visitOwnNodes(node: AnyNode, visit: (node: AnyNode, parent: AnyNode) => void): void {
  for (const child of childrenOf(node)) {
    visit(child, node);
    if (!isAnyFunction(child)) visitOwnNodes(child, visit);
  }
}

/** Visits every node below `node`, with its parent. */
export function visitAllNodes(node: AnyNode, visit: (node: AnyNode, parent: AnyNode) => void): void {
  for (const child of childrenOf(node)) {
    visit(child, node);
    visitAllNodes(child, visit);
  }
}

/** Whether the function's own code names `arguments`; an arrow function inside shares it. */
export function usesArguments(node: AnyNode): boolean {
  return childrenOf(node).some(
    (child) =>
      (child.type === 'Identifier' && child.name === 'arguments') ||
      ((!isAnyFunction(child) || child.type === 'ArrowFunctionExpression') && usesArguments(child)),
  );
}
