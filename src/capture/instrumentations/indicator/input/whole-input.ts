// Looks at calls whose input is given whole: an array, or an object with arrays and settings.

import { scattered } from '../../../../model/keyed-hash.js';
import { now } from '../../../recorder/clock.js';
import type { InputObserver, InputSink, PureCalls } from '../../../rules/input-observer.js';
import { settingsText } from './parameters.js';
import { RecentInputs } from './recent-inputs.js';
import { isReadWhole, resultHash } from './read-whole.js';
import { isInSample, isResultLookedAt } from './sampled-ticks.js';
import { SeriesInput, settingsOf } from './series-input.js';

/** Different settings of one operation that are told: a text costs a hundred times what a hash does. */
const SETTINGS_TOLD = 64;

export class WholeInput implements InputObserver {
  readonly #sink: InputSink;
  readonly #parameterNames: readonly (string | undefined)[];
  readonly #isSetting: (name: string) => boolean;
  readonly #input = new SeriesInput();
  readonly #told = new Set<number>();
  #recent: RecentInputs | undefined;
  #tickNumber = 0;
  /** The program gives what may not be read: no other input is looked at. */
  #isOpaque = false;
  /** When the call began whose result is looked at; 0 for others. */
  #fromNanos = 0;

  /**
   * @param parameterNames of the function itself
   * @param isSetting by its name, whether a number may be shown
   */
  constructor(sink: InputSink, parameterNames: readonly (string | undefined)[], isSetting: (name: string) => boolean) {
    this.#sink = sink;
    this.#parameterNames = parameterNames;
    this.#isSetting = isSetting;
  }

  before(_self: unknown, args: readonly unknown[], tickNumber: number): boolean {
    const input = this.#input;
    this.#tickNumber = tickNumber;
    if (this.#isOpaque) return false;
    if (input.hasManyFields && !isInSample(tickNumber)) return false;
    try {
      input.read(args);
      if (input.length > 0 && !this.#told.has(input.settingsHash)) this.#tellSettings(args);
      if (input.length === 0) return false;
      this.#fromNanos = 0;
      if (this.#sink.pureCalls?.isFollowed === true) this.#follow(this.#sink.pureCalls, args);
      return true;
    } catch {
      this.#isOpaque = true;
      return false;
    }
  }

  after(result: unknown): void {
    const { length, hash } = this.#input;
    if (this.#fromNanos > 0) {
      const nanos = now() - this.#fromNanos;
      this.#sink.pureCalls?.returned(readResult(result), nanos);
    }
    this.#sink.inputSeen(length, (this.#recent ??= new RecentInputs()).meet(hash, this.#tickNumber));
  }

  #follow(pureCalls: PureCalls, args: readonly unknown[]): void {
    const input = scattered(this.#input.hash);
    pureCalls.called(input);
    if (!isResultLookedAt(this.#tickNumber, input, pureCalls.isWellKnown)) return;
    if (!isReadWhole(args)) pureCalls.inputUnread();
    this.#fromNanos = now();
  }

  #tellSettings(args: readonly unknown[]): void {
    if (this.#told.size >= SETTINGS_TOLD) return;
    this.#told.add(this.#input.settingsHash);
    const settings = settingsOf(args, this.#parameterNames).filter(([name]) => this.#isSetting(name));
    if (settings.length > 0) this.#sink.parametersSeen(settingsText(settings));
  }
}

function readResult(result: unknown): number | undefined {
  try {
    return resultHash(result);
  } catch {
    // An accessor or a proxy: nothing is known of this result.
    return undefined;
  }
}
