// The frames of Node.js in which stores are: what was entered is left without a trace, and what a program enters of its own stays.

import { AsyncLocalStorage } from 'node:async_hooks';
import { ActiveScope, EnteredStore } from '../../../src/capture/recorder/active-scope.js';
import { contextFrames, keepingFrame } from '../../../src/capture/recorder/context-frames.js';

const TICK = 5;
const OPERATION = 9;

const ofProgram = new AsyncLocalStorage<string>();
let active: ActiveScope;
beforeEach(() => {
  active = new ActiveScope();
});

/** Not by `toBe`, which prints what differs: a frame cannot be printed. */
const isRunning = (frame: unknown): boolean => contextFrames?.current() === frame;

it('are found in this Node.js, and in none before 24', () => {
  expect(contextFrames !== undefined).toBe(Number(process.versions.node.split('.')[0]) >= 24);
});

it('are left as they were', () => {
  const outside = contextFrames?.current();
  const tick = new EnteredStore();
  active.enterScope(tick, TICK);
  const frame = contextFrames?.current();
  const operation = new EnteredStore();
  active.enterScope(operation, OPERATION);
  expect(active.get()).toBe(OPERATION);
  active.leave(operation);
  expect([active.get(), isRunning(frame)]).toEqual([TICK, true]);
  active.leave(tick);
  expect([active.get(), isRunning(outside)]).toEqual([0, true]);
});

it('keep what the program has entered meanwhile', () => {
  const tick = new EnteredStore();
  active.enterScope(tick, TICK);
  ofProgram.enterWith('entered inside');
  active.leave(tick);
  expect([active.get(), ofProgram.getStore()]).toEqual([0, 'entered inside']);
  active.resume(tick, TICK);
  expect([active.get(), ofProgram.getStore()]).toEqual([TICK, 'entered inside']);
});

it('have what the program had entered before, inside and after', () => {
  ofProgram.run('outside', () => {
    const tick = new EnteredStore();
    active.enterScope(tick, TICK);
    expect([active.get(), ofProgram.getStore()]).toEqual([TICK, 'outside']);
    active.leave(tick);
    expect([active.get(), ofProgram.getStore()]).toEqual([0, 'outside']);
    active.resume(tick, TICK);
    expect([active.get(), ofProgram.getStore()]).toEqual([TICK, 'outside']);
    active.leave(tick);
  });
  expect([active.get(), ofProgram.getStore()]).toEqual([0, undefined]);
});

it('are those of the continuation where that has other stores of the program', () => {
  const tick = new EnteredStore();
  active.enterScope(tick, TICK);
  active.leave(tick);
  ofProgram.run('another', () => {
    active.resume(tick, TICK);
    expect([active.get(), ofProgram.getStore()]).toEqual([TICK, 'another']);
    active.put(undefined);
  });
});

it('are kept around code of Tickscope’s, whatever that enters or throws', () => {
  const outside = contextFrames?.current();
  const storage = new AsyncLocalStorage<string>();
  expect(keepingFrame(() => storage.run('inside', () => storage.getStore()))).toBe('inside');
  expect(() =>
    keepingFrame(() => {
      storage.enterWith('left behind');
      throw new Error('a failure');
    }),
  ).toThrow('a failure');
  expect([isRunning(outside), storage.getStore()]).toEqual([true, contextFrames ? undefined : 'left behind']);
});
