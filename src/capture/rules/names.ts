// The name that a function of the program goes by.

import type { ProgramFunction } from './instrumentation.js';
import { wordsOf } from './words.js';

/** `Class.method`, or the function's own name. */
export function qualifiedName({ className, name }: ProgramFunction): string {
  return className === undefined ? name : `${className}.${name}`;
}

/** The class's own name where it, or the class that it extends, is called a strategy. */
export function strategyNameOf({ className, superName }: ProgramFunction): string | undefined {
  if (className === undefined) return undefined;
  const isStrategy = (name: string | undefined): boolean => name !== undefined && wordsOf(name).at(-1) === 'strategy';
  return isStrategy(className) || isStrategy(superName) ? className : undefined;
}
