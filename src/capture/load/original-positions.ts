// Columns of the program's text for places in the text that runs. Lines are the same in both: no line break is ever inserted.

import { pathToFileURL } from 'node:url';
import { asWritten, type Insertion, originalOffset } from '../rewrite/edits.js';
import type { RewrittenText } from './rewritten-text.js';

const LINE_BREAK = /\r\n|[\n\r\u2028\u2029]/g;

/** A line that has insertions. */
interface RewrittenLine {
  /** As it runs. */
  readonly text: string;
  /** Their offsets count from where the program's line starts. */
  readonly insertions: Insertion[];
}

/** By their numbers. */
type RewrittenLines = ReadonlyMap<number, RewrittenLine>;

export class OriginalPositions {
  /** By path and by URL, as V8 names CommonJS and ES modules. The tables are made when a stack first shows the file. */
  readonly #files = new Map<string, () => RewrittenLines>();

  /** A file that is loaded again, in another version, takes the place of the earlier one. */
  add(file: RewrittenText): void {
    let lines: RewrittenLines | undefined;
    const getLines = (): RewrittenLines => (lines ??= byLine(file));
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
    const rewritten = this.#line(file, line);
    return rewritten === undefined ? column : originalOffset(rewritten.insertions, column - 1) + 1;
  }

  /** @returns `undefined` for a line that Node.js prints by itself: without the mark that is inserted to keep it from that */
  lineNotPrinted(file: string, line: number, mark: string): string | undefined {
    const rewritten = this.#line(file, line);
    if (rewritten?.text.includes(mark) !== true) return undefined;
    const text = asWritten(rewritten.insertions, rewritten.text, 0);
    return text.includes(mark) ? undefined : text;
  }

  #line(file: string, line: number): RewrittenLine | undefined {
    return this.#files.get(withoutQuery(file))?.().get(line);
  }
}

/** A module that is imported with a query is the same file, with the same insertions. */
function withoutQuery(file: string): string {
  return file.startsWith('file:') ? file.replace(/[?#].*$/, '') : file;
}

function byLine({ text, insertions }: RewrittenText): RewrittenLines {
  const lines = new Map<number, RewrittenLine>();
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
    let rewritten = lines.get(line);
    if (rewritten === undefined) {
      rewritten = { text: text.slice(lineStart, breaks[line - 1]?.at), insertions: [] };
      lines.set(line, rewritten);
    }
    rewritten.insertions.push({ at: at + shiftOfLine - lineStart, was, length });
    shift += length - was.length;
  }
  return lines;
}
