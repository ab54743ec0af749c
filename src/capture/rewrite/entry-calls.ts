// The first call in a measured body: what it hands to the host.

import type { AnyNode, Pattern } from 'acorn';
import type { ChosenFunction } from './chosen-function.js';
import { bindsName } from './bound-names.js';
import { usesArguments } from './own-nodes.js';
import { boundValue } from './syntax.js';

/** @returns JavaScript for the entry of one call */
export function entryCall(host: string, chosen: ChosenFunction): string {
  const { id, callback, isConstructible } = chosen;
  const callbackValue = callback === undefined ? '' : `,${callback.value}`;
  let call = `${host}.i(${id}${callbackValue})`;
  if (chosen.needsArguments) {
    const [self, args] = given(chosen);
    const method = args === 'arguments' ? 'g' : 'a';
    const few = callback === undefined && args !== 'arguments' ? fewArguments(chosen.node.params) : undefined;
    call =
      few === undefined
        ? `${host}.${method}(${id},${self},${args}${callbackValue})`
        : `${host}.${few.length === 1 ? 'u' : 'v'}(${id},${self},${few.join(',')})`;
  }
  return isConstructible ? `new.target?${host}.n:${call}` : call;
}

/** One or two plain parameters are handed over as they are: a list of them would be an object for each call. */
function fewArguments(parameters: readonly Pattern[]): readonly string[] | undefined {
  const names = parameters.flatMap((parameter) => (parameter.type === 'Identifier' ? [parameter.name] : []));
  const isFew = names.length === parameters.length && (names.length === 1 || names.length === 2);
  return isFew ? names : undefined;
}

/** The same for the form without `try`, whose `holder` is a constant of that one function. */
export function recursiveEntryCall(holder: string, chosen: ChosenFunction): string {
  return chosen.needsArguments ? `${holder}.ja(${given(chosen).join(',')})` : `${holder}.j()`;
}

/** `this` and the arguments, as JavaScript. */
function given({ node }: ChosenFunction): readonly [self: string, args: string] {
  const isArrow = node.type === 'ArrowFunctionExpression';
  const isPlain = node.params.length > 0 && node.params.every(({ type }) => type === 'Identifier');
  const takesObject = !isArrow && (!isPlain || usesArguments(node.body));
  // A parameter of that name hides the object.
  if (takesObject && !node.params.some((parameter) => bindsName(parameter, 'arguments'))) return ['this', 'arguments'];
  return [isArrow ? 'void 0' : 'this', `[${node.params.map(argumentOf).join(',')}]`];
}

/** Of a pattern, what its names hold. */
function argumentOf(parameter: Pattern): string {
  if (parameter.type === 'RestElement')
    return parameter.argument.type === 'Identifier' ? `...${parameter.argument.name}` : '';
  if (parameter.type === 'AssignmentPattern') return argumentOf(parameter.left);
  if (parameter.type !== 'ArrayPattern') return boundValue(parameter) ?? 'void 0';
  return `[${parameter.elements.map((element: AnyNode | null) => (element ? argumentOf(element as Pattern) : 'void 0')).join(',')}]`;
}
