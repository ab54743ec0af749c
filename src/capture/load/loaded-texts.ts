// The texts that the program's functions come from, as V8 has them, so that a function is found by its own text.
//
// A function has no public place but its text, and the inspector's `[[FunctionLocation]]` names a script by a number that only the
// debugger's domain translates, holds the loop for 0.1 ms each and 10 ms the first time. The text costs 0.1 µs.

import { packageFileOf } from './program-files.js';
import { originalLocation } from './original-location.js';
import { DecodedMaps } from './decoded-maps.js';
import { seenName } from './program-packages.js';
import { definitionsOf, occurrencesOf } from './text-places.js';
import { debug } from '../../stderr.js';

/** Of the program's files together; those beyond are not searched. V8 has most of the texts anyway. */
const PROGRAM_CHARACTERS = 32_000_000;
/** Of packages. V8 has them all. */
const PACKAGE_CHARACTERS = 8_000_000;
/** A search in packages takes some milliseconds: so often at most. */
const PACKAGE_SEARCHES = 32;
/** A shorter text may well stand in a package too. */
const SHORT_TEXT = 60;
/** Places that are told apart. */
const MOST_PLACES = 8;
const BOUND = 'bound ';
const NATIVE = ' { [native code] }';
const LINE_BREAK = /\r\n|[\n\r\u2028\u2029]/;

interface Place {
  readonly file: string;
  readonly line: number;
}

type Find = (text: string) => readonly number[];

export class LoadedTexts {
  readonly #program: TextsWithin;
  readonly #packages = new TextsWithin(PACKAGE_CHARACTERS, (filename, lines) => {
    const { packageName, file } = packageFileOf(filename) ?? { packageName: filename, file: '' };
    return { file: `${packageName}/${file}`, line: lines.length };
  });
  #packageSearches = 0;

  constructor(workingDirectory: string) {
    const maps = new DecodedMaps();
    this.#program = new TextsWithin(PROGRAM_CHARACTERS, (filename, lines, text) => {
      const position = maps.of(filename, text)?.originalPosition(lines.length - 1, lines.at(-1)?.length ?? 0);
      const original = originalLocation(filename, position, workingDirectory);
      const colon = original?.lastIndexOf(':') ?? -1;
      if (original !== undefined) return { file: original.slice(0, colon), line: Number(original.slice(colon + 1)) };
      return { file: seenName(filename, workingDirectory), line: lines.length };
    });
  }

  /** @param text as it runs */
  addFile(filename: string, text: string): void {
    this.#program.add(filename, text);
  }

  addPackageFile(filename: string, text: string): void {
    this.#packages.add(filename, text);
  }

  /**
   * Where a function of the program or of a package stands.
   *
   * @param text as V8 has it
   * @returns `file:line`; both where there are two, since equal functions cannot be told apart; `undefined` where nothing is sure
   */
  placeOf(name: string, text: string): string | undefined {
    try {
      return text.endsWith(NATIVE) ? this.#placeOfBound(name) : this.#placeOfText(name, text);
    } catch (error) {
      debug(`the place of ${name} was not found`, error);
      return undefined;
    }
  }

  #placeOfText(name: string, text: string): string | undefined {
    const find: Find = (source) => occurrencesOf(text, name, source);
    const places = this.#program.places(find);
    if (places.length > 0 && text.length >= SHORT_TEXT) return labelOf(places);
    return this.#maySearchPackages() ? labelOf([...places, ...this.#packages.places(find)]) : undefined;
  }

  /** A bound function has no text, but a name, which more than one may have. */
  #placeOfBound(name: string): string | undefined {
    if (!name.startsWith(BOUND)) return undefined;
    const find: Find = (source) => definitionsOf(name.slice(BOUND.length), source);
    const places = this.#program.places(find);
    if (places.length !== 1 || !this.#maySearchPackages()) return undefined;
    return this.#packages.places(find).length === 0 ? labelOf(places) : undefined;
  }

  #maySearchPackages(): boolean {
    return ++this.#packageSearches <= PACKAGE_SEARCHES;
  }
}

/** Texts by file, the latest of each. */
class TextsWithin {
  readonly #characters: number;
  readonly #placeAt: (filename: string, linesBefore: readonly string[], text: string) => Place;
  readonly #byFile = new Map<string, string>();
  #used = 0;

  /** @param placeAt given the lines up to a place */
  constructor(characters: number, placeAt: (filename: string, linesBefore: readonly string[], text: string) => Place) {
    this.#characters = characters;
    this.#placeAt = placeAt;
  }

  add(filename: string, text: string): void {
    const before = this.#byFile.get(filename)?.length ?? 0;
    if (this.#used - before + text.length > this.#characters) return;
    this.#used += text.length - before;
    this.#byFile.set(filename, text);
  }

  places(find: Find): Place[] {
    const places: Place[] = [];
    for (const [filename, text] of this.#byFile) {
      for (const offset of find(text)) {
        if (places.length === MOST_PLACES) return places;
        places.push(this.#placeAt(filename, text.slice(0, offset).split(LINE_BREAK), text));
      }
    }
    return places;
  }
}

/** `bot.js:57`, `bot.js:57 or 92`, `bot.js:57 or feed.js:3`, `bot.js:57 or 3 others`. */
function labelOf(places: readonly Place[]): string | undefined {
  const [first, second, ...others] = places;
  if (first === undefined) return undefined;
  const label = `${first.file}:${first.line}`;
  if (second === undefined) return label;
  if (others.length > 0)
    return `${label} or ${others.length + 1}${places.length < MOST_PLACES ? '' : ' or more'} others`;
  return `${label} or ${second.file === first.file ? '' : `${second.file}:`}${second.line}`;
}
