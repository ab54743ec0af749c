// A source map after insertions: its segments move with the text that they are about. No line is added, so each stays on its line, and what is
// inserted belongs to the segment before it.

import type * as Codec from '@jridgewell/sourcemap-codec';
import type { Insertion } from './edits.js';

/** As far as it is read here; the rest is passed on. */
export interface SourceMap {
  readonly sources?: readonly (string | null)[];
  readonly sourceRoot?: string;
  readonly mappings?: string;
  /** Of a map that is put together from others, each with where it begins. */
  readonly sections?: readonly { readonly offset: Position; readonly map: SourceMap }[];
}

/** Both from 0. */
interface Position {
  readonly line: number;
  readonly column: number;
}

const START: Position = { line: 0, column: 0 };

/** @param source the program's text, which `map` is about */
export function movedSourceMap(map: SourceMap, source: string, insertions: readonly Insertion[]): SourceMap {
  const columns = new MovedColumns(source, insertions);
  return moved(map, START, columns);
}

function moved(map: SourceMap, offset: Position, columns: MovedColumns): SourceMap {
  if (map.sections !== undefined) {
    const sections = map.sections.map((section) => {
      const { line, column } = section.offset;
      return {
        offset: { line, column: columns.columnOf(line, column) },
        map: moved(section.map, section.offset, columns),
      };
    });
    return { ...map, sections };
  }
  if (map.mappings === undefined) return map;
  const { decode, encode } = codec();
  const lines = decode(map.mappings);
  const newStart = columns.columnOf(offset.line, offset.column);
  for (const [position, segments] of lines.entries()) {
    const line = offset.line + position;
    if (!columns.hasInsertions(line)) continue;
    // Only the first line of a section begins where the section does.
    const [start, movedStart] = position === 0 ? [offset.column, newStart] : [0, 0];
    for (const segment of segments) segment[0] = columns.columnOf(line, start + segment[0]) - movedStart;
  }
  return { ...map, mappings: encode(lines) };
}

/** Most programs have no map. */
function codec(): typeof Codec {
  return require('@jridgewell/sourcemap-codec') as typeof Codec;
}

/** Where the columns of each line have moved to. */
class MovedColumns {
  /** By the number of the line: the insertions, each with its column and what it adds. */
  readonly #lines = new Map<number, { readonly column: number; readonly added: number }[]>();

  constructor(source: string, insertions: readonly Insertion[]) {
    let line = 0;
    let lineStart = 0;
    for (const { at, was, length } of insertions) {
      for (
        let next = source.indexOf('\n', lineStart);
        next !== -1 && next < at;
        next = source.indexOf('\n', lineStart)
      ) {
        line++;
        lineStart = next + 1;
      }
      const list = this.#lines.get(line) ?? [];
      list.push({ column: at - lineStart, added: length - was.length });
      this.#lines.set(line, list);
    }
  }

  hasInsertions(line: number): boolean {
    return this.#lines.has(line);
  }

  columnOf(line: number, column: number): number {
    let result = column;
    for (const insertion of this.#lines.get(line) ?? []) {
      if (insertion.column > column) break;
      result += insertion.added;
    }
    return result;
  }
}
