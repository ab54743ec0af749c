// Reads an input that is given whole: `sma({ period, values })`, `rsi(closes, 14)`.

import { mix } from '../../../../model/keyed-hash.js';
import { KEY, mixKey, mixSeries, mixValue } from './fingerprint.js';
import { isSetting, type Setting } from './parameters.js';
import { plainEntries, plainField, refuseProxy } from './plain-fields.js';

/** Arguments, and fields of one of them, that are looked at. */
const ARGUMENTS = 6;
const FIELDS = 16;
/** Series that a function takes in one array: open, high, low, close, volume. */
const SERIES_TOGETHER = 8;

/** What was read last. Sums, because the fields of an object may stand in any order. */
export class SeriesInput {
  /** Of the longest series; 0 where there is none, and then nothing is known of the input. */
  length = 0;
  settingsHash = 0;
  /** Whether it has more fields than are looked at: listing them takes a microsecond for a hundred. */
  hasManyFields = false;
  #seriesHash = 0;

  /** Of series and settings together. */
  get hash(): number {
    return mix(this.#seriesHash, this.settingsHash);
  }

  /** @throws where something of it is an accessor or a proxy */
  read(args: readonly unknown[]): void {
    this.length = 0;
    this.hasManyFields = false;
    this.settingsHash = KEY;
    this.#seriesHash = KEY;
    const count = Math.min(args.length, ARGUMENTS);
    for (let place = 0; place < count; place++) {
      const value = args[place];
      if (isSeries(value)) this.#takeSeries(mix(KEY, place), value);
      else if (typeof value === 'object' && value !== null) this.#takeFields(value);
      else this.#takeSetting(mix(KEY, place), value);
    }
  }

  #takeFields(fields: object): void {
    refuseProxy(fields);
    let left = FIELDS;
    for (const name in fields) {
      if (left-- === 0) {
        this.hasManyFields = true;
        break;
      }
      const value = plainField(fields, name);
      if (isSeries(value)) this.#takeSeries(mixKey(KEY, name), value);
      else this.#takeSetting(mixKey(KEY, name), value);
    }
  }

  #takeSeries(key: number, series: ArrayLike<unknown>): void {
    const length = lengthOf(series);
    if (length > this.length) this.length = length;
    this.#seriesHash = (this.#seriesHash + mixSeries(key, series)) | 0;
  }

  #takeSetting(key: number, value: unknown): void {
    if (typeof value !== 'number' && typeof value !== 'string' && typeof value !== 'boolean') return;
    this.settingsHash = (this.settingsHash + mixValue(key, value)) | 0;
  }
}

/** The settings among arguments, and among the fields of those that are objects; `names` are those of the parameters. */
export function settingsOf(args: readonly unknown[], names: readonly (string | undefined)[]): Setting[] {
  const settings: Setting[] = [];
  for (const [place, value] of args.slice(0, ARGUMENTS).entries()) {
    const name = names[place];
    if (name !== undefined && isSetting(value)) settings.push([name, value]);
    if (typeof value !== 'object' || value === null || isSeries(value)) continue;
    for (const [field, inner] of plainEntries(value, FIELDS)) {
      if (isSetting(inner)) settings.push([field, inner]);
    }
  }
  return settings;
}

/** Several series in one array are as long as each of them; many short arrays in one are candles. */
function lengthOf(series: ArrayLike<unknown>): number {
  const first = series.length <= SERIES_TOGETHER ? series[0] : undefined;
  return Array.isArray(first) ? Math.max(series.length, first.length) : series.length;
}

function isSeries(value: unknown): value is ArrayLike<unknown> {
  if (ArrayBuffer.isView(value)) return !(value instanceof DataView);
  if (!Array.isArray(value)) return false;
  refuseProxy(value);
  return true;
}
