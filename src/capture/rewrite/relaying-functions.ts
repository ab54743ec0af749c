// Functions that only hand on what they are given: a listener that puts an event into a queue, or defers its handler.
//
// Nothing of what the function is given may go anywhere else: whoever reads a price in a call of its own handles the event. That it
// is handed on says nothing of whether anybody takes it out one by one, which is seen while the program runs.

import type { AnyNode, ArrowFunctionExpression, CallExpression, Function as FunctionNode, NewExpression } from 'acorn';
import { boundNames } from './bound-names.js';
import { isAnyFunction } from './own-nodes.js';
import { calledName, childrenOf } from './syntax.js';

/** Methods that keep what they are given for later. */
export const KEEPS: RegExp =
  /^(?:push|unshift|enqueue|add|offer|put|append|insert|schedule|defer|set|write|send|post|postMessage|next)$/;
/** What calls a function later; inside it, the event is somebody else's. */
export const DEFERS: RegExp =
  /^(?:setImmediate|setTimeout|nextTick|queueMicrotask|then|finally|add|push|enqueue|schedule|defer|run|exec)$/;
/** What only looks at an event, or gives it another form. */
const LOOKS =
  /^(?:parse|decode|deserialize|normali[sz]e|from|clone|copy|structuredClone|assign|freeze|create|get|has|includes|startsWith|endsWith|test|match|now|keys|values|entries|at|slice|trim|split|toString|String|Number|BigInt|Date|Boolean|(?:is|to|parse|decode|normali[sz]e)[A-Z]\w*)$/;
/** Members of an envelope that may be the event; any other is a number or a text of it. */
const CARRIES =
  /^(?:data|payload|body|message|msg|event|detail|result|params|\w*(?:trade|tick|quote|candle|kline|bar|book))$/i;
/** What goes through a list of events. */
const GOES_THROUGH = /^(?:forEach|map|filter|flatMap|some|every)$/;

/** @returns whether a function of that name is given events only to keep them: `feed.on('trade', queue.push.bind(queue))` */
export function keepsWhatItIsGiven(name: string): boolean {
  return KEEPS.test(name);
}

export function isRelaying(node: FunctionNode): boolean {
  return new Relay(node.params).isOf(node.body);
}

class Relay {
  /** What has the event, or something of it. */
  readonly #given: Set<string>;
  /** Of those, what a pattern took out of it. */
  readonly #parts = new Set<string>();
  #handsOn = false;
  #doesMore = false;

  constructor(parameters: readonly AnyNode[]) {
    this.#given = new Set(parameters.flatMap(boundNames));
    for (const parameter of parameters) this.#takeApart(parameter);
  }

  isOf(body: AnyNode): boolean {
    this.#visit(body);
    return this.#handsOn && !this.#doesMore;
  }

  #visit(node: AnyNode): void {
    if (this.#doesMore || isAnyFunction(node)) return;
    switch (node.type) {
      case 'VariableDeclarator':
        if (node.init && this.#has(node.init)) this.#bind(node.id);
        break;
      case 'ForOfStatement':
        if (this.#has(node.right) && node.left.type === 'VariableDeclaration') {
          for (const { id } of node.left.declarations) this.#bind(id);
        }
        break;
      case 'AssignmentExpression':
        if (this.#has(node.right)) {
          if (node.operator !== '=') this.#doesMore = true;
          else if (node.left.type === 'Identifier') this.#given.add(node.left.name);
          // `latest[trade.symbol] = trade`: the one before, if nobody took it, is replaced.
          else if (node.left.type === 'MemberExpression' && node.left.computed) this.#handsOn = true;
        }
        break;
      case 'TaggedTemplateExpression':
        if (this.#has(node.quasi)) this.#doesMore = true;
        break;
      case 'NewExpression':
        // An object of a class, or what is asked of one: the event in another form.
        break;
      case 'CallExpression':
        return this.#call(node);
      default:
    }
    for (const child of childrenOf(node)) this.#visit(child);
  }

  #bind(pattern: AnyNode): void {
    for (const name of boundNames(pattern)) this.#given.add(name);
    this.#takeApart(pattern);
  }

  /** What an object is taken apart into; a list has whole events. */
  #takeApart(pattern: AnyNode): void {
    if (pattern.type === 'ObjectPattern') for (const name of boundNames(pattern)) this.#parts.add(name);
  }

  #call(node: CallExpression): void {
    const name = calledName(node.callee) ?? '';
    const { callee } = node;
    const isOfEvent = callee.type === 'MemberExpression' && this.#has(callee.object);
    const isGiven = node.arguments.some((argument) => this.#has(argument));
    const [first] = node.arguments;
    if (isOfEvent && GOES_THROUGH.test(name) && first !== undefined && isAnyFunction(first)) {
      const each = first as ArrowFunctionExpression;
      for (const parameter of each.params) this.#bind(parameter);
      return this.#visit(each.body);
    }
    if (isGiven) this.#give(node, name);
    else if (isOfEvent && !LOOKS.test(name)) this.#doesMore = true;
    for (const child of childrenOf(node)) this.#visit(child);
  }

  #give({ arguments: args }: CallExpression | NewExpression, name: string): void {
    const deferred = args.some((argument) => isAnyFunction(argument) && this.#has(argument));
    if (deferred && DEFERS.test(name)) this.#handsOn = true;
    else if (!deferred && KEEPS.test(name) && args.some((argument) => this.#isWhole(argument))) this.#handsOn = true;
    else if (!LOOKS.test(name)) this.#doesMore = true;
  }

  /** Whether an expression may be the event itself, or something around it, and is not only a number of it. */
  #isWhole(node: AnyNode): boolean {
    if (!this.#has(node)) return false;
    if (node.type === 'MemberExpression') return !node.computed && CARRIES.test(calledName(node) ?? '');
    if (node.type === 'Identifier') return !this.#parts.has(node.name) || CARRIES.test(node.name);
    // What is computed of it is a number or a text.
    if (/^(?:Unary|Binary|Logical|Template)/.test(node.type)) return false;
    return true;
  }

  /** Whether an expression names what was given; a function in it has it too. */
  #has(node: AnyNode): boolean {
    if (node.type === 'Identifier') return this.#given.has(node.name);
    if (node.type === 'MemberExpression' && !node.computed) return this.#has(node.object);
    if (node.type === 'Property' && !node.computed) return this.#has(node.value);
    return childrenOf(node).some((child) => this.#has(child));
  }
}
