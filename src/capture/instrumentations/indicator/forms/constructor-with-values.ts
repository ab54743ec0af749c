// `new RSI({ period, values })`: a constructor that computes at once where it is given values.

import type { InputObserver, MakeInputObserver } from '../../../rules/input-observer.js';
import { originalOf, printAs } from '../../../wrap/mimic.js';
import type { AnyFunction } from '../../../rules/any-function.js';
import { ConstructorInput } from '../input/constructor-input.js';
import { givenWhole } from '../input/observers.js';
import type { Form } from '../library.js';

const { construct, defineProperty } = Reflect;

/** @param method that the class has where it is an indicator */
export function constructorWithValues(method: string): Form {
  return {
    says: '`new X({ values })`',
    patch(exported, name, wrap) {
      if (typeof exported !== 'function') return exported;
      const prototype = exported.prototype as object | undefined;
      if (prototype === undefined || !(method in prototype) || originalOf(exported) !== undefined) return exported;
      return wrapperOf(exported as AnyFunction, prototype, (original) => wrap(original, name, givenToConstructor));
    },
  };
}

function wrapperOf(
  indicator: AnyFunction,
  prototype: object,
  wrap: (original: AnyFunction) => AnyFunction,
): AnyFunction {
  const input = new ConstructorInput();
  const recordedConstruct = wrap((...args) => construct(indicator, args[0] as unknown[], args[1] as AnyFunction));
  const wrapper: AnyFunction = new Proxy(indicator, {
    construct(_target, args: unknown[], newTarget: AnyFunction) {
      const given = newTarget === wrapper ? indicator : newTarget;
      const computes = computesAtOnce(args[0]);
      const instance = (computes ? recordedConstruct(args, given) : construct(indicator, args, given)) as object;
      input.remember(instance, args);
      return instance;
    },
  });
  printAs(wrapper, indicator);
  // `instance.constructor === exports.RSI` held before, and has to hold with the wrapper.
  defineProperty(prototype, 'constructor', { value: wrapper, writable: true, configurable: true, enumerable: false });
  return wrapper;
}

/** Without values the constructor only prepares for streaming. */
function computesAtOnce(input: unknown): boolean {
  if (typeof input !== 'object' || input === null) return false;
  return Object.values(input).some((value) => Array.isArray(value) && value.length > 0);
}

/** The first argument of the recorded function is the list of the constructor's arguments. */
const givenToConstructor: MakeInputObserver = (sink) => {
  const whole = givenWhole(sink, []);
  const observer: InputObserver = {
    before: (_self, args, tickNumber) => whole.before(undefined, args[0] as unknown[], tickNumber),
    after: (result) => whole.after(result),
  };
  return observer;
};
