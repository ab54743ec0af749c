// Functions of a file that the file adds as listeners by their names: `feed.on('trade', handleIt)`, `feed.on('trade', this.handleIt)`.

import type { AnyNode, Program } from 'acorn';
import type { Match } from '../rules/match.js';
import type { ProgramRules } from '../rules/program-rules.js';
import { visitAllNodes } from './own-nodes.js';
import { calledName, memberName, textOfKey } from './syntax.js';

export class NamedListeners {
  readonly #matches = new Map<string, Match>();

  constructor(program: Program, rules: ProgramRules) {
    visitAllNodes(program, (node) => {
      if (node.type !== 'CallExpression') return;
      const name = calledName(node.callee);
      const [first] = node.arguments;
      const firstText = first?.type === 'Literal' ? textOfKey(first) : undefined;
      if (name === undefined) return;
      for (const argument of node.arguments) {
        const reference = referredName(argument);
        if (reference === undefined || this.#matches.has(reference)) continue;
        const match = rules.callback({ name, firstText, functionName: reference.replace('this.', '') });
        if (match !== undefined) this.#matches.set(reference, match);
      }
    });
  }

  /** @param isMember whether the function is a member, which is added as `this.handleIt` */
  matchOf(functionName: string, isMember: boolean): Match | undefined {
    return this.#matches.get(isMember ? `this.${functionName}` : functionName);
  }
}

/** `handleIt`, `this.handleIt`, `this.handleIt.bind(this)`, with `this.` where it is a member. */
export function referredName(node: AnyNode): string | undefined {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'CallExpression') {
    const { callee } = node;
    return callee.type === 'MemberExpression' && calledName(callee) === 'bind'
      ? referredName(callee.object)
      : undefined;
  }
  if (node.type !== 'MemberExpression' || node.object.type !== 'ThisExpression') return undefined;
  const name = memberName(node.property, node.computed);
  return name && `this.${name}`;
}
