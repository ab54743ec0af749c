// The names that patterns and declarations bind.

import type { AnyNode } from 'acorn';
import { childrenOf } from './syntax.js';

/** The names of a pattern: `a`, `b` and `c` of `{ a, x: [b] = [], ...c }`. */
export function boundNames(pattern: AnyNode): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'Property':
      return boundNames(pattern.value);
    case 'AssignmentPattern':
      return boundNames(pattern.left);
    case 'RestElement':
      return boundNames(pattern.argument);
    case 'ObjectPattern':
    case 'ArrayPattern':
      return childrenOf(pattern).flatMap(boundNames);
    default:
      return [];
  }
}

export function bindsName(pattern: AnyNode, name: string): boolean {
  return boundNames(pattern).includes(name);
}
