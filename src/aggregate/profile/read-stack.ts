// What a sampled stack says: which function of the program was running, and what it had called.

import { frameKey } from './profile-row-sums.js';
import { type ProfileFrame, REGULAR_EXPRESSION } from '../../model/record/profile-rows.js';
import type { FilePlace, ProfiledFunction, SampledStacks } from '../../model/sampled-stacks.js';

export interface StackReading {
  readonly state: 'idle' | 'collecting' | 'native' | 'tickscope' | 'program';
  /** Of the program. */
  readonly key: string;
  readonly frame: Omit<ProfileFrame, 'samples'>;
  /** Where the innermost measured function on the stack stands. */
  readonly measured: string | undefined;
}

export interface StackNames {
  placeOf(url: string): FilePlace;
  /** Whether a function at a place in the program's code is measured. */
  isMeasured(location: string): boolean;
}

const NATIVE = { name: '(native code)' };
/** Tickscope's functions that call others have this name: where one is on top of a stack, a function of V8's own runs, which is not shown. */
const WRAPPER = 'wrapper';

/** What V8 calls a regular expression that it has compiled begins so. */
const COMPILED_EXPRESSION = 'RegExp: ';

const TICKSCOPE: StackReading = { state: 'tickscope', key: '', frame: NATIVE, measured: undefined };

/** What V8 puts in the place of a function. */
const STATES = new Map<string, StackReading['state']>([
  ['(idle)', 'idle'],
  ['(garbage collector)', 'collecting'],
  ['(program)', 'native'],
  ['(root)', 'native'],
]);

/** @param innermost number of a function in `stacks` */
export function readStack({ functions, callers }: SampledStacks, innermost: number, names: StackNames): StackReading {
  const leaf = functions[innermost] as ProfiledFunction;
  const state = leaf.url === '' ? STATES.get(leaf.name) : undefined;
  if (state !== undefined) return { state, key: frameKey(NATIVE), frame: NATIVE, measured: undefined };
  let frame: Omit<ProfileFrame, 'samples'> | undefined;
  let within = leaf.url === '' && leaf.name.startsWith(COMPILED_EXPRESSION) ? REGULAR_EXPRESSION : undefined;
  let isWithinPackage = false;
  let isCalledByTickscope = false;
  for (let at = innermost; at !== -1; at = callers[at] as number) {
    const { name, url, line, column } = functions[at] as ProfiledFunction;
    const place = names.placeOf(url);
    if (place.owner === 'program') {
      const location = place.locationOf(line, column);
      frame ??= { name: name || '(anonymous)', location, ...(within !== undefined && { within }) };
      if (names.isMeasured(location)) return { state: 'program', key: frameKey(frame), frame, measured: location };
    } else if (frame === undefined && place.owner === 'tickscope') {
      // A wrapper, where something of the program's stands above it and what it wraps below.
      if (within === undefined && name !== WRAPPER) return TICKSCOPE;
      isCalledByTickscope = true;
    } else if (frame === undefined && (place.owner === 'package' || (place.owner === 'node' && !isWithinPackage))) {
      within = place.name;
      isWithinPackage = place.owner === 'package';
    }
  }
  if (frame === undefined && isCalledByTickscope && !isWithinPackage) return TICKSCOPE;
  frame ??= within === undefined ? NATIVE : { name: within };
  return { state: 'program', key: frameKey(frame), frame, measured: undefined };
}
