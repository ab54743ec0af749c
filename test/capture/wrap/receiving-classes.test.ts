// By which class a call of an inherited method goes.

import { ExtendedClasses } from '../../../src/capture/rules/extended-classes.js';
import { ReceivingClasses } from '../../../src/capture/wrap/receiving-classes.js';
import { Operation } from '../../../src/capture/wrap/operation.js';
import { NameTable } from '../../../src/model/name-table.js';

class Average {
  add(): void {}
}
class Ema extends Average {}
class Fast extends Ema {}
class Own extends Average {
  override add(): void {}
}

const names: string[] = [];
const table = new NameTable();
const own = new Operation(table, 'indicator', 'Average.add');
const extended = new ExtendedClasses();
const classes = new ReceivingClasses(own, 'Average.add', extended, (name) => {
  names.push(name);
  return new Operation(table, 'indicator', name);
});

it('goes by the class that inherits it, each asked for once, and by its own before any file had one', () => {
  expect(classes.of(new Ema())).toBe(own);
  extended.add('Average');
  const ema = classes.of(new Ema());
  const fast = classes.of(new Fast());
  expect([classes.of(new Ema()), classes.of(new Fast())]).toEqual([ema, fast]);
  expect(names).toEqual(['Ema.add', 'Fast.add']);
});

it.each<[what: string, self: unknown]>([
  ['the class itself', new Average()],
  ['a class with a method of its own, which calls it', new Own()],
  ['a plain object', { add: () => {} }],
  ['an object without a prototype', Object.create(null)],
  ['a function', Average],
  ['nothing', undefined],
  ['a class without a name', new (class extends Average {})()],
  [
    'a proxy',
    new Proxy(new Ema(), {
      getPrototypeOf() {
        throw new Error('nobody may ask');
      },
    }),
  ],
])('is that of the base for %s', (_what, self) => {
  expect(classes.of(self)).toBe(own);
});
