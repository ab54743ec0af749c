// A name as it stands in the configuration: `Class.method`, `function`, `file#name` or `package#name`, with wildcards.

import type * as Picomatch from 'picomatch';
import type { ProgramFunction } from '../../rules/instrumentation.js';

type Test = (text: string) => boolean;

const PACKAGE_NAME = /^(?:@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*$/i;
/** `Bot.onTick (src/bot.js:12)`: a name with its place, as the report has it. */
const PRINTED = /^(?<name>.+) \((?<place>[^()]+):\d+\)$/;
const WILDCARD = /[*?[\]{}()!+@|]/;

export class NamePattern {
  /** As it was written. */
  readonly text: string;
  /** Without file or package. */
  readonly name: string;
  /** The part before `#`, if it can be the name of a package; `feed.js` can be a file and a package. */
  readonly packageName: string | undefined;
  /** Whether a function has been found that it names. */
  found = false;
  readonly #isName: Test;
  readonly #isPlace: Test | undefined;

  constructor(text: string) {
    const [place, name] = partsOf(text);
    this.text = text;
    this.name = name;
    this.packageName = place !== undefined && PACKAGE_NAME.test(place) ? place : undefined;
    this.#isName = matcher(name);
    // As in .gitignore: without a slash it may lie in any folder.
    this.#isPlace = place === undefined ? undefined : matcher(place.replace(/^\.\//, ''), !place.includes('/'));
  }

  /** A text that every source with such a function contains; empty where there is none. */
  get word(): string {
    const last = this.name.split('.').at(-1) ?? '';
    return WILDCARD.test(last) ? '' : last;
  }

  takes({ path, packageName, className, declaredClassName, name }: ProgramFunction): boolean {
    if (this.#isPlace?.(path.replaceAll('\\', '/')) === false && !this.#isPackage(packageName)) return false;
    const names = this.name.includes('.')
      ? [className, declaredClassName].filter((owner) => owner !== undefined).map((owner) => `${owner}.${name}`)
      : [name];
    return this.#find(names.some(this.#isName));
  }

  /** A package of a workspace, or a linked one, is loaded as the program's own files. */
  #isPackage(packageName: ProgramFunction['packageName']): boolean {
    return this.packageName !== undefined && packageName?.() === this.packageName;
  }

  /** @param name of a loop, a pull, a listener or a callback, as the report has it */
  takesName(name: string): boolean {
    if (this.#isPlace === undefined) return this.#find(name === this.name || this.#isName(name));
    return this.#find(name === this.text || `${name} (` === this.text.slice(0, name.length + 2));
  }

  /** @param name an export, or `Class.method` of one */
  takesExport(packageName: string, name: string): boolean {
    if (this.packageName === packageName) return this.#find(this.#isName(name));
    return this.takesName(`${packageName}.${name}`);
  }

  /** @param owner an export that may be a class */
  mayTakeMembersOf(owner: string): boolean {
    const end = this.name.lastIndexOf('.');
    return end === -1 ? this.#isName(`${owner}.x`) : matcher(this.name.slice(0, end))(owner);
  }

  #find(found: boolean): boolean {
    this.found ||= found;
    return found;
  }
}

/** The name of an event. */
export class EventName {
  /** As it was written. */
  readonly text: string;
  found = false;
  readonly #isName: Test;

  constructor(event: string) {
    this.text = event;
    this.#isName = matcher(event);
  }

  takes(event: string): boolean {
    const takes = this.#isName(event);
    this.found ||= takes;
    return takes;
  }
}

/** @returns the place, if there is one, and the name */
function partsOf(text: string): [place: string | undefined, name: string] {
  const { name, place } = PRINTED.exec(text)?.groups ?? {};
  if (name !== undefined) return [place, name];
  const at = text.indexOf('#');
  return at === -1 ? [undefined, text] : [text.slice(0, at), text.slice(at + 1)];
}

function matcher(pattern: string, anyFolder = false): Test {
  // Most programs have no names of files in their configuration.
  const picomatch = require('picomatch') as typeof Picomatch.default;
  const matches = picomatch(pattern, { dot: true, basename: anyFolder, nonegate: true });
  return (text) => matches(text);
}
