// Takes values out of a handler's arguments, where the configuration says that they stand.

import type { Extractor, ProgramNames } from '../../../config/program-names.js';
import { debug } from '../../../stderr.js';

type Extract = (args: readonly unknown[]) => unknown;

export function extractorsOf({ symbol, time }: ProgramNames): { readonly symbol?: Extract; readonly time?: Extract } {
  return {
    ...(symbol !== undefined && { symbol: extractorOf(symbol) }),
    ...(time !== undefined && { time: extractorOf(time) }),
  };
}

/** `data.instrument` of the first argument; `1.instrument` of the second. */
function extractorOf(extractor: Extractor): Extract {
  if (typeof extractor === 'function') return (args) => quietly(() => extractor(...args));
  const [first = '', ...rest] = extractor.split('.');
  const path = /^\d+$/.test(first) ? [first, ...rest] : ['0', first, ...rest];
  return (args) =>
    quietly(() => path.reduce((value: unknown, key) => (value as Record<string, unknown> | undefined)?.[key], args));
}

/** A getter of the program, or its own function, may throw; then there is no value. */
function quietly(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    debug('a configured symbol or time cannot be read', error);
    return undefined;
  }
}
