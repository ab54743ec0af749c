// The context manager of OpenTelemetry over the recorder's scopes.

import { EventEmitter } from 'node:events';
import { createContextKey, ROOT_CONTEXT } from '@opentelemetry/api';
import { ActiveScope } from '../../src/capture/recorder/active-scope.js';
import { scopeIn } from '../../src/capture/recorder/scope-context.js';
import { ScopeContextManager } from '../../src/export/scope-context-manager.js';

const KEY = createContextKey('a key of the program');
const TICK = 5;
const OWN = ROOT_CONTEXT.setValue(KEY, 'set');

const active = new ActiveScope();
const manager = new ScopeContextManager(active);

it('has the root context outside every scope, and in a scope one with that', () => {
  expect(manager.active()).toBe(ROOT_CONTEXT);
  active.run(TICK, () => expect(scopeIn(manager.active())).toBe(TICK));
});

it('runs code with a context, its scope and its values, and hands this, arguments and result through', () => {
  const inTick = active.run(TICK, () => manager.active().setValue(KEY, 'in the tick'));
  const self = {};
  const seen = manager.with(
    inTick,
    function (this: unknown, ...args: number[]) {
      return [this, ...args, active.get(), manager.active().getValue(KEY)];
    },
    self,
    1,
    2,
  );
  expect(seen).toEqual([self, 1, 2, TICK, 'in the tick']);
  expect(seen[0]).toBe(self);
  expect(manager.active()).toBe(ROOT_CONTEXT);
});

it('runs code outside of every scope with a context that has none, and restores where it throws', () => {
  active.run(TICK, () => {
    expect(manager.with(OWN, () => [active.get(), manager.active()])).toEqual([0, OWN]);
    expect(() =>
      manager.with(OWN, () => {
        throw new Error('thrown by the program');
      }),
    ).toThrow('thrown by the program');
    expect(active.get()).toBe(TICK);
  });
});

it('attaches a context until it is disposed of, once', () => {
  active.run(TICK, () => {
    const attached = manager.attach(OWN);
    expect([manager.active(), active.get()]).toEqual([OWN, 0]);
    attached.dispose();
    expect(active.get()).toBe(TICK);
    active.enter(9);
    attached.dispose();
    expect(active.get()).toBe(9);
  });
});

it('binds functions and emitters to a context', () => {
  expect(manager.bind(OWN, () => manager.active().getValue(KEY))()).toBe('set');
  const emitter = manager.bind(OWN, new EventEmitter());
  const seen: unknown[] = [];
  emitter.on('trade', () => seen.push(manager.active().getValue(KEY)));
  emitter.emit('trade');
  expect(seen).toEqual(['set']);
});

it('goes on where somebody disables it: ticks are found through it', () => {
  expect(manager.disable()).toBe(manager);
  expect(manager.with(OWN, () => manager.active())).toBe(OWN);
});
