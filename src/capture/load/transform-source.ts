// Turns the source of one of the program's files into the source that is run.

import type { NotSeenRow } from '../../model/record/record-segment.js';
import { pathToFileURL } from 'node:url';
import type { ProgramRule } from '../rules/instrumentation.js';
import { InsertionSites } from '../rewrite/insertion-sites.js';
import { ProgramRules } from '../rules/program-rules.js';
import { identifierOfFile } from '../rules/words.js';
import type { SourceFile } from '../rewrite/program-source.js';
import { HOST_NAMES } from '../body/lexical-host.js';
import type { RewrittenText } from './rewritten-text.js';
import { originalLocation } from './original-location.js';
import { displayNameOf, fileNameOf } from './program-files.js';
import { programPackageOf, seenName } from './program-packages.js';
import { loadParser } from './load-parser.js';
import type { ProgramSourceMap } from './program-source-map.js';
import { asPiece } from '../../measured-work.js';
import { debug } from '../../stderr.js';

/** A longer file is a bundle: its names are mangled, and parsing it would hold the start for seconds. */
const LONGEST_SOURCE = 2_000_000;

/** `module.exports = (tick) =>`, `export default async function (tick)`, `exports.default = tick =>` */
const EXPORTS_FUNCTION =
  /\b(?:module\.exports(?:\.default)?\s*=|exports\.default\s*=|export\s+default\b)\s*(?:async\b\s*)?(?:function\b|\(|[\w$]+\s*=>)/;

export class SourceTransformer {
  readonly #rules: ProgramRules;
  readonly #sites: InsertionSites;
  readonly #notSeen: (row: NotSeenRow) => void;
  readonly #workingDirectory: string;
  readonly #onRewritten: (text: RewrittenText) => void;
  readonly #onLoaded: (filename: string, text: string) => void;
  readonly #defineRecursive: (host: string, id: number) => void;

  constructor(
    rules: readonly ProgramRule[],
    sites: InsertionSites,
    notSeen: (row: NotSeenRow) => void,
    workingDirectory: string,
    onRewritten: (text: RewrittenText) => void,
    onLoaded: (filename: string, text: string) => void,
    defineRecursive: (host: string, id: number) => void,
  ) {
    this.#rules = new ProgramRules(rules);
    this.#sites = sites;
    this.#notSeen = (row) => {
      debug(`not seen: ${row.name}: ${row.why}`);
      notSeen(row);
    };
    this.#workingDirectory = workingDirectory;
    this.#onRewritten = onRewritten;
    this.#onLoaded = onLoaded;
    this.#defineRecursive = defineRecursive;
  }

  /** Whether a text has words of which a rule is looking for one; it may take nothing in it nevertheless. */
  mayConcern(source: string): boolean {
    return this.#rules.mayConcern(source);
  }

  /** A module that is one function without a name goes by its file's, which its text need not have. */
  #mayConcernFile(source: string, filename: string): boolean {
    if (this.mayConcern(source)) return true;
    return EXPORTS_FUNCTION.test(source) && this.mayConcern(identifierOfFile(fileNameOf(filename)));
  }

  /** Whether a rule takes anything in a text, which stays as it is. Parses it. */
  concerns(source: string, filename: string): boolean {
    if (!this.#mayConcernFile(source, filename)) return false;
    if (source.length > LONGEST_SOURCE) return true;
    const names = { displayName: displayNameOf(filename, this.#workingDirectory), fileName: fileNameOf(filename) };
    for (const sourceType of ['script', 'module'] as const) {
      try {
        const file: SourceFile = { ...names, source, sourceType };
        return loadParser().insertBodies(file, '$tk', new InsertionSites(), this.#rules, () => {}) !== undefined;
      } catch (error) {
        debug(`${names.displayName} cannot be parsed as a ${sourceType}`, error);
      }
    }
    return true;
  }

  /** The row for a file or text that stays as it is. */
  notMeasured(filename: string, why: string): NotSeenRow {
    return { name: displayNameOf(filename, this.#workingDirectory), why };
  }

  /** @returns the new source; `undefined` where it stays as it is: nothing to instrument, or not to be parsed as `sourceType` */
  transform(source: string, filename: string, sourceType: 'script' | 'module'): string | undefined {
    const rewritten = asPiece('loading', () => this.#transform(source, filename, sourceType));
    this.#onLoaded(filename, rewritten ?? source);
    return rewritten;
  }

  #transform(source: string, filename: string, sourceType: 'script' | 'module'): string | undefined {
    if (!this.#mayConcernFile(source, filename)) return undefined;
    const displayName = displayNameOf(filename, this.#workingDirectory);
    if (source.length > LONGEST_SOURCE) {
      this.#notSeen({ name: displayName, why: `a source of over ${LONGEST_SOURCE / 1e6} MB is taken for a bundle` });
      return undefined;
    }
    try {
      const map = loadParser().ProgramSourceMap.of(source, filename);
      const file: SourceFile = {
        displayName: seenName(filename, this.#workingDirectory),
        fileName: fileNameOf(filename),
        packageName: () => programPackageOf(filename),
        source,
        sourceType,
        originalLocation: (line, column) =>
          originalLocation(filename, map?.originalPosition(line, column), this.#workingDirectory),
      };
      const before = this.#sites.functionCount;
      const rewritten = this.#rewritten(file, filename, map);
      debug(`${displayName}: ${this.#sites.functionCount - before} functions or loops instrumented`);
      return rewritten;
    } catch (error) {
      debug(`${displayName} cannot be parsed as a ${sourceType}`, error);
      // An ES module without a sign of it is tried as CommonJS first, by Node too, and comes back as what it is.
      if (sourceType === 'module' || !isModule(source))
        this.#notSeen({ name: displayName, why: `could not be read: ${String(error)}` });
      return undefined;
    }
  }

  #rewritten(file: SourceFile, filename: string, map: ProgramSourceMap | undefined): string | undefined {
    const host = HOST_NAMES.find((name) => !file.source.includes(name));
    if (host === undefined) {
      this.#notSeen({
        name: file.displayName,
        why: `it uses the names ${HOST_NAMES.join(', ')}, which Tickscope needs`,
      });
      return undefined;
    }
    const scriptName = file.sourceType === 'script' ? filename : pathToFileURL(filename).href;
    const rewritten = loadParser().insertBodies(
      file,
      host,
      this.#sites,
      this.#rules,
      this.#notSeen,
      // With source maps, Node.js prints the line that the map names, and formats stacks alone.
      process.sourceMapsEnabled ? undefined : scriptName,
    );
    if (rewritten === undefined) return undefined;
    for (const id of rewritten.recursiveIds) this.#defineRecursive(host, id);
    const { insertions } = rewritten;
    const text = map?.moveInto(rewritten.text, file.source, insertions) ?? rewritten.text;
    this.#onRewritten({ filename, host, text, insertions });
    return text;
  }
}

function isModule(source: string): boolean {
  try {
    loadParser().parse(source, { ecmaVersion: 'latest', sourceType: 'module', allowHashBang: true });
    return true;
  } catch {
    return false;
  }
}
