// Names that stood in the program's sources: for a configured name that fits none, the nearest is told.

import type * as NearestName from '../../../config/nearest-name.js';
import type { NamePattern } from './name-pattern.js';

/** Of a definition or a call: what stands behind `class`, or in front of a parenthesis or an arrow function. */
const NAME = /\bclass\s+(?<owner>[\w$]+)|(?<name>[\w$]+)\s*(?:\(|[=:]\s*(?:async\b\s*)?(?:\(|function\b|[\w$]+\s*=>))/g;
const MOST_NAMES = 20_000;

export class SeenNames {
  readonly #names = new Set<string>();

  read(source: string): void {
    for (const { groups } of source.matchAll(NAME)) {
      if (this.#names.size >= MOST_NAMES) return;
      this.#names.add((groups?.['owner'] ?? groups?.['name']) as string);
    }
  }

  whyNotFound({ name, packageName }: NamePattern): string {
    const parts = name.split('.');
    if (parts.every((part) => this.#names.has(part)))
      return 'no function of that name was loaded in a place that can be reached';
    // Loaded at the program's end, and only where a name is wrong.
    const { nearestName } = require('../../../config/nearest-name.js') as typeof NearestName;
    const nearest = parts.map((part) => nearestName(part, [...this.#names]));
    const hint = nearest.includes(undefined) ? '' : `; the nearest that was is "${nearest.join('.')}"`;
    return packageName === undefined
      ? `no function of that name was loaded${hint}`
      : `neither a file nor a package of that name was loaded with such a function${hint}`;
  }
}
