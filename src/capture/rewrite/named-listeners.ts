// Functions of a file that the file adds as listeners by their names: `feed.on('trade', handleIt)`, `feed.on('trade', this.handleIt)`.

import type { AnyNode, Program } from 'acorn';
import type { Match } from '../rules/match.js';
import type { ProgramRules } from '../rules/program-rules.js';
import { visitAllNodes } from './own-nodes.js';
import { calledName, textOfKey } from './syntax.js';

export class NamedListeners {
  readonly #matches = new Map<string, Match>();

  constructor(program: Program, rules: ProgramRules) {
    visitAllNodes(program, (node) => {
      if (node.type !== 'CallExpression') return;
      const name = calledName(node.callee);
      const [first, ...rest] = node.arguments;
      const firstText = first?.type === 'Literal' ? textOfKey(first) : undefined;
      if (name === undefined || firstText === undefined) return;
      for (const argument of rest) {
        const functionName = referredName(argument);
        if (functionName === undefined || this.#matches.has(functionName)) continue;
        const match = rules.callback({ name, firstText, functionName });
        if (match !== undefined) this.#matches.set(functionName, match);
      }
    });
  }

  matchOf(functionName: string): Match | undefined {
    return this.#matches.get(functionName);
  }
}

/** `handleIt`, `this.handleIt`, `this.handleIt.bind(this)`. */
export function referredName(node: AnyNode): string | undefined {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'CallExpression') {
    const { callee } = node;
    return callee.type === 'MemberExpression' && calledName(callee) === 'bind'
      ? referredName(callee.object)
      : undefined;
  }
  if (node.type !== 'MemberExpression' || node.object.type !== 'ThisExpression') return undefined;
  return calledName(node);
}
