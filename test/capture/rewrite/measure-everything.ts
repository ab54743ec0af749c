// Puts the measuring code into every function of a text, whatever the rules would say of it.

import { parse, type AnyNode, type Function as FunctionNode, type Program } from 'acorn';
import { AwaitTexts, firstAwaitsOf, ownAwaitsOf } from '../../../src/capture/rewrite/await-texts.js';
import { BodyTexts } from '../../../src/capture/rewrite/body-texts.js';
import { callbackUseOf } from '../../../src/capture/rewrite/callback-parameters.js';
import { CallbackTexts } from '../../../src/capture/rewrite/callback-texts.js';
import type { ChosenFunction } from '../../../src/capture/rewrite/chosen-function.js';
import { Edits, type Insertion } from '../../../src/capture/rewrite/edits.js';
import { writeExceptionLines } from '../../../src/capture/rewrite/exception-lines.js';
import { isAnyFunction } from '../../../src/capture/rewrite/own-nodes.js';
import { ProgramSource } from '../../../src/capture/rewrite/program-source.js';
import { RecursiveFunctions } from '../../../src/capture/rewrite/recursive-functions.js';
import { childrenOf, textOfKey } from '../../../src/capture/rewrite/syntax.js';
import { Tokens } from '../../../src/capture/rewrite/tokens.js';
import { whyUnsafe } from '../../../src/capture/rewrite/unsafe-functions.js';

export interface Measured {
  readonly text: string;
  readonly insertions: readonly Insertion[];
  readonly chosen: readonly ChosenFunction[];
  readonly recursiveIds: readonly number[];
}

/**
 * @param needsArguments whether each entry is given `this` and the arguments
 * @param scriptName where the lines with insertions are kept from being printed
 */
export function measureEverything(
  source: string,
  sourceType: 'commonjs' | 'module' = 'commonjs',
  needsArguments = false,
  scriptName?: string,
): Measured {
  const tokens = new Tokens(source);
  const program = parse(source, {
    ecmaVersion: 'latest',
    sourceType,
    allowHashBang: true,
    onToken: tokens.add,
  });
  const programSource = new ProgramSource({
    displayName: 'bot.js',
    fileName: 'bot.js',
    source,
    sourceType: sourceType === 'module' ? 'module' : 'script',
  });
  const edits = new Edits();
  const chosen = choose(program, needsArguments);
  const callbacks = new CallbackTexts(programSource, tokens, edits, '$tk');
  const awaits = new AwaitTexts(programSource, edits);
  new BodyTexts(programSource, tokens, edits, callbacks, awaits, '$tk').write(chosen);
  awaits.write();
  if (scriptName !== undefined && !edits.isEmpty)
    writeExceptionLines(program, programSource, tokens, edits, '$tk', scriptName);
  const recursiveIds = chosen.filter(({ isRecursive }) => isRecursive).map(({ id }) => id);
  return { ...edits.applyTo(source), chosen, recursiveIds };
}

function choose(program: Program, needsArguments: boolean): ChosenFunction[] {
  const recursive = new RecursiveFunctions(program);
  const chosen: ChosenFunction[] = [];
  const visit = (node: AnyNode, parent: AnyNode): void => {
    if (node.type === 'WithStatement') return;
    if (isAnyFunction(node)) {
      const candidate = node as FunctionNode;
      const isMethod = parent.type === 'MethodDefinition' || (parent.type === 'Property' && parent.method);
      const isAccessor =
        (parent.type === 'MethodDefinition' || parent.type === 'Property') && /^[gs]et$/.test(parent.kind);
      const isConstructor = parent.type === 'MethodDefinition' && parent.kind === 'constructor';
      if (!candidate.generator && !isAccessor && !isConstructor && whyUnsafe(candidate) === undefined) {
        const callback = callbackUseOf(candidate);
        chosen.push({
          node: candidate,
          id: chosen.length,
          needsArguments,
          isRecursive: callback === undefined && recursive.has(candidate, nameOf(candidate, parent)),
          isConstructible: candidate.type !== 'ArrowFunctionExpression' && !candidate.async && !isMethod,
          callback,
          firstAwaits: firstAwaitsOf(candidate),
          // As in ticks, which need theirs.
          numberedAwaits: needsArguments ? ownAwaitsOf(candidate) : undefined,
        });
      }
    }
    for (const child of childrenOf(node)) visit(child, node);
  };
  visit(program, program);
  return chosen;
}

function nameOf(node: FunctionNode, parent: AnyNode): string {
  if (node.id) return node.id.name;
  if ('key' in parent) return (parent.key.type === 'PrivateIdentifier' ? parent.key.name : textOfKey(parent.key)) ?? '';
  return parent.type === 'VariableDeclarator' && parent.id.type === 'Identifier' ? parent.id.name : '';
}
