// What a feed is accused of, and what not, where something is missing or unusual.

import { firstOf, LINES, nextOf, turnsBetween } from '../../../src/model/connection-table.js';
import { ToldFeed } from './told-feed.js';

let feed: ToldFeed;
beforeEach(() => {
  feed = new ToldFeed();
});

describe('a silence', () => {
  it('is nobody’s where events have no times', () => {
    feed.wells(60);
    feed.came(2_000);
    expect(feed.faults()).toEqual(['silence unknown']);
  });

  it('is nobody’s where times are as coarse as it is long', () => {
    for (let event = 0; event < 200; event++) feed.came(20, { age: (event * 20) % 1_000 });
    feed.came(1_500, { age: 300 });
    expect(feed.faults()).toEqual(['silence unknown']);
    // And is somebody's where they are finer.
    feed.wells(100, { age: 500 });
    feed.came(8_000, { age: 300 });
    expect(feed.faults()).toEqual(['silence feed', 'silence unknown']);
  });

  it('is nobody’s where the loop was held for a part of it, and an old event came', () => {
    feed.wells(60, { age: 5 });
    feed.came(2_000, { age: 1_800, held: 700 });
    expect(feed.faults()).toEqual(['silence unknown']);
  });

  it('is the loop’s even where the connection has gone meanwhile', () => {
    const socket = feed.connect('stream.example:443');
    feed.wells(60, { age: 5, connection: socket });
    feed.came(2_000, { age: 5, held: 1_500, connection: nextOf(socket) });
    expect(feed.faults()).toEqual(['silence loop']);
    expect(feed.rows()[0]).toMatchObject({ reconnects: 1, connection: 'stream.example:443' });
  });

  it('is counted each time, as long as it is not what the feed mostly does', () => {
    for (let time = 0; time < 12; time++) {
      feed.wells(100, { age: 5 });
      feed.came(1_500, { age: 5 });
    }
    expect(feed.faults()).toHaveLength(12);
  });

  it('is usual from the fifth in a row on', () => {
    feed.wells(100, { age: 5 });
    for (let time = 0; time < 50; time++) feed.came(1_500, { age: 5 });
    expect(feed.faults()).toHaveLength(4);
  });

  it('is none of a feed that is hardly known', () => {
    feed.wells(19, { age: 5 });
    feed.came(1_500, { age: 5 });
    expect(feed.faults()).toEqual([]);
  });

  it('is none where the loop never waited: a tape that is read through', () => {
    for (let event = 0; event < 500; event++) feed.came(1, { isUnpaced: true });
    feed.came(3_000, { isUnpaced: true });
    expect(feed.faults()).toEqual([]);
    expect(feed.rows()[0]?.intervals.count).toBe(0);
  });

  it('is none of events that are days old', () => {
    const age = 400 * 86_400_000;
    feed.wells(500, { age });
    feed.came(3_000, { age });
    expect(feed.faults()).toEqual([]);
    expect(feed.rows()[0]?.ages.count).toBe(0);
  });

  it('is none of a symbol that goes on while another one is silent', () => {
    for (let event = 0; event < 200; event++) {
      feed.came(10, { symbol: 'BTC', age: 5 });
      if (event < 100 || event === 199) feed.came(10, { symbol: 'ETH', age: 5 });
    }
    const silent = feed.rows().map(({ symbol, byCause }) => [symbol, byCause.feed.silences]);
    expect(silent).toEqual([
      ['BTC', 0],
      ['ETH', 1],
    ]);
  });

  it('belongs to the segment in which it ends', () => {
    feed.wells(60, { age: 5 });
    feed.sums = new Map();
    feed.came(2_000, { age: 5 });
    expect(feed.faults()).toEqual(['silence feed']);
    expect(feed.rows()[0]).toMatchObject({ received: 1, longestSilenceNanos: 2e9 });
  });
});

