// Reads an input that comes value by value: `rsi.nextValue(price)`, `ema.update(candle)`.
//
// What such a call computes depends on everything that its instance was given before. So each instance has a hash of its
// settings, all its inputs and all its results, and two instances with the same one have done the same work, call for call.
// Results are in it because settings may be hidden: a fast and a slow average part with their first different results.

import { mix, mixNumber } from '../../../../model/keyed-hash.js';
import { KEY, mixKey, mixValue } from './fingerprint.js';
import { isSetting, SETTING, type Setting, settingsText } from './parameters.js';
import { plainEntries } from './plain-fields.js';

/** Fields of an instance, and of an indicator that it holds, that are looked at when it is met. */
const FIELDS = 24;

interface History {
  hash: number;
  /** Its settings, until the first operation that reads it has told them. */
  untold: string | undefined;
}

/** Weak: an instance is remembered for as long as the program has it. */
const histories = new WeakMap<object, History>();

/** @param hash of what the instance was made from */
export function startHistory(instance: object, hash: number, settings: string | undefined): void {
  histories.set(instance, { hash, untold: settings });
}

export class InstanceHistory {
  readonly #parametersSeen: (text: string) => void;
  #history: History = { hash: KEY, untold: undefined };

  constructor(parametersSeen: (text: string) => void) {
    this.#parametersSeen = parametersSeen;
  }

  /** @throws where something of it is an accessor or a proxy */
  read(instance: object, args: readonly unknown[]): void {
    let history = histories.get(instance);
    if (history === undefined) histories.set(instance, (history = newHistory(instance)));
    if (history.untold !== undefined) {
      if (history.untold !== '') this.#parametersSeen(history.untold);
      history.untold = undefined;
    }
    let { hash } = history;
    for (let place = 0; place < args.length; place++) hash = mixAny(hash, args[place]);
    history.hash = hash;
    this.#history = history;
  }

  /** @returns the hash of the instance's whole past, with this result */
  readResult(result: unknown): number {
    return (this.#history.hash = mixAny(this.#history.hash, result));
  }
}

/** Numbers, which nearly all values are, without asking further. */
function mixAny(hash: number, value: unknown): number {
  return typeof value === 'number' ? mixNumber(hash, value) : mixValue(hash, value);
}

function newHistory(instance: object): History {
  const settings = settingsOf(instance);
  let hash = KEY;
  for (const [name, value] of settings) hash = (hash + mixValue(mixKey(KEY, name), value)) | 0;
  return { hash: mix(hash, settings.length), untold: settingsText(settings) };
}

/** Of the instance and of the indicators that it is made of, one level deep: `long.interval=26 short.interval=12`. */
function settingsOf(instance: object): Setting[] {
  const settings: Setting[] = [];
  for (const [name, value] of plainEntries(instance, FIELDS)) {
    if (isSetting(value) && SETTING.test(name)) settings.push([name, value]);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) continue;
    for (const [inner, field] of plainEntries(value, FIELDS)) {
      if (isSetting(field) && SETTING.test(inner)) settings.push([`${name}.${inner}`, field]);
    }
  }
  return settings;
}
