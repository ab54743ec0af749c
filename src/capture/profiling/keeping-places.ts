// Which lines of the program keep what is alive: from the stacks on which it was allocated, and the program's text.

import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { MemorySite } from '../../model/record/memory-rows.js';
import type { Bytes } from '../../model/units.js';
import { loadParser } from '../load/load-parser.js';
import { isFile, nameOfScript } from '../load/program-files.js';
import { tryStripTypes } from '../load/strip-types.js';
import { KeepingLines } from '../rewrite/keeping-lines.js';
import type { FilePlaces } from './file-places.js';
import type { HeapNode } from './heap-samples.js';
import { debug } from '../../stderr.js';

/** A longer file is not read: its functions are named without a line. */
const LONGEST_FILE_BYTES = 400_000;
/** Files that are read for one reading. */
const MOST_FILES = 64;
/** Stacks of which it is remembered what was found. */
const REMEMBERED = 4_096;
/** Callers of the function that allocated that are looked at. */
const CALLERS = 6;
/** Lines that weigh as much as the heaviest, but for this. */
const AS_HEAVY = 0.3;
const MOST_OTHERS = 3;

type Kept = ReturnType<KeepingLines['of']>[number] & { readonly file: string };

type Site = Omit<MemorySite, 'bytes'>;

/** The innermost first. */
interface Stack {
  /** Of the program. */
  readonly frames: readonly Frame[];
  /** Of all functions. */
  readonly keys: readonly string[];
  /** Functions that are none of the program's, before the first that is. */
  readonly inPackages: number;
  readonly within: string | undefined;
}

interface Frame {
  readonly file: string;
  readonly url: string;
  readonly name: string;
  readonly line: number;
  readonly column: number;
}

export class KeepingPlaces {
  readonly #places: FilePlaces;
  readonly #files = new Map<string, KeepingLines | undefined>();
  /** Of the program, with a function on some stack. */
  readonly #seen = new Set<string>();
  /** What was found for a stack. */
  readonly #found = new Map<string, Site>();

  constructor(places: FilePlaces) {
    this.#places = places;
  }

