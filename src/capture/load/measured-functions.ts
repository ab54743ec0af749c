// Tells whether a function of the program is measured in its own body: by its text as it runs, which begins with the entry then.
//
// Only a parser finds where a body begins: a default parameter may be a measured function too. So the text is parsed, once for each
// different one.

import type { AnyNode, Function as FunctionNode } from 'acorn';
import type { AnyFunction } from '../rules/any-function.js';
import { givingArguments } from '../wrap/given-arguments.js';
import { loadParser } from './load-parser.js';

const textOf = Function.prototype.toString;
const { apply } = Reflect;

/** Programs may make any number of functions out of texts; the verdicts on this many are kept. */
const REMEMBERED_TEXTS = 1_000;

/** `const $tke=$tk.i(17)`, `const $tke1=` inside another one, and `$tkr17.j()` of a self-recursive function; a `;` ends a directive without one. */
const ENTRY = /^;?(?:const \$tk\d?e\d*=|\$tk\d?r\d+\.ja?\()/;

/** How much of a call the body of a function sees: nothing, the names of its patterns only, or all. */
type Sight = 'none' | 'names' | 'all';

const sights = new Map<string, Sight>();

/**
 * @returns what to call instead of a function that is measured in its own body: itself, or a wrapper that gives its body the whole
 * arguments. `undefined` for any other function
 */
export function measuredListener(candidate: AnyFunction): AnyFunction | undefined {
  const sight = sightOf(apply(textOf, candidate, []));
  if (sight === 'none') return undefined;
  return sight === 'all' ? candidate : givingArguments(candidate);
}

const relays = new Map<string, boolean>();

/** What hands on has one of these words; without it, nothing is parsed. */
const MAY_HAND_ON =
  /\b(?:push|unshift|enqueue|add|offer|put|append|insert|schedule|defer|set|write|send|post|postMessage|next|then|setImmediate|setTimeout|nextTick|queueMicrotask)\b|\]\s*=/;

/** Whether a function only hands on what it is given: by its text, or where it has none by its name, `bound push`. */
export function isRelay(candidate: AnyFunction): boolean {
  const name = candidate.name.replace(/^bound /, '');
  const text = name === candidate.name ? apply(textOf, candidate, []) : name;
  if (!MAY_HAND_ON.test(text)) return false;
  let verdict = relays.get(text);
  if (verdict === undefined) {
    verdict = text === name ? keepsGiven(name) : isRelayText(text);
    if (relays.size < REMEMBERED_TEXTS) relays.set(text, verdict);
  }
  return verdict;
}

function keepsGiven(name: string): boolean {
  return loadParser().keepsWhatItIsGiven(name);
}

function isRelayText(text: string): boolean {
  const found = functionOf(text);
  return found !== undefined && loadParser().isRelaying(found.node);
}

function sightOf(text: string): Sight {
  if (!text.includes('$tk')) return 'none';
  let sight = sights.get(text);
  if (sight === undefined) {
    sight = readSight(text);
    if (sights.size < REMEMBERED_TEXTS) sights.set(text, sight);
  }
  return sight;
}

function readSight(text: string): Sight {
  const found = functionOf(text);
  if (found?.node.body.type !== 'BlockStatement') return 'none';
  const { body, params, type } = found.node;
  const directives = body.body.filter((statement) => 'directive' in statement && statement.directive !== undefined);
  const start = directives.at(-1)?.end ?? body.start + 1;
  if (!ENTRY.test(found.source.slice(start).trimStart())) return 'none';
  // An arrow function has no `arguments`: without parameters it sees nothing of its event.
  const isPartial = params.length === 0 || params.some(isPattern);
  return type === 'ArrowFunctionExpression' && isPartial ? 'names' : 'all';
}

function isPattern({ type }: AnyNode): boolean {
  return type !== 'Identifier';
}

type FoundFunction = NonNullable<ReturnType<typeof functionIn>>;

function functionOf(text: string): FoundFunction | undefined {
  return functionIn(`(${text})`) ?? functionIn(`({${text}})`) ?? functionIn(`(class extends Object{${text}})`);
}

/** The function, method or arrow that `source` holds in parentheses; `undefined` where it is none of that form. */
function functionIn(source: string): { readonly node: FunctionNode; readonly source: string } | undefined {
  let node: AnyNode | undefined;
  try {
    node = loadParser().parseExpressionAt(source, 0, { ecmaVersion: 'latest', checkPrivateFields: false });
  } catch {
    return undefined;
  }
  if (node.type === 'ObjectExpression') node = memberValue(node.properties[0]);
  else if (node.type === 'ClassExpression') node = memberValue(node.body.body[0]);
  const isFunction = node?.type === 'FunctionExpression' || node?.type === 'ArrowFunctionExpression';
  return isFunction ? { node: node as FunctionNode, source } : undefined;
}

function memberValue(member: AnyNode | undefined): AnyNode | undefined {
  return member?.type === 'Property' || member?.type === 'MethodDefinition' ? member.value : undefined;
}
