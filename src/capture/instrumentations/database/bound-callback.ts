// Callbacks of drivers, back in the tick that gave them.

import { context } from '@opentelemetry/api';
import { activeTickContext } from '../../recorder/tick-context.js';

/**
 * Binds a callback at the end of the arguments to the running tick. A driver calls back from a socket that belongs to
 * whoever opened it; what the program does then belongs to the tick that asked.
 */
export function bindLastCallback(args: unknown[]): void {
  const last = args.at(-1);
  if (typeof last === 'function' && activeTickContext() !== undefined) {
    args[args.length - 1] = context.bind(context.active(), last);
  }
}
