// Wraps the wrappers of instrumentation-pg, so that they get only calls that they handle correctly, and removes their marks.

import type { ActiveScope } from '../../recorder/active-scope.js';
import type { AnyFunction } from '../../rules/any-function.js';
import { bindLastCallback } from './bound-callback.js';
import type { PoolCounters } from '../../../model/pool-counters.js';
import { isPgPool, stateOfPool } from './pg-pools.js';
import { driverMethod, withPromise } from './pg-promises.js';
import type { PgQueries } from './pg-queries.js';
import { isSubmittable, type Submittables } from './pg-submittables.js';
import { around, type CallMethod, replaceMember } from '../../patch/replace-member.js';

const { apply, deleteProperty } = Reflect;

/** Applies the patch of instrumentation-pg, and returns the patched exports. */
export type ApplyPatch = () => unknown;

interface ClassExports {
  readonly prototype: Record<string, AnyFunction>;
}

/**
 * What instrumentation-pg looks for on a method, to take its own earlier wrapper away. Where the program brings the same
 * instrumentation, it has to go around ours and not in its place: without ours nothing would be recorded.
 */
const MARKS = ['__original', '__unwrap', '__wrapped'];

/** The instrumentation finds no marks on what it wraps: wrappers of a preload before this one carry them, and stay where they are. */
function withDriverMethods(
  prototype: ClassExports['prototype'],
  keys: readonly string[],
  applyPatch: ApplyPatch,
): unknown {
  for (const key of keys) {
    replaceMember(prototype, key, driverMethod);
  }
  return applyPatch();
}

export function patchClient(
  active: ActiveScope,
  exports: unknown,
  applyPatch: ApplyPatch,
  submittables: Submittables,
  queries: PgQueries,
): unknown {
  const { prototype } = exports as ClassExports;
  const { query, connect } = prototype as { query: AnyFunction; connect: AnyFunction };
  const patched = withDriverMethods(prototype, ['connect'], applyPatch);
  wrapAgain(active, prototype, 'connect', connect, withPromise);
  wrapAgain(active, prototype, 'query', query, (_recorded, client, args) => {
    const [config] = args;
    // An error of the program: no statement reaches the database.
    if (config === null || config === undefined) return apply(query, client, args);
    if (isSubmittable(config)) return submittables.submit(query, client, args);
    if (typeof args.at(-1) !== 'function' && hasCallback(config)) bindCallbackOf(active, config, args);
    return queries.record(query, client, args);
  });
  return patched;
}

export function patchPool(active: ActiveScope, exports: unknown, applyPatch: ApplyPatch, pools: PoolCounters): unknown {
  const { prototype } = exports as ClassExports;
  const { connect, end } = prototype as { connect: AnyFunction; end: AnyFunction };
  const patched = withDriverMethods(prototype, ['connect', 'end'], applyPatch);
  wrapAgain(active, prototype, 'connect', connect, (recorded, pool, args) => {
    pools.asked(pool as object, isPgPool, stateOfPool);
    return withPromise(recorded, pool, args);
  });
  wrapAgain(active, prototype, 'end', end, apply);
  return patched;
}

/**
 * Wraps the wrapper of instrumentation-pg once more; the outer wrapper mimics `original`.
 *
 * @param call how the wrapper is called
 */
function wrapAgain(
  active: ActiveScope,
  prototype: ClassExports['prototype'],
  key: string,
  original: AnyFunction,
  call: CallMethod,
): void {
  for (const mark of MARKS) deleteProperty(prototype[key] as AnyFunction, mark);
  const callFromTick: CallMethod = (recorded, self, args) => {
    // `(text, callback, undefined)` of a helper that passes its parameters on: a callback is looked for at the end.
    while (args.length > 0 && args.at(-1) === undefined) args.pop();
    bindLastCallback(active, args);
    return call(recorded, self, args);
  };
  replaceMember(prototype, key, around(callFromTick, original));
}

function hasCallback(config: unknown): config is { callback: unknown } {
  return typeof config === 'object' && typeof (config as { callback?: unknown }).callback === 'function';
}

/** In a copy: a config that is used again would collect callbacks. */
function bindCallbackOf(active: ActiveScope, config: { callback: unknown }, args: unknown[]): void {
  const bound = [config.callback];
  bindLastCallback(active, bound);
  args[0] = Object.create(config, {
    callback: { value: bound[0], writable: true, enumerable: true, configurable: true },
  });
}
