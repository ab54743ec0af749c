// Methods that are watched stay the methods that they are.

import { watchReads } from '../../../../src/capture/instrumentations/external/watched-reads.js';

class Base {
  push(value: unknown): string {
    return `pushed ${String(value)}`;
  }
}
class Stream extends Base {}

it('tells of every read, and gives the very method', () => {
  class Other extends Stream {}
  const read: unknown[] = [];
  expect(watchReads(Other.prototype, 'push', (self) => read.push(self))).toBe(true);
  const stream = new Other();
  expect(stream.push(1)).toBe('pushed 1');
  expect(Object.getOwnPropertyNames(Other.prototype)).toEqual(['constructor', 'push']);
  expect(read).toEqual([stream]);
  expect(Reflect.get(stream, 'push')).toBe(Base.prototype.push);
  expect(read).toEqual([stream, stream]);
  // The prototype itself is no stream.
  expect(Reflect.get(Other.prototype, 'push')).toBe(Base.prototype.push);
  expect(read).toHaveLength(2);
});

it('takes what the program assigns, to an object or to the prototype', () => {
  class Other extends Stream {}
  watchReads(Other.prototype, 'push', () => undefined);
  const [stream, another] = [new Other(), new Other()];
  stream.push = () => 'own';
  expect([stream.push(1), another.push(1), Object.keys(stream)]).toEqual(['own', 'pushed 1', ['push']]);
  Other.prototype.push = () => 'replaced';
  expect([stream.push(1), another.push(1)]).toEqual(['own', 'replaced']);
});

it('throws nothing into the program', () => {
  class Other extends Stream {}
  watchReads(Other.prototype, 'push', () => {
    throw new Error('no stream');
  });
  expect(new Other().push(1)).toBe('pushed 1');
});

it('leaves what is no method, or cannot be replaced', () => {
  const frozen = Object.freeze({ push: () => 1 });
  expect([watchReads(frozen, 'push', () => undefined), watchReads({}, 'push', () => undefined)]).toEqual([
    false,
    false,
  ]);
});
