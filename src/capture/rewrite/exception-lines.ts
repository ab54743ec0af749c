// Keeps Node.js from printing a line that has insertions, above the stack of an error that nobody catches, and says where such an
// error was thrown, for Tickscope to print the line as the program has it.
//
// The line is printed from the text that runs, in C++, unless it has the words of the comment. The place is that of the `throw`, which
// neither the error nor its stack names: `throw X` becomes `throw($tkt=( X),$tkp="12:5 file",$tkt)` where its line has insertions, and
// where X is a value that was there before: an error that comes from a line with insertions may be caught, and thrown again on any
// line. Assignments to variables of the realm, not a call: at the end of the stack there would be no room for one. `throw new Error()`
// is found by the stack, and stays where it is.

import type { AnyNode, Program, ThrowStatement } from 'acorn';
import { type Edits, Rank } from './edits.js';
import type { ProgramSource } from './program-source.js';
import { childrenOf } from './syntax.js';
import type { Tokens } from './tokens.js';

export const NOT_PRINTED = 'node-do-not-add-exception-line';

const KEYWORD_LENGTH = 'throw'.length;

/** Errors whose stacks begin where they are made. Not `SyntaxError`: one that V8 throws may have another place. */
const ERRORS_OF_V8: ReadonlySet<string> = new Set(['Error', 'RangeError', 'ReferenceError', 'TypeError']);

/** @param scriptName what V8 calls the file */
export function writeExceptionLines(
  program: Program,
  source: ProgramSource,
  tokens: Tokens,
  edits: Edits,
  host: string,
  scriptName: string,
): void {
  const linesWith = (): Set<number> => new Set(edits.offsets().map((at) => source.lineOf(at)));
  const lines = linesWith();
  for (const node of throwsOf(program)) {
    const line = source.lineOf(node.start);
    if (lines.has(line) ? isFoundByStack(node) : isMadeThere(node)) continue;
    const place = `${line + 1}:${source.columnOf(node.start) + 1} ${scriptName}`;
    const end = source.charAt(node.end - 1) === ';' ? tokens.endBefore(node.end - 1) : node.end;
    edits.around(node.start + KEYWORD_LENGTH, end, `(${host}t=(`, `),${host}p=${JSON.stringify(place)},${host}t)`);
  }
  for (const line of linesWith()) {
    const { start, end } = source.lineAt(line);
    const at = tokens.lastGap(start, end);
    if (at !== undefined) edits.insert(at, `/*${NOT_PRINTED}*/`, Rank.Begin);
  }
}

function isFoundByStack({ start, argument }: ThrowStatement): boolean {
  return (
    argument.type === 'NewExpression' &&
    argument.callee.type === 'Identifier' &&
    ERRORS_OF_V8.has(argument.callee.name) &&
    argument.start === start + KEYWORD_LENGTH + 1
  );
}

function isMadeThere({ argument }: ThrowStatement): boolean {
  return argument.type === 'NewExpression' || argument.type === 'CallExpression';
}

/** Those in a `with` are left out: there, an object may have the names. */
function throwsOf(node: AnyNode): ThrowStatement[] {
  if (node.type === 'WithStatement') return [];
  const inside = childrenOf(node).flatMap(throwsOf);
  return node.type === 'ThrowStatement' ? [node, ...inside] : inside;
}
