// Writes the measuring code into the bodies of functions: an entry, every `return`, and the end.
//
// The templates, and why they are so: `return E.return=X` assigns to a setter, and the value of an assignment is X itself, whatever the setter
// does; `finally` without `catch`, because a rethrow would move the place that Node.js prints for thrown non-errors; failed is a
// call that came neither to a `return` nor to its last line.
//
// Columns are the program's wherever a line allows it: what belongs in front of a line's first token stands at the end of the line
// before, and `    return x` becomes `    return=x`, a property name behind `return E.`.

import type {
  AnyNode,
  ArrowFunctionExpression,
  BlockStatement,
  Function as FunctionNode,
  ReturnStatement,
} from 'acorn';
import type { CallbackUse } from './callback-parameters.js';
import { type Edits, Rank } from './edits.js';
import { visitOwnNodes } from './own-nodes.js';
import type { ProgramSource } from './program-source.js';
import { boundValue } from './syntax.js';
import type { Tokens } from './tokens.js';

/** What the text of one function needs. */
export interface BodyText {
  readonly node: FunctionNode;
  readonly id: number;
  /** Whether the host looks at `this` and at the arguments. */
  readonly needsArguments: boolean;
  /** Whether `arguments` is what the function was given, rather than its parameters. */
  readonly takesArgumentsObject: boolean;
  readonly isRecursive: boolean;
  /** Whether it may be called with `new`. */
  readonly isConstructible: boolean;
  readonly callback: CallbackUse | undefined;
}

export class BodyTexts {
  readonly #source: ProgramSource;
  readonly #tokens: Tokens;
  readonly #edits: Edits;
  /** The name of the host in this file. */
  readonly #host: string;

  constructor(source: ProgramSource, tokens: Tokens, edits: Edits, host: string) {
    this.#source = source;
    this.#tokens = tokens;
    this.#edits = edits;
    this.#host = host;
  }

  write(text: BodyText): void {
    if (text.callback !== undefined) this.#writeCallback(text.callback);
    if (text.node.body.type === 'BlockStatement') this.#writeBlock(text, text.node.body);
    else this.#writeExpression(text, text.node as ArrowFunctionExpression);
  }

  #writeBlock(text: BodyText, body: BlockStatement): void {
    const holder = text.isRecursive ? `${this.#host}r${text.id}` : this.#entryName;
    const [before, after] = text.isRecursive
      ? [`${this.#entryCall(text)};`, `;${holder}.return=void 0;`]
      : [
          `const ${holder}=${this.#entryCall(text)};try{`,
          `;${holder}.return=void 0;}finally{${this.#host}.o(${holder})}`,
        ];
    const begin = blockStart(body);
    this.#edits.insert(begin.at, begin.isBehindDirective ? `;${before}` : before, Rank.Begin, body.end);
    const end = Math.max(begin.at, this.#tokens.endBefore(body.end - 1));
    this.#edits.insert(end, after, Rank.End, body.start);
    visitOwnNodes(body, (node, parent) => {
      if (node.type === 'ReturnStatement') this.#writeReturn(node, parent, holder);
    });
  }

