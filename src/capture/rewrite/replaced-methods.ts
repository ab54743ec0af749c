// Methods that take the place of another one on their instance: `this.nextValue = this.nextStable` once enough values have come.

import type { Class } from 'acorn';
import { referredName } from './named-listeners.js';
import { visitAllNodes } from './own-nodes.js';

/** @returns by the name of the method, the name under which it is called then */
export function replacementsIn(node: Class): ReadonlyMap<string, string> {
  const replaced = new Map<string, string>();
  visitAllNodes(node.body, (inner) => {
    if (inner.type !== 'AssignmentExpression') return;
    const target = referredName(inner.left);
    const name = referredName(inner.right);
    if (target?.startsWith('this.') === true && name?.startsWith('this.') === true) {
      replaced.set(name.slice('this.'.length), target.slice('this.'.length));
    }
  });
  return replaced;
}
