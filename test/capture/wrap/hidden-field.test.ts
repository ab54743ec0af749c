// A value that belongs to an object, which the object does not show.

import { hiddenField } from '../../../src/capture/wrap/hidden-field.js';

const one = hiddenField<string>();
const other = hiddenField<object>();

it('belongs to one object and one field', () => {
  const [left, right] = [() => {}, () => {}];
  one.set(left, 'left');
  other.set(left, { of: 'left' });
  expect([one.get(left), other.get(left), one.get(right)]).toEqual(['left', { of: 'left' }, undefined]);
});

it('shows nothing, and changes nothing that can be seen', () => {
  const owner = Object.assign(() => {}, { cancel: 1 });
  const before = [Reflect.ownKeys(owner), Object.getOwnPropertyDescriptors(owner), String(owner)];
  one.set(owner, 'value');
  expect([Reflect.ownKeys(owner), Object.getOwnPropertyDescriptors(owner), String(owner)]).toEqual(before);
});

it('is taken by a frozen object', () => {
  const owner = Object.freeze({});
  one.set(owner, 'frozen');
  expect(one.get(owner)).toBe('frozen');
});

it('calls no trap of a proxy', () => {
  const trap = new Proxy({}, { get: (_handler, name) => () => fail(`trap ${String(name)}`) });
  const owner = new Proxy(() => {}, trap);
  one.set(owner, 'proxy');
  expect(one.get(owner)).toBe('proxy');
});

it('keeps the value of an object that takes no field', () => {
  const owner = {};
  one.set(owner, 'first');
  // The second time is an error of V8's, as it is for an object that cannot be extended where it has the flag for that.
  one.set(owner, 'second');
  expect(one.get(owner)).toBe('first');
  expect(one.get({})).toBeUndefined();
});

const fail = (text: string): never => {
  throw new Error(text);
};
