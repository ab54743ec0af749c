// The name that a function of the program goes by.

import type { OwnFunction } from './instrumentation.js';

/** `Class.method`, or the function's own name. */
export function qualifiedName({ className, name }: OwnFunction): string {
  return className === undefined ? name : `${className}.${name}`;
}
