// The rules' verdict on a function at its position, and what is put into its body.

import type { Function as FunctionNode, Program } from 'acorn';
import type { NotSeenRow } from '../../model/record/record-segment.js';
import { WAITS_ITSELF } from '../../model/operation.js';
import type { ProgramFunction } from '../rules/instrumentation.js';
import type { Match } from '../rules/match.js';
import { qualifiedName } from '../rules/names.js';
import type { ProgramRules } from '../rules/program-rules.js';
import type { ChosenFunction } from './chosen-function.js';
import { firstAwaitsOf, ownAwaitsOf } from './await-texts.js';
import { callbackUseOf } from './callback-parameters.js';
import { wasAsync } from './compiled-functions.js';
import type { InsertionSites } from './insertion-sites.js';
import type { NamedListeners } from './named-listeners.js';
import type { ProgramSource } from './program-source.js';
import { PureFunctions } from './pure-functions.js';
import { QueueWorkers } from './queue-workers.js';
import { RecursiveFunctions } from './recursive-functions.js';
import { isRelaying } from './relaying-functions.js';
import { isProgram, isReturnedMember } from './syntax.js';
import { whyUnsafe } from './unsafe-functions.js';
import type { Owner, WalkPosition } from './walk-position.js';

/** What a function leaves work behind with. Where what it calls does, that is seen in the calls of which a sample is looked at. */
const LEAVES_WORK = /\b(?:async|await|setTimeout|setImmediate|setInterval|nextTick|queueMicrotask|deasync)\b|\.then\(/;

export class FunctionSites {
  /** What is to be measured. */
  readonly chosen: ChosenFunction[] = [];
  readonly #source: ProgramSource;
  readonly #sites: InsertionSites;
  readonly #rules: ProgramRules;
  readonly #notSeen: (row: NotSeenRow) => void;
  readonly #recursive: RecursiveFunctions;
  readonly #pure: PureFunctions;
  readonly #listeners: NamedListeners;
  readonly #workers: QueueWorkers;

  constructor(
    source: ProgramSource,
    sites: InsertionSites,
    rules: ProgramRules,
    notSeen: (row: NotSeenRow) => void,
    program: Program,
    listeners: NamedListeners,
  ) {
    this.#source = source;
    this.#sites = sites;
    this.#rules = rules;
    this.#notSeen = notSeen;
    this.#recursive = new RecursiveFunctions(program);
    this.#pure = new PureFunctions(program);
    this.#listeners = listeners;
    this.#workers = new QueueWorkers(program, source, rules);
  }

  /** @param scope the innermost function around it, or the program */
  matchOf(node: FunctionNode, name: string, owner: Owner, scope: Program | FunctionNode): Match | undefined {
    const isMember = owner.className !== undefined;
    const match =
      this.#verdict(node, name, owner) ??
      this.#listeners.matchOf(name, isMember) ??
      (this.#workers.has(name, isMember) ? this.#workerMatch(node, name, owner) : undefined);
    if (match === undefined) return undefined;
    // Inside a function only a name that speaks for itself is taken, or one that the function hands out: closures of such
    // names are everywhere.
    const inClosure = !isProgram(scope) && !isReturnedMember(scope, name);
    if (owner.className === undefined && inClosure && match.isByFile === true) return undefined;
    return match.kind === 'tick' && isRelaying(node) ? { ...match, mayHandOn: 'later' } : match;
  }

  /** Measures a function in its body. @param isMethod acorn's node of a method is a function expression like any other */
  measure(node: FunctionNode, name: string, match: Match, { isInWith }: WalkPosition, isMethod = false): void {
    const why = isInWith ? 'it stands in a `with` statement' : whyUnsafe(node);
    if (why !== undefined) return this.notMeasured(node, match, why);
    const callback = callbackUseOf(node);
    const firstAwaits = firstAwaitsOf(node);
    const numberedAwaits = mayWait(match) ? ownAwaitsOf(node) : undefined;
    // Of a tick nobody is measured further out, who would close what a throw leaves open.
    const isRecursive = callback === undefined && match.kind !== 'tick' && this.#recursive.has(node, name);
    const site = this.siteOf(node, match, callback !== undefined);
    this.chosen.push({
      node,
      id: this.#sites.add({
        ...site,
        isRecursive,
        hidesAwait: firstAwaits.isHidden,
        awaits: numberedAwaits?.map((each) => this.#source.locationOf(each)) ?? [],
      }),
      firstAwaits,
      numberedAwaits,
      needsArguments: needsArguments(match),
      isRecursive,
      isConstructible: node.type !== 'ArrowFunctionExpression' && !node.async && !isMethod,
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
      match: match.observeInput !== undefined && this.#pure.has(node) ? { ...match, isPure: true } : match,
      location: this.#source.locationOf(node),
      isAsync: node.async,
      takesCallback,
      parameters: node.params.map((parameter) => (parameter.type === 'Identifier' ? parameter.name : undefined)),
      inferredName,
      isRecursive: false,
      hidesAwait: false,
      awaits: [],
      mayLeaveWork: this.#source.matches(node, LEAVES_WORK),
    };
  }

  /** Lists a function that a rule takes, with the reason why it is not measured. */
  notMeasured(node: FunctionNode, match: Match, why: string): void {
    if (match.lookedAt === true) return;
    this.#notSeen({ name: match.name, location: this.#source.locationOf(node), why });
  }

  #workerMatch(node: FunctionNode, name: string, owner: Owner): Match | undefined {
    const match: Match = {
      kind: 'tick',
      name: qualifiedName(this.#candidate(node, name, owner)),
      rule: 'tick-event',
      onlyHandedOn: true,
    };
    return this.#rules.isExcluded(this.#candidate(node, name, owner)) || node.generator ? undefined : match;
  }

  #verdict(node: FunctionNode, name: string, owner: Owner): Match | undefined {
    return this.#rules.function(this.#candidate(node, name, owner));
  }

  #candidate(node: FunctionNode, name: string, owner: Owner): ProgramFunction {
    const parameters = node.params.map((parameter) => (parameter.type === 'Identifier' ? parameter.name : ''));
    const { displayName: path, fileName, packageName } = this.#source;
    const text = this.#source.textOf(node);
    const isAsync = node.async || wasAsync(node);
    return { path, fileName, packageName, ...owner, name, isAsync, parameters, text };
  }
}

/** Whether waiting in its own time is told from its work. */
function mayWait({ kind, lookedAt }: Match): boolean {
  return (kind === 'tick' || WAITS_ITSELF.has(kind)) && lookedAt !== true;
}

/** The others are recorded whatever they are given. */
function needsArguments({ kind, observeInput, lookedAt, order }: Match): boolean {
  const isRead = observeInput !== undefined || order !== undefined;
  return kind === 'tick' || kind === 'arrival' || isRead || lookedAt === true;
}
