// What a statement takes something out of, or begins anew: a collection of which that stands somewhere has a bound, as a rule.

import type { AnyNode } from 'acorn';
import type { ResolvedNames } from './resolved-names.js';
import { calledName, memberName } from './syntax.js';

const STOPS_LISTENING = /^(?:off|removeListener|removeAllListeners|removeEventListener|unsubscribe)$/;
const REMOVES = /^(?:delete|clear|shift|pop|splice|evict|prune|dequeue|reset)$/;
const SHORTENS = /^(?:slice|filter|splice|subarray|substring)$/;

/** What listeners are kept in is called as their emitter, and this. */
export const LISTENERS = ' (listeners)';

/** The name of a path: `trades` of `this.trades`. */
export function lastName(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

/** @returns the last name of the path of a collection; `setInterval` for timers */
export function removedFrom(node: AnyNode, names: ResolvedNames, source: string): string | undefined {
  if (node.type === 'UnaryExpression' && node.operator === 'delete' && node.argument.type === 'MemberExpression')
    return lastName(names.resolve(node.argument.object).path);
  if (node.type === 'CallExpression') {
    const name = calledName(node.callee) ?? '';
    if (name === 'clearInterval') return 'setInterval';
    if (node.callee.type !== 'MemberExpression') return undefined;
    const isStop = STOPS_LISTENING.test(name);
    if (!isStop && !REMOVES.test(name)) return undefined;
    return lastName(names.resolve(node.callee.object).path) + (isStop ? LISTENERS : '');
  }
  if (node.type !== 'AssignmentExpression' || node.operator !== '=') return undefined;
  const { left, right } = node;
  if (left.type === 'MemberExpression' && memberName(left.property, left.computed) === 'length')
    return lastName(names.resolve(left.object).path);
  if (left.type !== 'Identifier' && (left.type !== 'MemberExpression' || left.computed)) return undefined;
  const target = lastName(source.slice(left.start, left.end));
  if (right.type === 'CallExpression') return SHORTENS.test(calledName(right.callee) ?? '') ? target : undefined;
  return isEmpty(right) && !isInConstructor(node, names) ? target : undefined;
}

function isEmpty(node: AnyNode): boolean {
  if (node.type === 'ArrayExpression') return node.elements.length === 0;
  if (node.type === 'ObjectExpression') return node.properties.length === 0;
  if (node.type === 'NewExpression') return node.arguments.length === 0;
  return node.type === 'Literal' && node.value === '';
}

function isInConstructor(node: AnyNode, names: ResolvedNames): boolean {
  for (let at = names.parentOf(node); at !== undefined; at = names.parentOf(at)) {
    if (at.type === 'MethodDefinition') return at.kind === 'constructor';
  }
  return false;
}
