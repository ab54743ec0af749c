// The callback that a function takes, and what becomes of it in the body and its closures: it is called there, or passed on.

import type { AnyNode, CallExpression, Function as FunctionNode, Identifier, NewExpression } from 'acorn';
import { boundNames } from './bound-names.js';
import { isAnyFunction, visitOwnNodes } from './own-nodes.js';
import { calledName, childrenOf } from './syntax.js';

const CALLBACK = /^(?:done|cb|callback|next)$/;
/** What may be left out in front of a callback: `query(text, values, callback)` is called as `query(text, callback)` too. */
const OPTIONAL = /^(?:values?|param(?:eter)?s?|args?|arguments_?|options|opts|bindings|data|config)$/;
/** What is given to these is kept, looked for, taken away or tested by its identity: it has to be the program's own function. */
const BY_IDENTITY =
  /^(?:push|unshift|add|set|delete|has|get|indexOf|lastIndexOf|includes|off|(?:add|remove)(?:Event)?Listener|remove\w*|equal\w*|strictEqual|is|is[A-Z]\w*|assert|ok|Boolean|String|log|debug)$/;

/** What is an error in one call and none in another. In others an insertion would move the place of what they throw. */
const EITHER = /^(?:Identifier|ConditionalExpression|LogicalExpression)$/;
/** What does nothing but having a value. */
const IDLE = /^(?:Literal|Identifier|ThisExpression|MemberExpression|ArrowFunctionExpression|FunctionExpression)$/;

/** One call of the callback as it is written. */
export interface CallbackCall {
  /** The call; where it is part of an optional chain, the chain. */
  readonly node: AnyNode;
  /** The statement that evaluates the call first, whatever else it does. */
  readonly statement: AnyNode | undefined;
  /** What the statement stands in. */
  readonly parent: AnyNode;
  /** The first argument, where it is the name of a parameter, or makes an error. */
  readonly first: string | undefined;
  /** The first argument, where only its value says whether it is an error. */
  readonly told: AnyNode | undefined;
}

type FirstArgument = Pick<CallbackCall, 'first' | 'told'>;

const NOTHING_TOLD: FirstArgument = { first: undefined, told: undefined };

export interface CallbackUse {
  /** JavaScript for the function that was given, at the entry. */
  readonly value: string;
  readonly calls: readonly CallbackCall[];
  /** Where it is passed on. */
  readonly passed: readonly Identifier[];
  /** The parameter in front of it, where that is passed on with it and may be the callback. */
  readonly passedInFront: readonly Identifier[];
  readonly name: string;
}

/** @returns `undefined` where the function takes no callback, or neither calls it nor passes it on: then nothing tells when it is called */
export function callbackUseOf(node: FunctionNode): CallbackUse | undefined {
  // The promise of an async function ends its call.
  if (node.async || node.generator) return undefined;
  const parameters = node.params.flatMap(boundNames);
  const name = parameters.findLast((each) => CALLBACK.test(each));
  if (name === undefined || bindsInside(node.body, name)) return undefined;
  const inFront = parameters[parameters.lastIndexOf(name) - 1] ?? '';
  const uses = new Uses(name, OPTIONAL.test(inFront) && !bindsInside(node.body, inFront) ? inFront : undefined);
  uses.visit(node.body, [node as AnyNode], new Set(parameters));
  const { calls, passed, passedInFront } = uses;
  if (calls.length + passed.length === 0) return undefined;
  const value = passedInFront.length === 0 ? givenValue(node.body, name, parameters) : `${name}||${inFront}`;
  return { value, calls, passed, passedInFront, name };
}

class Uses {
  readonly calls: CallbackCall[] = [];
  readonly passed: Identifier[] = [];
  readonly passedInFront: Identifier[] = [];
  readonly #name: string;
  readonly #inFront: string | undefined;

  constructor(name: string, inFront: string | undefined) {
    this.#name = name;
    this.#inFront = inFront;
  }

  /**
   * @param ancestors innermost last
   * @param bound parameters that have a value wherever they are named
   */
  visit(node: AnyNode, ancestors: readonly AnyNode[], bound: ReadonlySet<string>): void {
    let inside = bound;
    if (isAnyFunction(node)) {
      const inner = node as FunctionNode;
      const parameters = inner.params.flatMap(boundNames);
      const isHidden =
        inner.id?.name === this.#name || parameters.includes(this.#name) || bindsInside(inner.body, this.#name, true);
      // A declaration's name is bound around it, which has been looked at there.
      if (isHidden) return;
      inside = new Set([...bound, ...parameters]);
    } else if (node.type === 'CatchClause' && node.param) {
      inside = new Set([...bound, ...boundNames(node.param)]);
    } else if (node.type === 'CallExpression') {
      this.#visitCall(node, ancestors, bound);
    } else if (node.type === 'NewExpression' && this.#isIt(node.callee)) {
      // A class that was given makes its object: then it has been called.
      this.calls.push(placed(node, ancestors, NOTHING_TOLD));
    }
    const below = [...ancestors, node];
    for (const child of childrenOf(node)) this.visit(child, below, inside);
  }

