// The callback that a function takes, and what becomes of it in the body: it is called there, or passed on.

import type { AnyNode, Function as FunctionNode, Identifier } from 'acorn';
import { visitAllNodes } from './own-nodes.js';
import { calledName } from './syntax.js';

const CALLBACK = /^(?:done|cb|callback|next)$/;
/** What is given to these is kept, looked for or taken away by its identity: it has to be the program's own function. */
const BY_IDENTITY =
  /^(?:push|unshift|add|set|delete|has|get|indexOf|lastIndexOf|includes|is|off|remove\w*|addEventListener|equal\w*|strictEqual)$/;

export interface CallbackUse {
  /** The parameter's name. */
  readonly name: string;
  /** Statements that call it, with the call's first argument. */
  readonly calls: readonly { readonly statement: AnyNode; readonly first: AnyNode | undefined }[];
  /** Where it is passed on. */
  readonly passed: readonly Identifier[];
}

/** @returns `undefined` where the function takes no callback, or neither calls it nor passes it on: then nothing tells when it is called */
export function callbackUseOf(node: FunctionNode): CallbackUse | undefined {
  const name = node.params.map(nameOf).findLast((each) => each !== undefined && CALLBACK.test(each));
  if (name === undefined) return undefined;
  const calls: CallbackUse['calls'][number][] = [];
  const passed: Identifier[] = [];
  const isIt = (candidate: AnyNode | undefined): candidate is Identifier =>
    candidate?.type === 'Identifier' && candidate.name === name;
  visitAllNodes(node.body, (call, parent) => {
    if (call.type !== 'CallExpression') return;
    if (isCallOf(call.callee, isIt)) {
      if (parent.type === 'ExpressionStatement' || parent.type === 'ReturnStatement') {
        calls.push({ statement: parent, first: isIt(call.callee) ? call.arguments[0] : undefined });
      } else if (isIt(call.callee)) passed.push(call.callee);
    }
    if (BY_IDENTITY.test(calledName(call.callee) ?? '')) return;
    for (const argument of call.arguments) if (isIt(argument)) passed.push(argument);
  });
  return calls.length + passed.length === 0 ? undefined : { name, calls, passed };
}

/** `cb(...)`, `cb.call(...)`, `cb.apply(...)`. */
function isCallOf(callee: AnyNode, isIt: (candidate: AnyNode) => boolean): boolean {
  if (isIt(callee)) return true;
  return callee.type === 'MemberExpression' && isIt(callee.object) && /^(?:call|apply)$/.test(calledName(callee) ?? '');
}

function nameOf(parameter: AnyNode): string | undefined {
  if (parameter.type === 'Identifier') return parameter.name;
  return parameter.type === 'AssignmentPattern' ? nameOf(parameter.left) : undefined;
}
