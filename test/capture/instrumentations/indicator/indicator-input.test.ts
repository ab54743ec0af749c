// How two inputs of an indicator are told to be the same.

import * as fc from 'fast-check';
import { KEY, mixSeries, mixValue } from '../../../../src/capture/instrumentations/indicator/input/fingerprint.js';
import { settingsText } from '../../../../src/capture/instrumentations/indicator/input/parameters.js';
import { RecentInputs } from '../../../../src/capture/instrumentations/indicator/input/recent-inputs.js';

const sameSeries = (left: ArrayLike<unknown>, right: ArrayLike<unknown>): boolean =>
  mixSeries(KEY, left) === mixSeries(KEY, right);

describe('the hash of a series', () => {
  it('is that of its copy, whatever it holds', () => {
    const element = fc.oneof(fc.double(), fc.string(), fc.record({ close: fc.double() }), fc.array(fc.double()));
    fc.assert(
      fc.property(fc.array(element), (series) => {
        expect(sameSeries(series, structuredClone(series))).toBe(true);
      }),
    );
  });

  it('is another one with another length, or another value at an end', () => {
    const closes = Array.from({ length: 100 }, (_, minute) => 100 + minute / 7);
    const candles = closes.map((close) => ({ open: 100, close }));
    const rows = closes.map((close) => [100, close]);
    for (const series of [closes, candles, rows, closes.map(String), Float64Array.from(closes)]) {
      expect(sameSeries(series, [...series])).toBe(true);
      expect(sameSeries(series, [...series].slice(1))).toBe(false);
      expect(sameSeries(series, [...series].toReversed())).toBe(false);
      expect(sameSeries(series, [...series].with(-1, series[50] as never))).toBe(false);
      expect(sameSeries(series, [...series].with(0, series[50] as never))).toBe(false);
    }
  });

  it('takes no kind of value for another', () => {
    const values = [1, '1', true, false, null, [], [1], { close: 1 }, { close: '1' }];
    expect(new Set(values.map((value) => mixValue(KEY, value))).size).toBe(values.length);
  });
});

describe('the inputs that are remembered', () => {
  /** The same in the plainest way: a list of the last 64 that were new. */
  class Plain {
    readonly #inputs: { hash: number; tick: number }[] = [];

    meet(hash: number, tick: number): string {
      const known = this.#inputs.find((input) => input.hash === hash);
      if (known === undefined) {
        this.#inputs.push({ hash, tick });
        if (this.#inputs.length > 64) this.#inputs.shift();
        return 'new';
      }
      const isSameTick = tick !== 0 && known.tick === tick;
      known.tick = tick;
      return isSameTick ? 'in this tick' : 'before';
    }
  }

  it('are the last 64 different ones, wherever their hashes fall', () => {
    // Few of the 256 places, so that many hashes meet at one.
    const hash = fc.tuple(fc.nat(20), fc.nat(11)).map(([high, low]) => ((high << 8) | (250 + low)) & 0x7fffffff || 1);
    fc.assert(
      fc.property(fc.array(fc.tuple(hash, fc.nat(3)), { minLength: 300, maxLength: 600 }), (calls) => {
        const recent = new RecentInputs();
        const plain = new Plain();
        for (const [input, tick] of calls) expect(recent.meet(input, tick)).toBe(plain.meet(input, tick));
      }),
    );
  });
});

describe('settings', () => {
  it('are written in one order, and only so many', () => {
    expect(
      settingsText([
        ['slow', 26],
        ['fast', 12],
        ['isSimple', true],
      ]),
    ).toBe('fast=12 isSimple=true slow=26');
    const many = Array.from({ length: 20 }, (_, place): [string, number] => [`period${place}`, place]);
    expect(settingsText(many).split(' ')).toHaveLength(8);
  });
});
