// The source map of one of the program's files: in the file, or beside it.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Insertion } from '../rewrite/edits.js';
import { movedSourceMap, type SourceMap } from '../rewrite/moved-source-map.js';

/** As Node.js looks for it: the last one of the file. */
const COMMENT = /\/[*/][#@]\s+sourceMappingURL=([^\s'"]+)/g;
const DATA_URL = /^data:application\/json[^,]*?(;base64)?,(.*)$/s;

/**
 * @returns the text with the map of the program's text moved to where its code is now; as it was where there is none, or none that can
 * be read
 */
export function withMovedSourceMap(
  text: string,
  source: string,
  insertions: readonly Insertion[],
  filename: string,
): string {
  const url = source.includes('sourceMappingURL=')
    ? Array.from(source.matchAll(COMMENT), ([, found]) => found).at(-1)
    : undefined;
  if (url === undefined) return text;
  try {
    const map = url.startsWith('data:') ? inlineMap(url) : mapBeside(url, filename);
    if (map === undefined) return text;
    const json = JSON.stringify(movedSourceMap(map, source, insertions));
    const at = text.lastIndexOf(url);
    return `${text.slice(0, at)}data:application/json;base64,${Buffer.from(json).toString('base64')}${text.slice(at + url.length)}`;
  } catch {
    // Without a map that can be read the program's stacks have no places of it either.
    return text;
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