  /** @returns the sites with their bytes, those that are equal as one; the largest first */
  sitesOf(head: HeapNode): MemorySite[] {
    const sums = new SiteSums();
    const unexplained: { readonly site: Site; readonly keys: readonly string[]; readonly bytes: number }[] = [];
    /** By function: what is kept of what it has called. */
    const below = new Map<string, SiteSums>();
    this.#visit(
      head,
      { frames: [], keys: [], inPackages: 0, within: undefined },
      (site, { keys, inPackages }, bytes) => {
        if (site.collection === undefined) {
          unexplained.push({ site, keys: keys.slice(0, inPackages + 1), bytes });
          return;
        }
        sums.add(site, bytes);
        for (const caller of keys.slice(1)) {
          let called = below.get(caller);
          if (called === undefined) below.set(caller, (called = new SiteSums()));
          called.add(site, bytes);
        }
      },
    );
    // A function without a line that keeps has been given the memory of what V8 has inlined into it: of what it had called until then.
    for (const { site, keys, bytes } of unexplained) {
      const key = keys.find((each) => below.has(each));
      sums.addLike(key === undefined ? undefined : below.get(key), site, bytes);
    }
    // Texts of files are read again for the next reading, which may be hours away.
    this.#files.clear();
    return sums.toList();
  }

  #visit(
    { callFrame, selfSize, children }: HeapNode,
    { frames, keys, inPackages, within }: Stack,
    add: (site: Site, stack: Stack, bytes: number) => void,
  ): void {
    const { functionName, url, lineNumber, columnNumber } = callFrame;
    const place = this.#places.placeOf(url);
    const file = place.owner === 'program' ? nameOfScript(url) : undefined;
    if (file !== undefined && this.#seen.size < MOST_FILES) this.#seen.add(file);
    const frame = file !== undefined && {
      file,
      url,
      name: functionName,
      line: lineNumber + 1,
      column: columnNumber + 1,
    };
    const stack: Stack = {
      frames: frame ? [frame, ...frames] : frames,
      keys: [`${url}:${lineNumber}:${columnNumber}:${functionName}`, ...keys].slice(0, CALLERS),
      inPackages: frame ? 0 : inPackages + 1,
      within: place.owner === 'package' || place.owner === 'node' ? place.name : within,
    };
    if (selfSize > 0 && place.owner !== 'tickscope') add(this.#siteOf(stack.frames, stack.within), stack, selfSize);
    for (const child of children) this.#visit(child, stack, add);
  }

  #siteOf(stack: readonly Frame[], within: string | undefined): Site {
    const [first] = stack;
    if (first === undefined) return { name: within ?? '(native code)' };
    const key = stack
      .slice(0, CALLERS)
      .map(({ url, name, line }) => `${url}:${line}:${name}`)
      .join('\n');
    let found = this.#found.get(key);
    if (found === undefined) {
      found = this.#find(first, stack);
      if (this.#found.size < REMEMBERED) this.#found.set(key, found);
    }
    return found;
  }

  #find(first: Frame, stack: readonly Frame[]): Site {
    const name = first.name || '(anonymous)';
    const kept = this.#keptOn(stack);
    const [heaviest] = kept;
    if (heaviest === undefined) return { name, location: this.#locationOf(first.url, first.line, first.column) };
    const locationOf = (each: Kept): string => this.#locationOf(each.file, each.line, each.column + 1);
    const location = locationOf(heaviest);
    const others = new Set(kept.filter(({ weight }) => weight > heaviest.weight - AS_HEAVY).map(locationOf));
    others.delete(location);
    return {
      name,
      location,
      collection: heaviest.collection,
      ...(others.size > 0 && { others: [...others].slice(0, MOST_OTHERS) }),
    };
  }

  /** The lines that may keep what was allocated there, the heaviest first. */
  #keptOn(stack: readonly Frame[]): Kept[] {
    const kept: Kept[] = [];
    let called: string | undefined;
    for (const [hops, { file, line, name }] of stack.slice(0, CALLERS).entries()) {
      const lines = this.#kept(file, (keeping, elsewhere) => keeping.of(line, name, called, elsewhere));
      for (const each of lines) kept.push({ ...each, weight: each.weight - 0.5 * hops });
      called = name.slice(name.lastIndexOf('.') + 1) || undefined;
    }
    return kept.toSorted((left, right) => right.weight - left.weight);
  }

  #kept(
    file: string,
    lines: (
      keeping: KeepingLines,
      elsewhere: (name: string, depth: number) => Kept[],
    ) => ReturnType<KeepingLines['of']>,
  ): Kept[] {
    const keeping = this.#read(file);
    if (keeping === undefined) return [];
    // What is imported, and what was given as a function.
    const elsewhere = (name: string, depth: number): Kept[] => {
      const imported = keeping.imports.flatMap((each) => fileOf(path.resolve(path.dirname(file), each)) ?? []);
      const others = new Set([...imported, ...this.#seen]);
      others.delete(file);
      return [...others].flatMap((other) => this.#kept(other, (there, beyond) => there.ofNamed(name, depth, beyond)));
    };
    return lines(keeping, elsewhere).map((each) => ({ file, ...each }));
  }

  #read(file: string): KeepingLines | undefined {
    if (this.#files.has(file)) return this.#files.get(file);
    let keeping: KeepingLines | undefined;
    try {
      if (this.#files.size < MOST_FILES && isFile(file) && statSync(file).size <= LONGEST_FILE_BYTES) {
        const text = readFileSync(file, 'utf8');
        const source = /\.[cm]?ts$/.test(file) ? tryStripTypes(text, file) : text;
        if (source !== undefined) keeping = KeepingLines.of(source, loadParser().parse);
      }
    } catch (error) {
      debug(`${file} was not read for what it keeps`, error);
    }
    this.#files.set(file, keeping);
    return keeping;
  }

  /** @param url of a file, or its path */
  #locationOf(url: string, line: number, column: number): string {
    const place = this.#places.placeOf(url);
    return place.owner === 'program' ? place.locationOf(line, column) : `${url}:${line}`;
  }
}

class SiteSums {
  readonly #sums = new Map<string, MemorySite>();
  #bytes = 0;

  add(site: Site, bytes: number): void {
    const key = `${site.location ?? ''}\u0000${site.collection ?? site.name}`;
    const before = this.#sums.get(key);
    this.#bytes += bytes;
    this.#sums.set(key, { ...(before ?? site), bytes: ((before?.bytes ?? 0) + bytes) as Bytes });
  }

  /** As others are shared out; where there are none, as a site of its own. */
  addLike(others: SiteSums | undefined, site: Site, bytes: number): void {
    if (others === undefined) return this.add(site, bytes);
    for (const { bytes: part, ...other } of others.toList())
      this.add(other, Math.round((bytes * part) / others.#bytes));
  }

  toList(): MemorySite[] {
    return [...this.#sums.values()].toSorted((left, right) => right.bytes - left.bytes);
  }
}

const ENDINGS = ['', '.js', '.cjs', '.mjs', '.ts', '.cts', '.mts', '/index.js', '/index.ts'];

function fileOf(name: string): string | undefined {
  return ENDINGS.map((ending) => name + ending).find((file) => statSync(file, { throwIfNoEntry: false })?.isFile());
}
