// Functions of a file that are given what its listeners have put aside: `settle(inbox.shift())`, `lane.then(() => settle(trade))`.
//
// Their names may be any. Whether what they are given is an event that a listener had is asked while the program runs.

import type { AnyNode, CallExpression, Program } from 'acorn';
import type { ProgramRules } from '../rules/program-rules.js';
import { boundNames } from './bound-names.js';
import { referredName } from './named-listeners.js';
import { isAnyFunction, visitAllNodes } from './own-nodes.js';
import type { ProgramSource } from './program-source.js';
import { DEFERS, isRelaying, KEEPS } from './relaying-functions.js';
import { calledName, isFunction, memberName, someNode, textOfKey } from './syntax.js';

/** Methods that take something out of a collection, or show what is in it. */
const TAKES = /^(?:shift|pop|splice|dequeue|take|poll|get|values|entries|next|slice|drain|read)$/;
/** Methods that call a function with each of a collection. */
const EACH = /^(?:forEach|map)$/;
/** Functions that are called later, with what stands behind them. */
const CALLS_LATER = /^(?:setImmediate|setTimeout|nextTick)$/;

const LISTENS = /^(?:on|once|addListener|prependListener|addEventListener|subscribe)$/;

export class QueueWorkers {
  readonly #source: ProgramSource;
  /** What listeners put events into, as it is written. */
  readonly #queues = new Set<string>();
  /** Variables that hold something that was taken out. */
  readonly #taken = new Set<string>();
  /** `settle`, `this.settle` */
  readonly #workers = new Set<string>();

  constructor(program: Program, source: ProgramSource, rules: ProgramRules) {
    this.#source = source;
    const relaying = relaysIn(program, rules);
    if (relaying.length === 0) return;
    for (const relay of relaying) visitAllNodes(relay, (node) => this.#lookAtRelay(node));
    if (this.#queues.size === 0) return;
    visitAllNodes(program, (node) => this.#lookForTaken(node));
    visitAllNodes(program, (node) => {
      if (node.type === 'CallExpression') this.#lookForWorker(node);
    });
  }

  /** @param isMember whether it is called as `this.settle` */
  has(functionName: string, isMember: boolean): boolean {
    return this.#workers.has(isMember ? `this.${functionName}` : functionName);
  }

  #lookAtRelay(node: AnyNode): void {
    if (node.type === 'AssignmentExpression' && node.left.type === 'MemberExpression' && node.left.computed)
      this.#queues.add(this.#source.textOf(node.left.object));
    if (node.type !== 'CallExpression') return;
    const { callee } = node;
    const name = calledName(callee) ?? '';
    if (callee.type === 'MemberExpression' && KEEPS.test(name)) this.#queues.add(this.#source.textOf(callee.object));
    const [first] = node.arguments;
    if (CALLS_LATER.test(name) && first !== undefined) this.#addWorker(first);
    if (!DEFERS.test(name)) return;
    for (const argument of node.arguments) {
      if (!isFunction(argument)) continue;
      visitAllNodes(argument, (inner) => {
        if (inner.type === 'CallExpression') this.#addWorker(inner.callee);
      });
    }
  }

  #lookForTaken(node: AnyNode): void {
    if (node.type === 'VariableDeclarator' && node.init && this.#isTaken(node.init)) this.#bind(node.id);
    else if (node.type === 'AssignmentExpression' && this.#isTaken(node.right)) this.#bind(node.left);
    else if (node.type === 'ForOfStatement' && this.#isTaken(node.right) && node.left.type === 'VariableDeclaration')
      for (const { id } of node.left.declarations) this.#bind(id);
  }

  #bind(pattern: AnyNode): void {
    for (const name of boundNames(pattern)) this.#taken.add(name);
  }

  #lookForWorker({ callee, arguments: args }: CallExpression): void {
    const isGiven = args.some((argument) => this.#isTaken(argument));
    if (isGiven) this.#addWorker(callee);
    if (callee.type !== 'MemberExpression' || !EACH.test(calledName(callee) ?? '')) return;
    const [first] = args;
    if (first !== undefined && this.#isTaken(callee.object)) this.#addWorker(first);
  }

  #addWorker(callee: AnyNode): void {
    const name = referredName(callee);
    if (name !== undefined) this.#workers.add(name);
  }

  #isQueue(node: AnyNode): boolean {
    return this.#queues.has(this.#source.textOf(node));
  }

  /** Whether an expression is a queue, what was taken out of one, or what holds that. */
  #isTaken(node: AnyNode): boolean {
    return someNode(
      node,
      (inner) => !isAnyFunction(inner),
      (inner) => {
        if (inner.type === 'Identifier' && this.#taken.has(inner.name)) return true;
        if (inner === node && this.#isQueue(inner)) return true;
        if (inner.type === 'MemberExpression' && inner.computed) return this.#isQueue(inner.object);
        if (inner.type !== 'CallExpression' || inner.callee.type !== 'MemberExpression') return false;
        return TAKES.test(calledName(inner.callee) ?? '') && this.#isQueue(inner.callee.object);
      },
    );
  }
}

/** The functions that a file adds as listeners of events, or of messages, and that only hand on what they are given. */
function relaysIn(program: Program, rules: ProgramRules): AnyNode[] {
  const found: AnyNode[] = [];
  const named = new Set<string>();
  visitAllNodes(program, (node) => {
    if (node.type !== 'CallExpression') return;
    const name = calledName(node.callee);
    const [first] = node.arguments;
    const firstText = first?.type === 'Literal' ? textOfKey(first) : undefined;
    if (name === undefined) return;
    const isListening =
      (firstText === 'message' && LISTENS.test(name)) ||
      rules.callback({ name, firstText, functionName: undefined }) !== undefined;
    if (!isListening) return;
    for (const argument of node.arguments) {
      if (isFunction(argument)) {
        if (isRelaying(argument)) found.push(argument);
      } else {
        const reference = referredName(argument);
        if (reference !== undefined) named.add(reference.replace('this.', ''));
      }
    }
  });
  if (named.size === 0) return found;
  visitAllNodes(program, (node) => {
    const [name, value] = namedFunction(node);
    if (name !== undefined && named.has(name) && value !== undefined && isRelaying(value)) found.push(value as AnyNode);
  });
  return found;
}

type AnyFunctionNode = Parameters<typeof isRelaying>[0];

function namedFunction(node: AnyNode): readonly [name: string | undefined, value?: AnyFunctionNode] {
  if (node.type === 'FunctionDeclaration' && node.id) return [node.id.name, node];
  if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier' && node.init && isFunction(node.init))
    return [node.id.name, node.init];
  if ((node.type === 'MethodDefinition' || node.type === 'PropertyDefinition') && node.value && isFunction(node.value))
    return [memberName(node.key, node.computed), node.value];
  return [undefined];
}
