// The source map of one of the program's files: in the file, or beside it.

import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Insertion } from '../rewrite/edits.js';
import { isFile } from './program-files.js';
import { DecodedSourceMap, type SourceMap } from '../rewrite/decoded-source-map.js';

/** As Node.js looks for it: the last one of the file. */
const COMMENT = /\/[*/][#@]\s+sourceMappingURL=([^\s'"]+)/g;
const DATA_URL = /^data:application\/json[^,]*?(;base64)?,(.*)$/s;

export class ProgramSourceMap {
  readonly #map: DecodedSourceMap;
  readonly #url: string;

  private constructor(map: SourceMap, url: string) {
    this.#map = new DecodedSourceMap(map);
    this.#url = url;
  }

  /** @returns `undefined` where a file has no map, or none that can be read: then nobody else finds its places either */
  static of(source: string, filename: string): ProgramSourceMap | undefined {
    if (!source.includes('sourceMappingURL=')) return undefined;
    const url = Array.from(source.matchAll(COMMENT), ([, found]) => found).at(-1);
    if (url === undefined) return undefined;
    try {
      const map = url.startsWith('data:') ? inlineMap(url) : isFile(filename) ? mapBeside(url, filename) : undefined;
      return map && new ProgramSourceMap(map, url);
    } catch {
      return undefined;
    }
  }

  /** Both from 0. @returns the source, as the map names it, and the line in it, from 0 */
  originalPosition(line: number, column: number): { readonly source: string; readonly line: number } | undefined {
    return this.#map.originalPosition(line, column);
  }

  /** @returns the new text with the map in it, moved to where its code is now */
  moveInto(text: string, source: string, insertions: readonly Insertion[]): string {
    const json = JSON.stringify(this.#map.moved(source, insertions));
    const data = `data:application/json;base64,${Buffer.from(json).toString('base64')}`;
    const at = text.lastIndexOf(this.#url);
    return text.slice(0, at) + data + text.slice(at + this.#url.length);
  }
}

function inlineMap(url: string): SourceMap | undefined {
  const [, base64, data] = DATA_URL.exec(url) ?? [];
  if (data === undefined) return undefined;
  return JSON.parse(
    base64 === undefined ? decodeURIComponent(data) : Buffer.from(data, 'base64').toString(),
  ) as SourceMap;
}

function mapBeside(url: string, filename: string): SourceMap | undefined {
  const mapUrl = new URL(url, pathToFileURL(filename));
  if (mapUrl.protocol !== 'file:') return undefined;
  const mapFile = fileURLToPath(mapUrl);
  // A pipe would be waited for, and a device read for ever.
  if (!statSync(mapFile).isFile()) return undefined;
  const map = JSON.parse(readFileSync(mapFile, 'utf8').replace(/^\)\]\}'[^\n]*\n/, '')) as SourceMap;
  // Sources are named as seen from the map, which is now seen from the file.
  return path.dirname(mapFile) === path.dirname(filename) ? map : seenFrom(map, mapUrl);
}

function seenFrom(map: SourceMap, mapUrl: URL): SourceMap {
  if (map.sections !== undefined) {
    return { ...map, sections: map.sections.map((section) => ({ ...section, map: seenFrom(section.map, mapUrl) })) };
  }
  const { sources = [], sourceRoot = '', ...rest } = map;
  return { ...rest, sources: sources.map((source) => source && new URL(sourceRoot + source, mapUrl).href) };
}
