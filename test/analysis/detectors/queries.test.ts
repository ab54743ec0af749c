// Statements: in loops, in every tick, slow ones, and those that wait for a connection; and what only looks like one of these.

import { findingsOf, idsOf, type PlannedCall, type Recording } from './recording.js';

const query = (name: string, micros: number, more: Partial<PlannedCall> = {}): PlannedCall => ({
  kind: 'query',
  name,
  micros,
  ...more,
});
const POSITION = 'SELECT size FROM positions WHERE symbol = $1';

describe('one query per row', () => {
  const looped: Record<string, Recording> = {
    'five times': { calls: [query(POSITION, 100, { times: 5 })] },
    'often, in few ticks': { calls: [query(POSITION, 100, { times: 25, every: 10 })] },
    'in a method that asks once': {
      calls: [
        { kind: 'database', name: 'DatabaseService.findRisk', micros: 1, location: 'db.js:9' },
        query(POSITION, 200, { times: 8, below: 'DatabaseService.findRisk' }),
      ],
    },
    'one insert each': { calls: [query('INSERT INTO fills (id, size) VALUES ($1, $2)', 80, { times: 12 })] },
    'an update of each': { calls: [query('UPDATE orders SET state = $2 WHERE id = $1', 80, { times: 6 })] },
    'a deletion of each': { calls: [query('DELETE FROM orders WHERE id = ?', 80, { times: 6 })] },
    'with a common table expression': {
      calls: [query('WITH last AS (SELECT max(at) FROM p) SELECT price FROM p WHERE symbol = $1', 80, { times: 7 })],
    },
    'of MySQL': { calls: [query('SELECT * FROM `levels` WHERE book = ? AND side = ?', 60, { times: 20 })] },
    'beside other work': {
      calls: [query(POSITION, 50, { times: 6 }), { kind: 'internal', name: 'Strategy.evaluate', micros: 400 }],
    },
    'beside another loop': {
      calls: [query(POSITION, 50, { times: 6 }), query('SELECT 1 FROM limits WHERE id = $1', 50, { times: 9 })],
    },
  };
  it.each(Object.entries(looped))('is found %s', (_, recording) => {
    expect(idsOf(recording)).toContain('queries-in-a-loop');
  });

  const alike: Record<string, Recording> = {
    'four times': { calls: [query(POSITION, 100, { times: 4 })] },
    'a batch': { calls: [query('INSERT INTO fills SELECT * FROM unnest($1::int[], $2::numeric[])', 900)] },
    'asked again until it works': { calls: [query(POSITION, 100, { times: 6, retried: true })] },
    'pages by offset': { calls: [query('SELECT * FROM fills ORDER BY id LIMIT 100 OFFSET $1', 100, { times: 9 })] },
    'pages by key': { calls: [query('SELECT * FROM fills WHERE id > $1 ORDER BY id LIMIT 100', 100, { times: 9 })] },
    'pages of a cursor': { calls: [query('FETCH FORWARD 100 FROM fills', 100, { times: 9 })] },
    'different statements': {
      calls: Array.from({ length: 8 }, (_, place) => query(`SELECT price FROM book_${'abcdefgh'[place]}`, 100)),
    },
    'too short to matter': {
      calls: [query(POSITION, 1, { times: 6 }), { kind: 'internal', name: 'Strategy.evaluate', micros: 5_000 }],
    },
    'too few ticks': { ticks: 50, calls: [query(POSITION, 100, { times: 25 })] },
    'commands of another kind': {
      calls: [{ kind: 'external', name: 'GET api.venue.com /price', micros: 100, times: 9 }],
    },
  };
  it.each(Object.entries(alike))('is not found in %s', (_, recording) => {
    expect(idsOf(recording)).not.toContain('queries-in-a-loop');
  });

  it('says who asks, how often, and by which column to ask for all', () => {
    const [finding] = findingsOf(looped['in a method that asks once'] as Recording);
    expect(finding).toMatchObject({
      id: 'queries-in-a-loop',
      severity: 'high',
      location: 'db.js:9',
      evidence: {
        statement: POSITION,
        'asked below': 'DatabaseService.findRisk',
        'times in a tick': '8.00',
        'of the kept ticks that ask it': '100.0 %',
        trace: '0'.repeat(32),
      },
      advice: expect.stringContaining('WHERE symbol = ANY($1)'),
    });
  });

  it('asks writes to be put together', () => {
    const [finding] = findingsOf(looped['one insert each'] as Recording);
    expect(finding?.advice).toContain('unnest');
  });
});

