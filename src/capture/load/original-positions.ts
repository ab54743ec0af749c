// Columns of the program's text for places in the text that runs. Lines are the same in both: no line break is ever inserted.

import { pathToFileURL } from 'node:url';
import { type Insertion, originalOffset } from '../rewrite/edits.js';
import type { RewrittenText } from './function-text.js';

const LINE_BREAK = /\r\n|[\n\r\u2028\u2029]/g;

/** Of each line that has insertions: their offsets count from where the program's line starts. */
type LinesWithInsertions = ReadonlyMap<number, readonly Insertion[]>;

export class OriginalPositions {
  /** By path and by URL, as V8 names CommonJS and ES modules. The tables are made when a stack first shows the file. */
  readonly #files = new Map<string, () => LinesWithInsertions>();

  /** A file that is loaded again, in another version, takes the place of the earlier one. */
  add(file: RewrittenText): void {
    let lines: LinesWithInsertions | undefined;
    const getLines = (): LinesWithInsertions => (lines ??= byLine(file));
    this.#files.set(file.filename, getLines);
    this.#files.set(pathToFileURL(file.filename).href, getLines);
  }

  /** @param file as V8 names it */
  has(file: string): boolean {
    return this.#files.has(withoutQuery(file));
  }

  /**
   * @param line from 1
   * @param column from 1
   * @returns the column in the program's text, from 1: the same where nothing stands on the line that is not the program's
   */
  originalColumn(file: string, line: number, column: number): number {
    const insertions = this.#files.get(withoutQuery(file))?.().get(line);
    return insertions === undefined ? column : originalOffset(insertions, column - 1) + 1;
  }
}

/** A module that is imported with a query is the same file, with the same insertions. */
function withoutQuery(file: string): string {
  return file.startsWith('file:') ? file.replace(/[?#].*$/, '') : file;
}

function byLine({ text, insertions }: RewrittenText): LinesWithInsertions {
  const lines = new Map<number, Insertion[]>();
  const breaks = Array.from(text.matchAll(LINE_BREAK), ({ index, 0: { length } }) => ({
    at: index,
    end: index + length,
  }));
  let line = 1;
  let lineStart = 0;
  /** How much longer the new text is: up to the insertion, and up to its line. */
  let shift = 0;
  let shiftOfLine = 0;
  for (const { at, was, length } of insertions) {
    for (let next = breaks[line - 1]; next !== undefined && next.at < at + shift; next = breaks[line - 1]) {
      line++;
      lineStart = next.end;
      shiftOfLine = shift;
    }
    const ofLine = lines.get(line) ?? [];
    lines.set(line, ofLine);
    ofLine.push({ at: at + shiftOfLine - lineStart, was, length });
    shift += length - was.length;
  }
  return lines;
}
