// Functions that call themselves: `try` would cost them a third of the depth that they can reach.

import type { AnyNode, Function as FunctionNode } from 'acorn';
import { visitAllNodes, visitOwnNodes } from './own-nodes.js';
import { textOfKey } from './syntax.js';

/**
 * Whether a function is measured in the form without `try`: it calls itself, returns when its work is done, and catches nothing.
 * One that catches has to know its own call, and the form without `try` does not.
 */
export function isSelfRecursive(node: FunctionNode, name: string): boolean {
  if (node.async || node.generator || node.body.type !== 'BlockStatement') return false;
  let catches = false;
  visitOwnNodes(node.body, ({ type }) => {
    catches ||= type === 'TryStatement';
  });
  return !catches && callsItself(node.body, name);
}

function callsItself(body: AnyNode, name: string): boolean {
  let found = false;
  visitAllNodes(body, (node) => {
    if (found || node.type !== 'CallExpression') return;
    const { callee } = node;
    if (callee.type === 'Identifier') found = callee.name === name;
    else if (callee.type === 'MemberExpression' && !callee.computed) {
      const isOwn = callee.object.type === 'ThisExpression' || callee.object.type === 'Super';
      const key = callee.property.type === 'PrivateIdentifier' ? callee.property.name : textOfKey(callee.property);
      found = isOwn && key === name;
    }
  });
  return found;
}