describe('a gap', () => {
  it('is the feed’s where the connection went on, and the network’s where it did not', () => {
    const socket = feed.connect('stream.example:443');
    feed.wells(30, { connection: socket });
    feed.came(20, { connection: socket, missing: 3 });
    feed.came(20, { connection: nextOf(socket), missing: 4 });
    expect(feed.faults()).toEqual(['gap feed', 'gap network']);
    expect(feed.rows()[0]).toMatchObject({ missing: 7, reconnects: 1 });
  });

  it('is the loop’s where that was held for so long', () => {
    feed.wells(30);
    feed.came(900, { held: 850, missing: 3 });
    expect(feed.faults()).toEqual(['silence loop', 'gap loop']);
  });

  it('is nobody’s where connections are not seen', () => {
    feed = new ToldFeed(false);
    feed.wells(30);
    feed.came(20, { missing: 3 });
    expect(feed.faults()).toEqual(['gap unknown']);
  });
});

describe('a reconnect', () => {
  it('is none where two sockets give the same side by side', () => {
    const [left, right] = [feed.connect('stream.example:443'), feed.connect('stream.example:443')];
    for (let event = 0; event < 100; event++) feed.came(20, { connection: event % 2 === 0 ? left : right });
    expect(feed.rows()).toMatchObject([{ connection: 'stream.example:443', reconnects: 0 }]);
  });

  it('is one where the old socket says nothing any more, though it is open', () => {
    const [old, another] = [feed.connect('stream.example:443'), feed.connect('stream.example:443')];
    feed.wells(50, { connection: old, age: 5 });
    feed.came(2_000, { connection: another, age: 5 });
    expect(feed.faults()).toEqual(['silence network']);
    feed.wells(30, { connection: another, age: 5 });
    expect(feed.rows()[0]?.reconnects).toBe(1);
  });

  it('is counted of each socket that came between two events, around the end of the numbers too', () => {
    let socket = feed.connect('stream.example:443');
    feed.came(20, { connection: socket });
    for (let time = 0; time < 70; time++) {
      socket = nextOf(nextOf(socket));
      feed.came(20, { connection: socket });
    }
    expect(feed.rows()[0]?.reconnects).toBe(140);
    expect(turnsBetween(firstOf(3), nextOf(firstOf(3)))).toBe(1);
  });

  it('of events that are put off is known where there is one WebSocket, and counted once', () => {
    const socket = feed.connect('stream.example:443');
    feed.calledBy(socket);
    feed.wells(60, { age: 5 });
    feed.at += 2_000;
    feed.calledBy(nextOf(socket));
    feed.came(5, { age: 5 });
    feed.came(20, { age: 5, connection: nextOf(socket) });
    feed.wells(10, { age: 5 });
    expect(feed.rows().reduce((sum, { reconnects }) => sum + reconnects, 0)).toBe(1);
    expect(feed.faults()).toEqual(['silence network']);
  });

  it('of a database is none of a feed that it has nothing to do with', () => {
    const database = feed.connect('localhost:5432', false);
    feed.calledBy(database);
    feed.wells(60, { age: 5 });
    feed.calledBy(nextOf(database));
    feed.came(2_000, { age: 5 });
    expect(feed.faults()).toEqual(['silence feed']);
    expect(feed.rows()[0]?.reconnects).toBe(0);
  });
});

it('tells places apart, which is not a matter of how many sockets there are', () => {
  const [binance, kraken] = [feed.connect('binance.example:443'), feed.connect('kraken.example:443')];
  for (let event = 0; event < 100; event++) {
    feed.came(10, { connection: binance, age: 5 });
    if (event < 50 || event === 99) feed.came(10, { connection: kraken, age: 300 });
  }
  const rows = feed.rows().map(({ connection, received, byCause }) => [connection, received, byCause.feed.silences]);
  expect(rows).toEqual([
    ['binance.example:443', 100, 0],
    ['kraken.example:443', 51, 1],
  ]);
});

it('has a row for 192 feeds, and one for the rest', () => {
  for (let event = 0; event < 1_000; event++) feed.came(1, { symbol: `S${event % 250}` });
  const rows = feed.rows();
  expect(rows).toHaveLength(193);
  const rest = rows.find(({ source }) => source === '__other__');
  expect(rest).toMatchObject({ received: 4 * 58 });
  expect(rows.reduce((sum, { received }) => sum + received, 0)).toBe(1_000);
});

it('knows no further place where there are too many sockets', () => {
  for (let line = 0; line < LINES; line++) feed.connect(`host-${line}:1`);
  expect(feed.connections.add({ place: 'one-more:1', isWebSocket: true })).toBeUndefined();
});
