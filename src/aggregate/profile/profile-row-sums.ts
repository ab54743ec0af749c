// The samples of one row: counts by function, as many functions as a row names.

import { inKeyOrder } from '../../model/key-order.js';
import { OTHER } from '../../model/operation.js';
import { FRAMES_PER_ROW, type ProfileFrame, type ProfileRow } from '../../model/record/profile-rows.js';

/** Everything of a row but its counts. */
export type ProfileIdentity = Pick<ProfileRow, 'scope' | 'kind' | 'name'>;

function profileKey({ scope, kind = 'internal', name }: ProfileIdentity): string {
  return `${scope}\u0000${kind}\u0000${name}`;
}

export function frameKey({ name, location = '', within = '' }: Omit<ProfileFrame, 'samples'>): string {
  return `${location}\u0000${name}\u0000${within}`;
}

export class ProfileRowSums {
  readonly #identity: ProfileIdentity;
  readonly #frames = new Map<string, ProfileFrame>();
  #samples = 0;
  collecting = 0;

  constructor(identity: ProfileIdentity) {
    this.#identity = identity;
  }

  /** @param key the frame's */
  add(key: string, frame: Omit<ProfileFrame, 'samples'>, samples: number): void {
    this.#samples += samples;
    this.#count(key, frame, samples);
  }

  /** Of a state of the thread, which has no frames. */
  addState(samples: number): void {
    this.#samples += samples;
  }

  merge(row: ProfileRow): void {
    this.#samples += row.samples;
    this.collecting += row.collecting;
    for (const frame of row.frames) this.#count(frameKey(frame), frame, frame.samples);
  }

  toRow(): ProfileRow {
    const frames = inKeyOrder(this.#frames).toSorted((left, right) => right.samples - left.samples);
    return {
      ...this.#identity,
      samples: this.#samples,
      collecting: this.collecting,
      frames: frames.length > FRAMES_PER_ROW ? withOthers(frames) : frames,
    };
  }

  #count(key: string, { name, location, within }: Omit<ProfileFrame, 'samples'>, samples: number): void {
    const before = this.#frames.get(key)?.samples ?? 0;
    this.#frames.set(key, {
      name,
      ...(location !== undefined && { location }),
      ...(within !== undefined && { within }),
      samples: before + samples,
    });
  }
}

/** The sums of a row among others. */
export function profileIn(rows: Map<string, ProfileRowSums>, identity: ProfileIdentity): ProfileRowSums {
  const key = profileKey(identity);
  let row = rows.get(key);
  if (row === undefined) {
    const { scope, kind, name } = identity;
    rows.set(key, (row = new ProfileRowSums({ scope, ...(kind !== undefined && { kind }), name })));
  }
  return row;
}

/** @param frames those with most samples first */
function withOthers(frames: readonly ProfileFrame[]): ProfileFrame[] {
  const isNamed = (frame: ProfileFrame): boolean => frame.name !== OTHER;
  const named = frames.filter(isNamed).slice(0, FRAMES_PER_ROW - 1);
  const left = new Set(frames);
  for (const frame of named) left.delete(frame);
  const samples = [...left].reduce((sum, frame) => sum + frame.samples, 0);
  return [...named, { name: OTHER, samples }];
}
