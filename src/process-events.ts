// Sees the events of `process` before the program's listeners do, and without a listener: those a program counts, lists and removes. One
// of `beforeExit` would make Node.js emit that event a second time, and one of `unhandledRejection` would keep a program alive.
//
// Node.js emits them by `process.emit`, which it inherits. What is put on the prototype in between is no property of `process`.

import process from 'node:process';
import { attempt } from './guard.js';

const { apply, defineProperty, getPrototypeOf } = Reflect;

/** @returns `true` where the event is held back from the program */
export type ProcessEventObserver = (...args: unknown[]) => boolean;

const observers = new Map<unknown, ProcessEventObserver[]>();

/** Calls `observe` with what the event's listeners get. */
export function beforeProcessEvent(event: string, observe: ProcessEventObserver): void {
  if (observers.size === 0) install();
  observers.set(event, [...(observers.get(event) ?? []), observe]);
}

function install(): void {
  const { emit: original } = process;
  const { emit } = {
    emit(this: unknown, event: unknown, ...args: unknown[]): boolean {
      const observing = this === process ? observers.get(event) : undefined;
      if (observing !== undefined && isHeldBack(event, observing, args)) return true;
      return apply(original, this, [event, ...args]) as boolean;
    },
  };
  defineProperty(getPrototypeOf(process) as object, 'emit', {
    value: emit,
    writable: true,
    configurable: true,
    enumerable: false,
  });
}

function isHeldBack(event: unknown, observing: readonly ProcessEventObserver[], args: readonly unknown[]): boolean {
  let held = false;
  for (const observe of observing) {
    attempt(`observing ${String(event)}`, () => (held = observe(...args) || held));
  }
  return held;
}