it('is changed where a method with the statement is called, and a slow one where it is written', () => {
  const method: PlannedCall = {
    kind: 'database',
    name: 'DatabaseService.find',
    micros: 1,
    location: 'db.js:9',
    calledAt: 'bot.js:40, risk.js:7',
  };
  const placeOf = (call: PlannedCall, id: string): string | undefined =>
    findingsOf({ calls: [method, { ...call, below: 'DatabaseService.find' }] }).find((each) => each.id === id)
      ?.location;
  expect(placeOf(query(POSITION, 100, { times: 8 }), 'queries-in-a-loop')).toBe('bot.js:40, risk.js:7');
  expect(placeOf(query(POSITION, 300), 'reads-in-every-tick')).toBe('bot.js:40, risk.js:7');
  expect(placeOf(query(POSITION, 20_000), 'slow-statements')).toBe('db.js:9');
});

describe('a statement in every tick', () => {
  const INSERT = 'INSERT INTO trades (id, price) VALUES ($1, $2)';

  it.each([
    ['reads-in-every-tick', query('SELECT price FROM reference_prices WHERE code = $1', 300)],
    ['reads-in-every-tick', query('SELECT * FROM settings', 300, { every: 2 })],
    ['reads-in-every-tick', query(POSITION, 300, { times: 4 })],
    ['reads-in-every-tick', query('with a as (select 1) select * from a', 300)],
    ['writes-in-every-tick', query(INSERT, 300)],
    ['writes-in-every-tick', query('update positions set size = $2 where symbol = $1', 300)],
    ['writes-in-every-tick', query('REPLACE INTO last_prices VALUES (?, ?)', 300)],
    ['writes-in-every-tick', query('WITH s AS (SELECT 1) INSERT INTO trades SELECT * FROM s', 300)],
  ])('is %s for %j', (id, call) => {
    expect(idsOf({ calls: [call] })).toEqual([id]);
  });

  it.each([
    ['one tick in ten', query(INSERT, 300, { every: 10 })],
    ['a loop in one tick of ten', query(POSITION, 300, { times: 25, every: 10 })],
    ['next to nothing', query(INSERT, 1)],
    ['neither of both', query('BEGIN', 300)],
    ['a notification', query('NOTIFY trades', 300)],
  ])('is none for %s', (_, call) => {
    const ids = idsOf({ calls: [call, { kind: 'internal', name: 'Strategy.evaluate', micros: 60 }] });
    expect(ids.filter((id) => id.endsWith('-in-every-tick'))).toEqual([]);
  });
});

describe('a slow statement', () => {
  it.each([
    ['SELECT lot FROM instruments WHERE symbol = $1', 'Its plan says why'],
    ['INSERT INTO fills SELECT * FROM staged', 'Its plan says why'],
    ['INSERT INTO fills VALUES (?, ?), …', 'behind the tick'],
    ['COMMIT', 'behind the tick'],
    ['redis XREAD', 'a connection of its own'],
  ])('is advised what helps: %s', (name, advice) => {
    const findings = findingsOf({ calls: [query(name, 12_000, { every: 10 })] });
    expect(findings.find(({ id }) => id === 'slow-statements')?.advice).toContain(advice);
  });

  it.each([10_000, 25_000, 400_000])('is one of %d µs', (micros) => {
    expect(idsOf({ calls: [query(POSITION, micros, { every: 10 })] })).toContain('slow-statements');
  });

  it('is none below the target, nor where the program held its loop for the time', () => {
    expect(idsOf({ calls: [query(POSITION, 9_900)] })).not.toContain('slow-statements');
    expect(idsOf({ calls: [{ kind: 'wait', name: 'loop: timer rebalance', micros: 50_000 }] })).not.toContain(
      'slow-statements',
    );
  });
});

it('finds a pool that is too small, and not one that ticks seldom wait for', () => {
  const waiting = (micros: number): Recording => ({
    calls: [
      { kind: 'wait', name: 'pool', micros },
      { kind: 'internal', name: 'Strategy.evaluate', micros: 1_000 },
    ],
  });
  expect(idsOf(waiting(500))).toContain('pool-too-small');
  expect(idsOf(waiting(5))).not.toContain('pool-too-small');
});
