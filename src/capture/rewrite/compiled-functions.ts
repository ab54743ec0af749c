// What bundlers and compilers make of exports and of `async` functions.

import type { AnyNode, Function as FunctionNode } from 'acorn';
import { calledName, isFunction } from './syntax.js';

/** The helpers that TypeScript, Babel and SWC call for the body of an `async` function. */
const AWAITER = /^_*(?:awaiter|async_?to_?generator)\d*$/i;

/**
 * Whether a function only reads a binding, as bundlers write exports: `{ calculateEma: () => calculateEma }` of esbuild and webpack,
 * `{ calculateEma: function () { return ema.calculateEma; } }` of SWC. It computes nothing.
 */
export function readsBinding({ params, body, async, generator }: FunctionNode): boolean {
  if (params.length > 0 || async || generator) return false;
  const returned = returnedBy(body);
  return returned !== undefined && isBinding(returned);
}

/** Whether a function was `async` before it was compiled. */
export function wasAsync({ body }: FunctionNode): boolean {
  const returned = returnedBy(body);
  if (returned?.type !== 'CallExpression') return false;
  const { callee } = returned;
  // Babel's own function is made once, and called as `_saveTrade.apply(this, arguments)`.
  if (callee.type === 'MemberExpression' && callee.object.type === 'Identifier') {
    const [self, args] = returned.arguments;
    const passesOn = self?.type === 'ThisExpression' && args?.type === 'Identifier' && args.name === 'arguments';
    return calledName(callee) === 'apply' && callee.object.name.startsWith('_') && passesOn;
  }
  // `__awaiter(this, ...)`, and `_async_to_generator(function () {})()`.
  return AWAITER.test(calledName(callee.type === 'CallExpression' ? callee.callee : callee) ?? '');
}

/**
 * The function called `name` that a function returns, in which it is declared: `(function () { function onTick(_x) {} return onTick; })()`.
 * @param maker what is called there
 */
export function declarationReturned(maker: AnyNode, name: string | undefined): FunctionNode | undefined {
  if (name === undefined || !isFunction(maker) || maker.body.type !== 'BlockStatement') return undefined;
  const last = maker.body.body.at(-1);
  if (last?.type !== 'ReturnStatement' || last.argument?.type !== 'Identifier' || last.argument.name !== name) {
    return undefined;
  }
  for (const statement of maker.body.body) {
    if (statement.type === 'FunctionDeclaration' && statement.id?.name === name) return statement;
  }
  return undefined;
}

/** What a function returns that does nothing else. */
function returnedBy(body: FunctionNode['body']): AnyNode | undefined {
  if (body.type !== 'BlockStatement') return body;
  const [only, second] = body.body;
  return only?.type === 'ReturnStatement' && second === undefined ? (only.argument ?? undefined) : undefined;
}

function isBinding(node: AnyNode): boolean {
  if (node.type === 'Identifier') return true;
  return node.type === 'MemberExpression' && !node.computed && isBinding(node.object);
}
