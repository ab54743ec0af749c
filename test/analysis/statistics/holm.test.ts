import * as fc from 'fast-check';
import { holm } from '../../../src/analysis/statistics/holm.js';
import { SEED } from '../../aggregate/random-trace.js';

describe('p-values of a family', () => {
  it('are multiplied by how many are left, and never smaller than a smaller one', () => {
    expect(holm([0.01, 0.04, 0.03, 0.005]).map((value) => Math.round(value * 1e6) / 1e6)).toEqual([
      0.03, 0.06, 0.06, 0.02,
    ]);
    expect(holm([0.4, 0.6])).toEqual([0.8, 0.8]);
    expect(holm([0.03])).toEqual([0.03]);
    expect(holm([])).toEqual([]);
  });

  it('refuse just what the steps down refuse, at any level', () => {
    const anyChance = fc.integer({ min: 0, max: 1_000 }).map((thousandths) => thousandths / 1_000);
    fc.assert(
      fc.property(fc.array(anyChance, { maxLength: 8 }), fc.constantFrom(0.0101, 0.0501, 0.3001), (chances, level) => {
        // From the smallest up, until the first that is too large for as many as are left.
        const refused = new Set<number>();
        const places = chances
          .map((_, place) => place)
          .toSorted((one, other) => (chances[one] ?? 0) - (chances[other] ?? 0));
        for (const place of places) {
          if ((chances[place] ?? 0) * (chances.length - refused.size) > level) break;
          refused.add(place);
        }
        expect(holm(chances).map((value) => value <= level)).toEqual(chances.map((_, place) => refused.has(place)));
      }),
      { seed: SEED, numRuns: 1_000 },
    );
  });
});
