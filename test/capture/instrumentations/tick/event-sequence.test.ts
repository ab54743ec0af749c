// Gaps in the numbers of events.

import * as fc from 'fast-check';
import { EventSequence } from '../../../../src/capture/instrumentations/tick/event/event-sequence.js';
import { find } from './find.js';
import { SEED } from '../../../aggregate/random-trace.js';

/** What is missing before each of these events, called one by one. */
function missing(events: readonly object[], symbol?: string): number[] {
  const sequence = new EventSequence();
  return events.map((event) => sequence.missingBefore(find([event]), symbol));
}

const numbered = (from: number, to: number, key = 'seq'): object[] =>
  Array.from({ length: to - from + 1 }, (_, at) => ({ [key]: from + at }));
const total = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);

it.each(['seq', 'sequence', 'sequence_num', 'u', 'U', 'updateId', 'lastUpdateId', 'tradeId', 'trade_id', 'id'])(
  'finds gaps in %s',
  (key) => {
    const events = [...numbered(101, 130, key), ...numbered(134, 140, key), { [key]: '142' }];
    expect(missing(events).filter((count) => count > 0)).toEqual([3, 1]);
  },
);

it('finds exactly what was left out, wherever that was, once the numbers have proven to be a sequence', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 50 }), (leftOut) => {
      const events = numbered(1, 17);
      let number = 17;
      for (const count of leftOut) events.push({ seq: (number += count + 1) });
      const found = missing(events);
      expect(found.slice(0, 17)).toEqual(Array(17).fill(0));
      expect(found.slice(17)).toEqual(leftOut);
    }),
    { seed: SEED },
  );
});

it('says nothing of numbers that rise but do not follow each other', () => {
  expect(total(missing(Array.from({ length: 200 }, (_, at) => ({ id: at * 3 }))))).toBe(0);
  expect(total(missing([...numbered(1, 10), ...numbered(15, 200)]))).toBe(0);
});

it('follows updates that hold several numbers: the first follows the last of the one before', () => {
  const updates = Array.from({ length: 40 }, (_, at) => ({ U: at * 10 + 1, u: at * 10 + 10 }));
  expect(total(missing(updates))).toBe(0);
  expect(missing([...updates, { U: 421, u: 430 }]).at(-1)).toBe(20);
});

it('takes a repeated or late event for no gap, and a far step back for a new begin', () => {
  expect(missing([...numbered(1, 30), { seq: 30 }, { seq: 29 }, { seq: 31 }]).slice(-3)).toEqual([0, 0, 0]);
  expect(missing([...numbered(100, 130), { seq: 1 }, { seq: 2 }, { seq: 4 }]).slice(-3)).toEqual([0, 0, 1]);
});

it('follows each symbol by itself', () => {
  const sequence = new EventSequence();
  let found = 0;
  for (let seq = 1; seq <= 50; seq++) {
    for (const symbol of ['BTC', 'ETH'])
      found += sequence.missingBefore(find([{ seq: symbol === 'BTC' ? seq : seq * 7 }]), symbol);
  }
  expect(found).toBe(0);
  expect(sequence.missingBefore(find([{ seq: 53 }]), 'BTC')).toBe(2);
});

describe('numbers of a connection, which all of its symbols share', () => {
  /** Events of three symbols, as `next` deals them, without those whose number is left out. */
  const shared = (count: number, leftOut: readonly number[], symbolOf: (number: number) => string): number => {
    const sequence = new EventSequence();
    let found = 0;
    for (let seq = 1; seq <= count; seq++) {
      if (!leftOut.includes(seq)) found += sequence.missingBefore(find([{ seq }]), symbolOf(seq));
    }
    return found;
  };
  const dealt = (seq: number): string => ['BTC', 'BTC', 'ETH', 'BTC', 'SOL'][(seq * 7) % 5] as string;

  it('are one sequence, in which a gap is as long as it is', () => {
    expect(shared(400, [], dealt)).toBe(0);
    expect(shared(400, [120, 121, 122, 300], dealt)).toBe(4);
  });

  it('are no gap of a symbol that was alone at first', () => {
    expect(shared(400, [], (seq) => (seq < 100 ? 'BTC' : dealt(seq)))).toBe(0);
    expect(shared(400, [180, 200], (seq) => (seq < 100 ? 'BTC' : dealt(seq)))).toBe(2);
  });

  it('begin anew with a new connection', () => {
    const sequence = new EventSequence();
    let found = 0;
    for (let seq = 1; seq <= 100; seq++) found += sequence.missingBefore(find([{ seq }]), dealt(seq));
    for (let seq = 1; seq <= 100; seq++) found += sequence.missingBefore(find([{ seq }]), dealt(seq));
    expect(found).toBe(0);
    expect(sequence.missingBefore(find([{ seq: 104 }]), 'ETH')).toBe(3);
  });

  it('are not seen in numbers of each symbol, even where those go in step', () => {
    const sequence = new EventSequence();
    let found = 0;
    for (let seq = 1; seq <= 200; seq++) {
      for (const symbol of ['BTC', 'ETH']) {
        const isLost = symbol === 'BTC' && (seq === 50 || seq === 90 || seq === 91);
        if (!isLost) found += sequence.missingBefore(find([{ seq }]), symbol);
      }
    }
    expect(found).toBe(3);
  });
});

it('believes numbers again that have left some out before they were proven, after more of them', () => {
  const early = [...numbered(1, 9), ...numbered(12, 80)];
  expect(missing([...early, { seq: 90 }]).at(-1)).toBe(9);
  expect(missing([...numbered(1, 9), ...numbered(12, 60), { seq: 90 }]).at(-1)).toBe(0);
});

it('looks at every event of a list', () => {
  const sequence = new EventSequence();
  expect(sequence.missingBefore(find([numbered(1, 30)]))).toBe(0);
  expect(sequence.missingBefore(find([[...numbered(32, 40), null, ...numbered(42, 50)]]))).toBe(2);
});

it('stops looking for a number in events that have none', () => {
  const sequence = new EventSequence();
  let reads = 0;
  const event = new Proxy({}, { get: () => void reads++ });
  const found = find([event]);
  reads = 0;
  for (let call = 0; call < 100; call++) sequence.missingBefore(found);
  expect(reads).toBe(8 * 13);
});

it('follows a bounded number of symbols', () => {
  const sequence = new EventSequence();
  for (let symbol = 0; symbol < 200; symbol++) {
    for (const { seq } of numbered(1, 20) as { seq: number }[]) sequence.missingBefore(find([{ seq }]), `S${symbol}`);
  }
  expect(sequence.missingBefore(find([{ seq: 30 }]), 'S0')).toBe(9);
  expect(sequence.missingBefore(find([{ seq: 30 }]), 'S199')).toBe(0);
});
