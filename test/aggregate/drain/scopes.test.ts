// The table of scopes, against a map: whatever is added and removed.

import * as fc from 'fast-check';
import { NONE, RunningOperations } from '../../../src/aggregate/drain/running-operations.js';
import { SCOPE_OF_TICK, Scopes } from '../../../src/aggregate/drain/scopes.js';
import { LAST_POSITION } from '../../../src/model/log/log-layout.js';
import { SEED } from '../random-trace.js';

it('finds each scope that it has, and none that it has not', () => {
  // Few scopes, so that they come again; some of them near each other and some far away.
  const anyScope = fc.oneof(
    fc.integer({ min: 1, max: 400 }),
    fc.integer({ min: -400, max: -1 }),
    fc.integer({ min: LAST_POSITION - 50, max: LAST_POSITION }),
  );
  fc.assert(
    fc.property(fc.array(anyScope, { maxLength: 1_500 }), (steps) => {
      const scopes = new Scopes(new RunningOperations());
      const expected = new Map<number, number>();
      for (const scope of steps) {
        const known = expected.get(scope);
        expect(scopes.find(scope)).toBe(known ?? NONE);
        if (known === undefined) expected.set(scope, scopes.add(scope, 5, 0, NONE, SCOPE_OF_TICK, NONE));
        else {
          scopes.remove(known);
          expected.delete(scope);
        }
        expect(scopes.find(scope)).toBe(expected.get(scope) ?? NONE);
      }
      for (const [scope, slot] of expected) expect([scopes.find(scope), scopes.scope[slot]]).toEqual([slot, scope]);
      expect(new Set(expected.values()).size).toBe(expected.size);
      expect(scopes.count).toBe(expected.size);
    }),
    { seed: SEED, numRuns: 60 },
  );
});

it('grows, and keeps what stands in it', () => {
  const operations = new RunningOperations();
  const scopes = new Scopes(operations);
  const slots = Array.from({ length: 5_000 }, (_, number) => {
    const base = operations.add(number, NONE, number, number + 1);
    operations.startNanos[base] = number / 2;
    return scopes.add(number + 1, number, 0, base, SCOPE_OF_TICK, NONE);
  });
  for (const [number, slot] of slots.entries()) {
    expect(scopes.find(number + 1)).toBe(slot);
    const base = scopes.base[slot] as number;
    expect([scopes.tree[slot], scopes.top[slot], operations.begin[base], operations.startNanos[base]]).toEqual([
      number,
      base,
      number + 1,
      number / 2,
    ]);
  }
});

it('gives an operation’s place to the next one', () => {
  const operations = new RunningOperations();
  const [first, second] = [operations.add(1, NONE, 0, 1), operations.add(2, NONE, 0, 2)];
  operations.remove(first);
  operations.remove(second);
  expect([operations.add(3, NONE, 0, 3), operations.add(4, NONE, 0, 4)]).toEqual([second, first]);
  expect(operations.add(5, NONE, 0, 5)).toBe(2);
});
