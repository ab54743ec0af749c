// Prices and members that are computed: recognised by what their classes have, and never by a call that somebody could notice.

import { runInNewContext } from 'node:vm';
import { EventReading } from '../../../../src/capture/instrumentations/tick/event/event-reading.js';
import { isPlainlyTickShaped, isTickShaped } from '../../../../src/capture/instrumentations/tick/shape/tick-shape.js';

function refuses(): never {
  throw new Error('nobody may call this');
}

class Priced {
  valueOf(): number {
    return refuses();
  }
}

class Money {
  readonly cents: number = 12;
  toJSON(): string {
    return refuses();
  }
  toString(): string {
    return refuses();
  }
}

class BigNumber extends Priced {
  toFixed(): string {
    return refuses();
  }
}

class Moment {
  valueOf(): number {
    return refuses();
  }
  toISOString(): string {
    return refuses();
  }
}

class Listing {
  readonly name: string = 'a listing';
  toJSON(): string {
    return refuses();
  }
  toString(): string {
    return refuses();
  }
}

it.each<[what: string, price: unknown]>([
  ['an object with valueOf', new Priced()],
  ['one that inherits it', new BigNumber()],
  ['a big integer', 12n],
  ['an amount that says how it is written', new Money()],
  ['a decimal that came from another thread', { s: 1, e: 2, c: [123] }],
  ['an object that has valueOf itself', { valueOf: refuses }],
  ['a number object', Object(12) as unknown],
])('%s is a price', (_what, price) => {
  expect(isTickShaped([{ symbol: 'A', price }])).toBe(true);
  expect(isPlainlyTickShaped([{ symbol: 'A', last: price }])).toBe(true);
  expect(isTickShaped(['A', price])).toBe(true);
});

it.each<[what: string, price: unknown]>([
  ['a moment', new Moment()],
  ['a date', new Date(0)],
  ['a text object', Object('12') as unknown],
  ['an object of another realm', runInNewContext('({ a: 1 })')],
  ['a class without numbers', new Listing()],
  ['an address', new URL('http://a.b')],
  ['bytes', Buffer.from('12')],
  ['a map', new Map([[1, 2]])],
  ['a proxy', new Proxy(new Priced(), { getPrototypeOf: refuses })],
])('%s is none', (_what, price) => {
  expect(isTickShaped([{ symbol: 'A', price }])).toBe(false);
});

it('has a moment for the time of an event', () => {
  expect(isTickShaped([{ start: new Moment(), close: 2 }])).toBe(true);
});

it('asks a getter that throws or always answers 64 times, and then rarely or no more', () => {
  let asked = 0;
  let isReady = false;
  class Book {
    get symbol(): string {
      return 'A';
    }
    get mid(): number {
      asked++;
      if (!isReady) throw new Error('empty');
      return 12;
    }
  }
  const reading = new EventReading();
  for (let call = 0; call < 100; call++) expect(isTickShaped([new Book()])).toBe(false);
  expect(asked).toBe(64);
  isReady = true;
  // One in 1,024 is asked again.
  for (let call = 0; call < 1_024; call++) isTickShaped([new Book()]);
  asked = 0;
  for (let call = 0; call < 100; call++) {
    expect(isTickShaped([new Book()])).toBe(true);
    reading.read([new Book()]);
    expect(reading.symbol).toBe('A');
  }
  expect(asked).toBeLessThan(64);
  isReady = false;
  expect(isTickShaped([new Book()])).toBe(true);
});

it('asks a getter each time that has a value of some objects only', () => {
  class Frame {
    readonly symbol = 'A';
    readonly raw: { readonly p?: number };
    constructor(raw: { readonly p?: number }) {
      this.raw = raw;
    }
    get price(): number | undefined {
      return this.raw.p;
    }
  }
  for (let call = 0; call < 300; call++) {
    expect(isTickShaped([new Frame(call % 3 === 0 ? {} : { p: call })])).toBe(call % 3 !== 0);
  }
});
