// Feeds that are silent at this moment, before any event ends the silence.

import type { Nanoseconds } from '../../../src/model/units.js';
import { ToldFeed } from './told-feed.js';

const silent = (feed: ToldFeed, afterMillis: number): (readonly [string | undefined, number])[] =>
  feed.health
    .silent(((feed.at + afterMillis) * 1e6) as Nanoseconds)
    .map(({ name, nanos }) => [name.symbol, nanos / 1e6] as const);

describe('a feed that is silent now', () => {
  it('is known by its usual interval, and for how long it is', () => {
    const feed = new ToldFeed();
    feed.wells(200, { age: 5 });
    expect(silent(feed, 400)).toEqual([]);
    expect(silent(feed, 2_000)).toEqual([['BTC', 2_000]]);
    feed.came(2_000, { age: 5 });
    expect(silent(feed, 20)).toEqual([]);
  });

  it('is not one that is rare', () => {
    const feed = new ToldFeed();
    for (let event = 0; event < 40; event++) feed.came(30_000, { symbol: 'RARE', age: 5 });
    expect(silent(feed, 60_000)).toEqual([]);
    expect(silent(feed, 600_000)).toEqual([['RARE', 600_000]]);
  });

  it('is not one of which little is known, nor one that a tape is read through', () => {
    const young = new ToldFeed();
    young.wells(10, { age: 5 });
    expect(silent(young, 10_000)).toEqual([]);
    const tape = new ToldFeed();
    tape.wells(200, { age: 90 * 86_400_000 });
    expect(silent(tape, 10_000)).toEqual([]);
  });

  it('is one among others that are not', () => {
    const feed = new ToldFeed();
    for (let event = 0; event < 100; event++) {
      feed.came(20, { symbol: 'BTC', age: 5 });
      feed.came(0, { symbol: 'ETH', age: 5 });
    }
    for (let event = 0; event < 150; event++) feed.came(20, { symbol: 'ETH', age: 5 });
    expect(silent(feed, 10)).toEqual([['BTC', 3_010]]);
  });
});
