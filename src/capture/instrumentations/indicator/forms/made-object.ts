// `const average = MovingAverage(60_000); average.push(time, value)`: a function that makes an object, whose function computes.

import { replaceMember, showAsConstructor } from '../../../patch/replace-member.js';
import type { AnyFunction } from '../../../rules/any-function.js';
import { mimic } from '../../../wrap/mimic.js';
import { givenValueByValue } from '../input/observers.js';
import type { Form } from '../library.js';

const { apply, construct } = Reflect;

export function functionOfMadeObject(key: string): Form {
  return {
    says: `\`x().${key}()\``,
    patch(exported, name, wrap) {
      if (typeof exported !== 'function') return exported;
      const make = exported as AnyFunction;
      const recorded = (made: unknown): unknown => {
        if (typeof made === 'object' && made !== null)
          replaceMember(made, key, (original) => wrap(original, `${name}.${key}`, givenValueByValue));
        return made;
      };
      const maker: AnyFunction = function (...args) {
        return recorded(
          new.target ? construct(make, args, new.target === maker ? make : new.target) : apply(make, this, args),
        );
      };
      mimic(maker, make);
      showAsConstructor(maker, make);
      return maker;
    },
  };
}