  #visitCall(call: CallExpression, ancestors: readonly AnyNode[], bound: ReadonlySet<string>): void {
    const { callee } = call;
    if (this.#isIt(callee)) this.calls.push(placed(call, ancestors, firstArgument(call, bound)));
    else if (callee.type === 'MemberExpression' && this.#isIt(callee.object)) {
      const method = calledName(callee);
      if (method === 'call' || method === 'apply') this.calls.push(placed(call, ancestors, NOTHING_TOLD));
      if (method === 'bind') this.passed.push(callee.object);
    }
    if (BY_IDENTITY.test(calledName(callee) ?? '')) return;
    const isPassed = call.arguments.some((argument) => this.#isIt(argument));
    for (const argument of call.arguments) {
      if (argument.type !== 'Identifier') continue;
      if (argument.name === this.#name) this.passed.push(argument);
      else if (isPassed && argument.name === this.#inFront) this.passedInFront.push(argument);
    }
  }

  #isIt(node: AnyNode): node is Identifier {
    return node.type === 'Identifier' && node.name === this.#name;
  }
}

/** Where code can be put that runs just before a call. */
function placed(
  call: CallExpression | NewExpression,
  ancestors: readonly AnyNode[],
  told: FirstArgument,
): CallbackCall {
  let node: AnyNode = call;
  let position = ancestors.length - 1;
  // An optional chain is cut off as a whole: nothing can be put into it.
  for (let outer: AnyNode = call, at = position; at >= 0; at--) {
    const parent = ancestors[at] as AnyNode;
    const isChained =
      (parent.type === 'MemberExpression' && parent.object === outer) ||
      (parent.type === 'CallExpression' && parent.callee === outer) ||
      parent.type === 'ChainExpression';
    if (!isChained) break;
    if (parent.type === 'ChainExpression') [node, position] = [parent, at - 1];
    outer = parent;
  }
  while (position >= 0 && isStartedBy(ancestors[position] as AnyNode, node)) {
    const statement = ancestors[position] as AnyNode;
    const parent = ancestors[position - 1] ?? statement;
    if (statement.type === 'ExpressionStatement' || statement.type === 'ReturnStatement') {
      return { node, statement, parent, ...told };
    }
    position--;
  }
  return { node, statement: undefined, parent: call, ...told };
}

/** Whether `inner` is what the code of `outer` evaluates first. */
function isStartedBy(outer: AnyNode, inner: AnyNode): boolean {
  if (outer.type === 'ReturnStatement') return outer.argument?.start === inner.start;
  return !isAnyFunction(outer) && outer.type !== 'BlockStatement' && outer.start === inner.start;
}

function firstArgument({ arguments: [first, ...others] }: CallExpression, bound: ReadonlySet<string>): FirstArgument {
  if (first === undefined) return NOTHING_TOLD;
  if (first.type === 'Identifier' && bound.has(first.name)) return { first: first.name, told: undefined };
  const isError =
    first.type === 'NewExpression' && first.callee.type === 'Identifier' && first.callee.name.endsWith('Error');
  if (isError) return { first: 'new Error', told: undefined };
  // The call ends when its first argument has its value: what the others do would be late.
  const isTold = EITHER.test(first.type) && others.every(({ type }) => IDLE.test(type));
  return isTold ? { first: undefined, told: first } : NOTHING_TOLD;
}

/** With `callback = options` in the body, the function may come in the other parameter's place. */
function givenValue(body: AnyNode, name: string, parameters: readonly string[]): string {
  let value = name;
  visitOwnNodes(body, (node) => {
    if (node.type !== 'AssignmentExpression' || node.operator !== '=' || node.right.type !== 'Identifier') return;
    const { left, right } = node;
    if (left.type === 'Identifier' && left.name === name && parameters.includes(right.name))
      value = `${name}||${right.name}`;
  });
  return value;
}

/** @param orVar whether a `var` binds it anew, which in a function that has such a parameter it does not */
function bindsInside(body: AnyNode, name: string, orVar = false): boolean {
  let binds = false;
  visitOwnNodes(body, (node) => {
    if (node.type === 'VariableDeclaration' && (orVar || node.kind !== 'var')) {
      binds ||= node.declarations.some(({ id }) => boundNames(id).includes(name));
    } else if (
      node.type === 'FunctionDeclaration' ||
      node.type === 'ClassDeclaration' ||
      node.type === 'ClassExpression'
    ) {
      binds ||= node.id?.name === name;
    } else if (node.type === 'CatchClause' && node.param) binds ||= boundNames(node.param).includes(name);
  });
  return binds;
}
