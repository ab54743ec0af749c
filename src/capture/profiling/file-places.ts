// Whose the files of sampled functions are, and where in the program's code the functions stand.

import path from 'node:path';
import type { FilePlace } from '../../model/sampled-stacks.js';
import { MappedPlaces } from './mapped-places.js';
import { displayNameOf, nameOfScript, type ProgramFiles } from '../load/program-files.js';

/** Files that are remembered: programs may make any number of texts. */
const REMEMBERED = 4_096;

export class FilePlaces {
  readonly #files: ProgramFiles;
  readonly #workingDirectory: string;
  readonly #places = new Map<string, FilePlace>();

  constructor(files: ProgramFiles, workingDirectory: string) {
    this.#files = files;
    this.#workingDirectory = workingDirectory;
  }

  /** @param url as V8 has it */
  placeOf(url: string): FilePlace {
    const known = this.#places.get(url);
    if (known !== undefined) return known;
    const place = this.#find(url);
    if (this.#places.size < REMEMBERED) this.#places.set(url, place);
    return place;
  }

  #find(url: string): FilePlace {
    if (url.startsWith('node:')) return { owner: 'node', name: moduleName(url) };
    const file = nameOfScript(url);
    if (file === undefined) return { owner: 'none' };
    if (this.#files.isTickscopeFile(file)) return { owner: 'tickscope' };
    const inPackage = this.#files.packageFileOf(file);
    if (inPackage !== undefined) return { owner: 'package', name: inPackage.packageName };
    const name = displayNameOf(file, this.#workingDirectory).replaceAll(path.sep, '/');
    const mapped = new MappedPlaces(file, this.#workingDirectory);
    return {
      owner: 'program',
      locationOf: (line, column) => mapped.locationOf(line, column) ?? `${name}:${line}`,
    };
  }
}

/** `node:internal/crypto/hash` is a part of what programs know as `node:crypto`. */
function moduleName(url: string): string {
  const [first = '', second] = url.slice('node:'.length).split('/');
  return `node:${first === 'internal' ? (second ?? first) : first}`;
}
