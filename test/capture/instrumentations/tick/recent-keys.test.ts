// The last keys are known, and old ones are forgotten, whatever the order in which they came.

import fc from 'fast-check';
import { RecentKeys } from '../../../../src/capture/instrumentations/tick/relays/recent-keys.js';

it('knows the last keys with their last values, and no more than twice as many', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.array(fc.integer({ min: 0, max: 30 })), (least, keys) => {
      const recent = new RecentKeys<number>(least);
      expect(recent.isEmpty).toBe(true);
      const last = new Map<string, number>();
      keys.forEach((key, at) => {
        recent.set(String(key), at);
        last.delete(String(key));
        last.set(String(key), at);
      });
      const inOrder = [...last].toReversed();
      for (const [key, at] of inOrder.slice(0, least)) expect(recent.get(key)).toBe(at);
      const known = inOrder.filter(([key]) => recent.get(key) !== undefined);
      expect(known.length).toBeLessThanOrEqual(2 * least);
      for (const [key, at] of known) expect(recent.get(key)).toBe(at);
    }),
  );
});