  #writeExpression(text: BodyText, node: ArrowFunctionExpression): void {
    const holder = this.#entryName;
    const before = `{const ${holder}=${this.#entryCall(text)};try{return ${holder}.return=`;
    // Behind the arrow: the body's node lies inside its parentheses.
    const arrow = this.#tokens.endBefore(this.#bodyStart(node));
    this.#edits.around(arrow, node.end, before, `}finally{${this.#host}.o(${holder})}}`);
  }

  /** Where the body of an arrow function begins, with its parentheses. */
  #bodyStart(node: ArrowFunctionExpression): number {
    let start = node.body.start;
    while (this.#source.textBetween(this.#tokens.startBefore(start), start).trimEnd() !== '=>') {
      start = this.#tokens.startBefore(start);
    }
    return start;
  }

  #writeReturn(node: ReturnStatement, parent: AnyNode, holder: string): void {
    const { argument } = node;
    const afterKeyword = node.start + 'return'.length;
    if (!argument) {
      const isClosed = this.#source.charAt(node.end - 1) === ';';
      return this.#edits.insert(afterKeyword, ` ${holder}.return=void 0${isClosed ? '' : ';'}`, Rank.Statement);
    }
    const value = this.#tokens.startFrom(afterKeyword);
    const isSequence = argument.type === 'SequenceExpression' && value === argument.start;
    if (isSequence) this.#edits.around(value, argument.end, '(', ')');
    if (this.#source.isFirstInLine(node.start) && this.#source.charAt(afterKeyword) === ' ') {
      const semicolon = isBehindSibling(node, parent) ? ';' : ' ';
      this.#edits.insert(this.#tokens.endBefore(node.start), `${semicolon}return ${holder}.`, Rank.NextLine);
      this.#edits.overwrite(afterKeyword, '=');
    } else {
      const blank = value === afterKeyword ? ' ' : '';
      this.#edits.insert(value, `${blank}${holder}.return=`, Rank.Guard);
    }
  }

  #writeCallback({ calls, passed }: CallbackUse): void {
    const host = this.#host;
    for (const { statement, first } of calls) {
      const argument = first?.type === 'Identifier' ? `,${first.name}` : '';
      const at = this.#tokens.endBefore(statement.start);
      this.#statementBefore(statement, at, `${host}.c(${this.#entryName}${argument});`);
    }
    for (const { start, end } of passed) this.#edits.around(start, end, `${host}.k(${this.#entryName},`, ')');
  }

  /** In front of a statement, at the end of the line before where the statement is the first of its line and in a list of statements. */
  #statementBefore(statement: AnyNode, at: number, code: string): void {
    const isListed = this.#source.isFirstInLine(statement.start) && /[{;}]/.test(this.#source.charAt(at - 1));
    if (isListed) this.#edits.insert(at, code, Rank.Statement);
    else this.#edits.around(statement.start, statement.end, `{${code}`, '}', Rank.Guard);
  }

  #entryCall(text: BodyText): string {
    const { id, callback, isRecursive, isConstructible } = text;
    const callbackValue = callback === undefined ? '' : `,${callback.name}`;
    if (isRecursive) {
      const holder = `${this.#host}r${id}`;
      return text.needsArguments ? `${holder}.ja(${this.#given(text)})` : `${holder}.j()`;
    }
    const call = text.needsArguments
      ? `${this.#host}.${text.takesArgumentsObject ? 'g' : 'a'}(${id},${this.#given(text)}${callbackValue})`
      : `${this.#host}.i(${id}${callbackValue})`;
    return isConstructible ? `new.target?${this.#host}.n:${call}` : call;
  }

  /** `this` and the arguments, as JavaScript. */
  #given({ node, takesArgumentsObject }: BodyText): string {
    if (node.type === 'ArrowFunctionExpression') {
      return `void 0,[${node.params.map((parameter) => argumentOf(parameter) ?? 'void 0').join(',')}]`;
    }
    if (takesArgumentsObject) return 'this,arguments';
    return `this,[${node.params.map((parameter) => argumentOf(parameter)).join(',')}]`;
  }

  get #entryName(): string {
    return `${this.#host}e`;
  }
}

function argumentOf(parameter: AnyNode): string | undefined {
  if (parameter.type === 'RestElement') {
    const rest = argumentOf(parameter.argument);
    return rest && `...${rest}`;
  }
  return boundValue(parameter as never);
}

/** Whether what stands before a statement is another one of the same list, which may lack its semicolon. */
function isBehindSibling(statement: AnyNode, parent: AnyNode): boolean {
  const list: readonly AnyNode[] =
    parent.type === 'BlockStatement' ? parent.body : parent.type === 'SwitchCase' ? parent.consequent : [];
  return list.length > 0 && list[0] !== statement;
}

/** Behind the brace, or behind the directives: an insertion before `'use strict'` would switch it off. */
export function blockStart(body: BlockStatement): { readonly at: number; readonly isBehindDirective: boolean } {
  const directives = body.body.filter((statement) => 'directive' in statement && statement.directive !== undefined);
  const last = directives.at(-1);
  return last === undefined
    ? { at: body.start + 1, isBehindDirective: false }
    : { at: last.end, isBehindDirective: true };
}
