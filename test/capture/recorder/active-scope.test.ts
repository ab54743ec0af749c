// Which scope the running code is in: by its store, or in synchronous code without one.

import { AsyncResource } from 'node:async_hooks';
import { type Context, createContextKey, ROOT_CONTEXT } from '@opentelemetry/api';
import { ActiveScope } from '../../../src/capture/recorder/active-scope.js';
import { ScopeContext, scopeIn } from '../../../src/capture/recorder/scope-context.js';

const KEY = createContextKey('a key of the program');
const TICK = 5;
const OTHER = 9;

let active: ActiveScope;
beforeEach(() => {
  active = new ActiveScope();
});

/** Runs synchronous code in a scope without a store, as a synchronous call does. */
function light<Result>(scope: number, code: () => Result): Result {
  const { light: before, lightStore } = active;
  active.enterLight(scope);
  try {
    return code();
  } finally {
    active.restoreLight(before, lightStore);
  }
}

describe('the active scope', () => {
  it('is that of the store across an await, and not before and after', async () => {
    const seen: number[] = [active.get()];
    await active.run(TICK, async () => {
      seen.push(active.get());
      await Promise.resolve();
      seen.push(active.get());
    });
    expect([...seen, active.get()]).toEqual([0, TICK, TICK, 0]);
  });

  it('is that of what was entered until the store of before is put back', async () => {
    const { store } = active;
    active.enter(TICK);
    const later = Promise.resolve().then(() => active.get());
    expect(active.get()).toBe(TICK);
    active.enter(OTHER);
    expect(active.get()).toBe(OTHER);
    active.put(store);
    expect(active.get()).toBe(0);
    expect(await later).toBe(TICK);
  });

  it('keeps the values of the context that it was entered in', () => {
    active.run(ROOT_CONTEXT.setValue(KEY, 'set'), () => {
      expect(active.get()).toBe(0);
      active.enter(TICK);
      expect(active.get()).toBe(TICK);
      expect(active.context?.getValue(KEY)).toBe('set');
    });
  });

  it('is refined by whoever knows more of the contexts of the program', () => {
    active.refineWith((scope) => scope * 10);
    expect([active.get(), active.run(TICK, () => active.get()), light(TICK, () => active.get())]).toEqual([0, 50, 50]);
    active.refineWith(undefined);
    expect(active.run(TICK, () => active.get())).toBe(TICK);
  });
});

describe('a synchronous scope without a store', () => {
  it('has the synchronous code, and none that goes on later', async () => {
    const later = light(TICK, () => {
      expect(active.get()).toBe(TICK);
      return Promise.resolve().then(() => active.get());
    });
    expect(active.get()).toBe(0);
    expect(await later).toBe(0);
  });

  it('stands in the scope around it, and gives way to that', () => {
    active.run(OTHER, () => {
      expect(light(TICK, () => [light(7, () => active.get()), active.get()])).toEqual([7, TICK]);
      expect(active.get()).toBe(OTHER);
    });
  });

  it('is valid only while the store is the one that it was entered in', () => {
    const bound = active.run(OTHER, () => AsyncResource.bind(() => active.get()));
    const outside = AsyncResource.bind(() => active.get());
    expect(light(TICK, () => [bound(), active.get()])).toEqual([OTHER, TICK]);
    // As in code that a nested event loop runs: outside every scope.
    expect(active.run(OTHER, () => light(TICK, () => [outside(), active.get()]))).toEqual([0, TICK]);
  });

  it('gives way to a store that is entered in it', () => {
    light(TICK, () => {
      const { store } = active;
      active.enter(OTHER);
      expect(active.get()).toBe(OTHER);
      active.put(store);
      expect(active.get()).toBe(TICK);
    });
  });

  it('is left at the bottom of the stack, whatever `vm` has ended by its timeout', () => {
    active.enterLight(TICK);
    active.clearLight();
    expect([active.get(), active.light, active.lightStore]).toEqual([0, 0, undefined]);
  });
});

describe('what code that goes on later keeps', () => {
  it('is the store, outside a synchronous scope and where that does not hold', () => {
    expect(active.storeToKeep).toBeUndefined();
    active.run(TICK, () => expect(active.storeToKeep).toBe(TICK));
    const bound = active.run(OTHER, () => AsyncResource.bind(() => active.storeToKeep));
    expect(light(TICK, () => bound())).toBe(OTHER);
  });

  it('is the synchronous scope, with the values of the program', () => {
    expect(light(TICK, () => active.storeToKeep)).toBe(TICK);
    const kept = active.run(ROOT_CONTEXT.setValue(KEY, 'set'), () => light(TICK, () => active.storeToKeep)) as Context;
    expect(kept).toBeInstanceOf(ScopeContext);
    expect([scopeIn(kept), kept.getValue(KEY)]).toEqual([TICK, 'set']);
  });
});

describe('code that runs with another store', () => {
  it('is in that, and in no synchronous scope around it', () => {
    light(TICK, () => {
      expect([active.run(OTHER, () => active.get()), active.run(undefined, () => active.get())]).toEqual([OTHER, 0]);
    });
  });

  it.each([
    ['returns', (): unknown => active.run(OTHER, () => light(8, () => active.get()))],
    [
      'throws',
      (): void =>
        expect(() =>
          active.run(OTHER, () => {
            active.enterLight(8);
            throw new Error('thrown by the program');
          }),
        ).toThrow('thrown by the program'),
    ],
  ])('restores store and synchronous scope where it %s', (_how, run) => {
    active.run(3, () =>
      light(TICK, () => {
        run();
        expect([active.store, active.get(), active.light, active.lightStore]).toEqual([3, TICK, TICK, 3]);
      }),
    );
    expect([active.store, active.get()]).toEqual([undefined, 0]);
  });
});

describe('the context of the running code', () => {
  it('is none outside every scope, and the program’s own where it has set values', () => {
    expect(active.context).toBeUndefined();
    const own = ROOT_CONTEXT.setValue(KEY, 'set');
    expect(active.run(own, () => active.context)).toBe(own);
  });

  it('is one with the scope, synchronous or not', () => {
    const contexts = [active.run(TICK, () => active.context), light(TICK, () => active.context)];
    expect(contexts.map((context) => scopeIn(context as Context))).toEqual([TICK, TICK]);
  });
});
