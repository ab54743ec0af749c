// Finds loops that take market events: `for await` over a feed, and pulls such as `await exchange.watchTrades(symbol)`.

import type { AnyNode, AwaitExpression, ForOfStatement, Function as FunctionNode, Program } from 'acorn';
import { awaitsIn, type OwnAwaits } from './await-texts.js';
import type { InsertionSites } from './insertion-sites.js';
import type { Match } from '../rules/match.js';
import type { ProgramRules } from '../rules/program-rules.js';
import type { ProgramSource } from './program-source.js';
import { boundValue, calledName, isProgram, someNode } from './syntax.js';

/** A name in the report is one line. */
const LONGEST_NAME = 60;

export interface FoundLoops {
  /** @param value JavaScript for what the loop was given */
  loopBody(body: AnyNode, id: number, value: string, awaits: OwnAwaits): void;
  /** @param region the stretch after which nothing of the pull goes on: a loop's body, or a loop */
  pull(node: AwaitExpression, region: AnyNode, id: number, awaits: OwnAwaits): void;
}

export class LoopSites {
  readonly #source: ProgramSource;
  readonly #sites: InsertionSites;
  readonly #rules: ProgramRules;
  readonly #found: FoundLoops;

  constructor(source: ProgramSource, sites: InsertionSites, rules: ProgramRules, found: FoundLoops) {
    this.#source = source;
    this.#sites = sites;
    this.#rules = rules;
    this.#found = found;
  }

  forAwait(node: ForOfStatement, scope: Program | FunctionNode, className: string | undefined): void {
    const pattern = node.left.type === 'VariableDeclaration' ? node.left.declarations[0]?.id : node.left;
    const value = pattern === undefined ? undefined : boundValue(pattern);
    if (pattern === undefined || value === undefined || handsOn(scope, node.body)) return;
    const { fileName } = this.#source;
    const variable = this.#source.textOf(pattern);
    const iterated = this.#source.textOf(node.right);
    const match = this.#rules.loop({ fileName, className, variable, iterated });
    if (match === undefined) return;
    const name = shortened(match.name);
    const awaits = awaitsIn(node.body);
    this.#found.loopBody(node.body, this.#add({ ...match, name }, node, awaits), value, awaits);
  }

  /** @param region of the innermost loop around the pull: its body, or in its head the loop itself */
  pull(node: AwaitExpression, scope: Program | FunctionNode, region: AnyNode): void {
    const match = this.#pulledBy(node.argument);
    if (match === undefined || handsOn(scope, region)) return;
    const awaits = awaitsIn(region);
    this.#found.pull(node, region, this.#add(match, node, awaits), awaits);
  }

  #add(match: Match, node: AnyNode, { nodes, isHidden }: OwnAwaits): number {
    return this.#sites.add({
      match,
      location: this.#source.locationOf(node),
      isAsync: true,
      takesCallback: false,
      isRecursive: false,
      hidesAwait: false,
      awaits: isHidden ? [] : nodes.map((each) => this.#source.locationOf(each)),
      mayLeaveWork: true,
      parameters: [],
      inferredName: '',
    });
  }

  /** By any call in the awaited expression: `Promise.race(symbols.map((symbol) => exchange.watchTicker(symbol)))`. */
  #pulledBy(awaited: AnyNode): Match | undefined {
    let match: Match | undefined;
    const isDirect = (node: AnyNode): boolean =>
      node.type !== 'FunctionExpression' &&
      node.type !== 'AwaitExpression' &&
      !(node.type === 'ArrowFunctionExpression' && (node.async || !node.expression));
    someNode(awaited, isDirect, (node) => {
      const name = node.type === 'CallExpression' ? calledName(node.callee) : undefined;
      match ??= name === undefined ? undefined : this.#rules.pull(name);
      return match !== undefined;
    });
    return match;
  }
}

/** A generator that yields from there hands events on: who takes them from it handles them. */
function handsOn(scope: Program | FunctionNode, region: AnyNode): boolean {
  if (isProgram(scope) || !scope.generator) return false;
  const isOwn = (node: AnyNode): boolean => !/^(?:Function|ArrowFunction)/.test(node.type);
  return someNode(region, isOwn, ({ type }) => type === 'YieldExpression');
}

function shortened(name: string): string {
  const line = name.replaceAll(/\s+/g, ' ');
  return line.length > LONGEST_NAME ? `${line.slice(0, LONGEST_NAME - 1)}…` : line;
}
