// Functions of the program that place, change and cancel orders, by their names.

import type { ProgramRule } from '../../rules/instrumentation.js';
import { qualifiedName } from '../../rules/names.js';
import { actionOf, isOrderFunction } from '../../rules/order-names.js';

export const programOrders: ProgramRule = {
  hint: /\b_?(?:create|place|submit|send|edit|amend|modify|replace|cancel)\w*Order/,
  match(candidate) {
    const { name, isAsync } = candidate;
    if (!isOrderFunction(name)) return undefined;
    return {
      kind: 'internal',
      name: qualifiedName(candidate),
      rule: 'order-function',
      // `createOrder` is also what a function is called that makes an object.
      order: { action: actionOf(name), ...(!isAsync && { mayBeNone: true }) },
    };
  },
};
