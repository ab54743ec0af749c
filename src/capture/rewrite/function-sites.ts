// The rules' verdict on a function at its position, and what is put into its body.

import type { AnyNode, Function as FunctionNode, Program } from 'acorn';
import type { NotSeenRow } from '../../model/record/record-segment.js';
import type { ProgramFunction } from '../rules/instrumentation.js';
import type { Match } from '../rules/match.js';
import type { ProgramRules } from '../rules/program-rules.js';
import type { BodyTexts } from './body-texts.js';
import { callbackUseOf } from './callback-parameters.js';
import type { InsertionSites } from './insertion-sites.js';
import type { NamedListeners } from './named-listeners.js';
import { usesArguments } from './own-nodes.js';
import type { ProgramSource } from './program-source.js';
import { isSelfRecursive } from './recursive-functions.js';
import { isProgram, isReturnedMember, textOfKey } from './syntax.js';
import { whyUnsafe } from './unsafe-functions.js';

/** The class or object whose member a function is. */
export type Owner = Pick<ProgramFunction, 'className' | 'declaredClassName' | 'superName' | 'siblings'>;

export const NO_OWNER: Owner = { className: undefined, declaredClassName: undefined, superName: undefined };

export class FunctionSites {
  readonly recursiveIds: number[] = [];
  readonly #source: ProgramSource;
  readonly #sites: InsertionSites;
  readonly #rules: ProgramRules;
  readonly #notSeen: (row: NotSeenRow) => void;
  readonly #bodies: BodyTexts;
  readonly #listeners: NamedListeners;

  constructor(
    source: ProgramSource,
    sites: InsertionSites,
    rules: ProgramRules,
    notSeen: (row: NotSeenRow) => void,
    bodies: BodyTexts,
    listeners: NamedListeners,
  ) {
    this.#source = source;
    this.#sites = sites;
    this.#rules = rules;
    this.#notSeen = notSeen;
    this.#bodies = bodies;
    this.#listeners = listeners;
  }

  /** @param scope the innermost function around it, or the program */
  matchOf(node: FunctionNode, name: string, owner: Owner, scope: Program | FunctionNode): Match | undefined {
    const match = this.#verdict(node, name, owner) ?? this.#listeners.matchOf(name);
    if (match === undefined) return undefined;
    // Inside a function only a name that speaks for itself is taken, or one that the function hands out: closures of such
    // names are everywhere.
    const inClosure = !isProgram(scope) && !isReturnedMember(scope, name);
    return owner.className === undefined && inClosure && match.isByFile === true ? undefined : match;
  }

  memberName(key: AnyNode, computed: boolean): string | undefined {
    if (key.type === 'PrivateIdentifier') return key.name;
    return computed ? undefined : textOfKey(key);
  }

  /** Measures a function in its body. */
  measure(node: FunctionNode, name: string, match: Match): void {
    const why = whyUnsafe(node);
    if (why !== undefined) return this.notMeasured(node, match, why);
    const callback = callbackUseOf(node);
    const isRecursive = callback === undefined && isSelfRecursive(node, name);
    const isArrow = node.type === 'ArrowFunctionExpression';
    const id = this.#sites.add(this.siteOf(node, match, callback !== undefined));
    if (isRecursive) this.recursiveIds.push(id);
    this.#bodies.write({
      node,
      id,
      needsArguments: needsArguments(match),
      takesArgumentsObject:
        !isArrow && (node.params.some(isPattern) || node.params.length === 0 || usesArguments(node.body)),
      isRecursive,
      isConstructible: isConstructible(node),
      callback,
    });
  }

  siteOf(
    node: FunctionNode,
    match: Match,
    takesCallback = false,
    inferredName = '',
  ): ReturnType<InsertionSites['function']> {
    return {
      match,
      location: this.#source.locationOf(node),
      isAsync: node.async,
      takesCallback,
      parameters: node.params.map((parameter) => (parameter.type === 'Identifier' ? parameter.name : undefined)),
      inferredName,
    };
  }

  /** Lists a function that a rule takes, with the reason why it is not measured. */
  notMeasured(node: FunctionNode, match: Match, why: string): void {
    if (match.lookedAt === true) return;
    this.#notSeen({ name: match.name, location: this.#source.locationOf(node), why });
  }

  #verdict(node: FunctionNode, name: string, owner: Owner): Match | undefined {
    const parameters = node.params.map((parameter) => (parameter.type === 'Identifier' ? parameter.name : ''));
    const { displayName: path, fileName } = this.#source;
    return this.#rules.function({ path, fileName, ...owner, name, isAsync: node.async, parameters });
  }
}

/** The others are recorded whatever they are given. */
function needsArguments({ kind, observeInput, lookedAt }: Match): boolean {
  return kind === 'tick' || kind === 'arrival' || observeInput !== undefined || lookedAt === true;
}

function isPattern(parameter: AnyNode): boolean {
  if (parameter.type === 'AssignmentPattern') return isPattern(parameter.left);
  if (parameter.type === 'RestElement') return isPattern(parameter.argument);
  return parameter.type !== 'Identifier';
}

/** Methods, arrows, async functions and generators cannot be called with `new`. */
function isConstructible(node: FunctionNode): boolean {
  return node.type !== 'ArrowFunctionExpression' && !node.async && !node.generator && !isMethod(node);
}

const methods = new WeakSet<FunctionNode>();

/** Acorn's node of a method is a function expression like any other: its property or definition says what it is. */
export function markMethod(node: FunctionNode): void {
  methods.add(node);
}

function isMethod(node: FunctionNode): boolean {
  return methods.has(node);
}
