// One of the program's files, as text.

import type { AnyNode } from 'acorn';
import { identifierOfFile } from '../rules/words.js';

export interface SourceFile {
  /** As it is shown to people: relative to the working directory. */
  readonly displayName: string;
  readonly fileName: string;
  /** Of a package of a workspace, or a linked one: its name. */
  readonly packageName?: () => string | undefined;
  readonly source: string;
  readonly sourceType: 'script' | 'module';
  /** Where it has a source map: `file:line` of a place in what it was made of; both counted from 0. */
  readonly originalLocation?: (line: number, column: number) => string | undefined;
}

export class ProgramSource {
  readonly displayName: string;
  readonly fileName: string;
  readonly packageName: (() => string | undefined) | undefined;
  /** What a class or an export goes by that has no name of its own. */
  readonly nameByFile: string;
  /** The same of a function. */
  readonly functionByFile: string;
  readonly #file: SourceFile;
  readonly #lineStarts: number[] = [0];

  constructor(file: SourceFile) {
    this.#file = file;
    this.displayName = file.displayName;
    this.fileName = file.fileName;
    this.packageName = file.packageName;
    this.nameByFile = file.fileName.replace(/\.[cm]?[jt]sx?$/, '');
    this.functionByFile = identifierOfFile(file.fileName);
    for (let at = file.source.indexOf('\n'); at !== -1; at = file.source.indexOf('\n', at + 1)) {
      this.#lineStarts.push(at + 1);
    }
  }

  /** Whether the text of a node has what a pattern describes. */
  matches({ start, end }: Pick<AnyNode, 'start' | 'end'>, pattern: RegExp): boolean {
    return pattern.test(this.#file.source.slice(start, end));
  }

  /** In libraries of one file for each, every class is called `Indicator`. */
  classNameOf(declared: string | undefined): string {
    return declared === undefined || declared === 'Indicator' ? this.nameByFile : declared;
  }

  /** `file:line`. */
  locationOf(node: { readonly start: number }): string {
    const line = this.lineOf(node.start);
    return this.#file.originalLocation?.(line, this.columnOf(node.start)) ?? `${this.displayName}:${line + 1}`;
  }

  /** From 0. */
  lineOf(offset: number): number {
    let low = 0;
    let high = this.#lineStarts.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((this.#lineStarts[middle] as number) <= offset) low = middle;
      else high = middle;
    }
    return low;
  }

  /** From 0. */
  columnOf(offset: number): number {
    return offset - (this.#lineStarts[this.lineOf(offset)] as number);
  }

  /** Without its line break. */
  lineAt(line: number): { readonly start: number; readonly end: number } {
    const start = this.#lineStarts[line] as number;
    return { start, end: start + this.restOfLine(start).length };
  }

  textOf(node: { readonly start: number; readonly end: number }): string {
    return this.#file.source.slice(node.start, node.end);
  }

  charAt(offset: number): string {
    return this.#file.source.charAt(offset);
  }

  /** Whether the line break before the token at `start` stands behind the token before, which ends at `endBefore`. */
  isFirstOfLine(endBefore: number, start: number): boolean {
    return /[\n\r\u2028\u2029]/.test(this.#file.source.slice(endBefore, start));
  }

  /** Whether nothing but white space stands before it on its line. */
  isFirstInLine(offset: number): boolean {
    let at = offset - 1;
    while (at >= 0 && /[ \t]/.test(this.charAt(at))) at--;
    return at < 0 || /[\n\r\u2028\u2029]/.test(this.charAt(at));
  }

  /** The text from `offset` to the end of its line. */
  restOfLine(offset: number): string {
    const { source } = this.#file;
    let end = offset;
    while (end < source.length && !/[\n\r\u2028\u2029]/.test(source.charAt(end))) end++;
    return source.slice(offset, end);
  }
}
