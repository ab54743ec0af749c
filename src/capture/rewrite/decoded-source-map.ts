// A source map whose segments move with the text that they are about. No line is ever added, so each stays on its line, and what is inserted
// belongs to the segment before it.

import type * as Codec from '@jridgewell/sourcemap-codec';
import type { Insertion } from './edits.js';

/** As far as it is read here; the rest is passed on. */
export interface SourceMap {
  readonly sources?: readonly (string | null)[];
  readonly sourceRoot?: string;
  readonly mappings?: string;
  /** Of a map that is put together from others, each with the place where it starts. */
  readonly sections?: readonly { readonly offset: Position; readonly map: SourceMap }[];
}

/** Both from 0. */
interface Position {
  readonly line: number;
  readonly column: number;
}

interface Part {
  readonly offset: Position;
  readonly map: SourceMap;
  readonly lines: Codec.SourceMapMappings;
}

export class DecodedSourceMap {
  readonly #map: SourceMap;
  /** One, or one for each section. */
  readonly #parts: readonly Part[];

  /** @throws where the map is none */
  constructor(map: SourceMap) {
    const { decode } = codec();
    const sections = map.sections ?? [{ offset: { line: 0, column: 0 }, map }];
    this.#map = map;
    this.#parts = sections.map((section) => ({ ...section, lines: decode(section.map.mappings ?? '') }));
  }

  /** @returns the source, as the map names it, and the line in it, from 0 */
  originalPosition(line: number, column: number): { readonly source: string; readonly line: number } | undefined {
    const part = this.#parts.findLast(
      ({ offset }) => offset.line < line || (offset.line === line && offset.column <= column),
    );
    if (part === undefined) return undefined;
    const segments = part.lines[line - part.offset.line] ?? [];
    const inPart = line === part.offset.line ? column - part.offset.column : column;
    const [, sourceIndex, sourceLine] = segments.findLast(([start]) => start <= inPart) ?? [];
    const source = sourceIndex === undefined ? undefined : part.map.sources?.[sourceIndex];
    if (typeof source !== 'string' || sourceLine === undefined) return undefined;
    return { source: (part.map.sourceRoot ?? '') + source, line: sourceLine };
  }

  /** @param source the program's text, which the map is about */
  moved(source: string, insertions: readonly Insertion[]): SourceMap {
    const columns = new MovedColumns(source, insertions);
    const sections = this.#parts.map((part) => movedPart(part, columns));
    if (this.#map.sections === undefined) return sections[0]?.map ?? this.#map;
    return { ...this.#map, sections };
  }
}

function movedPart({ offset, map, lines }: Part, columns: MovedColumns): { offset: Position; map: SourceMap } {
  const start = columns.columnOf(offset.line, offset.column);
  const moved = lines.map((segments, position) => {
    const line = offset.line + position;
    if (!columns.hasInsertions(line)) return segments;
    // Only the first line of a section starts where the section does.
    const [before, after] = position === 0 ? [offset.column, start] : [0, 0];
    return segments.map((segment): Codec.SourceMapSegment => {
      const column = columns.columnOf(line, before + segment[0]) - after;
      return segment.with(0, column) as Codec.SourceMapSegment;
    });
  });
  return { offset: { line: offset.line, column: start }, map: { ...map, mappings: codec().encode(moved) } };
}

/** Loaded for the first map: most programs have none. */
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
    let lineBreak = source.indexOf('\n');
    for (const { at, was, length } of insertions) {
      while (lineBreak !== -1 && lineBreak < at) {
        line++;
        lineStart = lineBreak + 1;
        lineBreak = source.indexOf('\n', lineStart);
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
