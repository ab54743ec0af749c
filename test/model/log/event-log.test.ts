// The ring of records: positions, and what it still has.

import { EventLog, nextPosition } from '../../../src/model/log/event-log.js';
import { LAST_POSITION, NOTE, SYNC_BEGIN } from '../../../src/model/log/log-layout.js';

it('has a record at its position until the ring comes round', () => {
  const log = new EventLog(4);
  const first = log.append(0.5, SYNC_BEGIN | 3, -7);
  expect([log.codeAt(first), log.scopeAt(first)]).toEqual([SYNC_BEGIN | 3, -7]);
  for (let number = 0; number < 3; number++) log.append(1, NOTE, 0);
  expect(log.codeAt(first)).toBe(SYNC_BEGIN | 3);
  expect(log.since(first)).toBe(log.records);
  const fifth = log.append(2.25, NOTE | 8_191, 9);
  expect([log.codeAt(first), log.scopeAt(first), log.times[(fifth & log.mask) << 1]]).toEqual([NOTE | 8_191, 9, 2.25]);
});

it('goes on at 1 behind the last position: 0 is no scope', () => {
  expect([nextPosition(1), nextPosition(LAST_POSITION - 1), nextPosition(LAST_POSITION)]).toEqual([
    2,
    LAST_POSITION,
    1,
  ]);
  const log = new EventLog(8, LAST_POSITION - 1);
  const positions = Array.from({ length: 4 }, () => log.append(0, NOTE, 0));
  expect(positions).toEqual([LAST_POSITION - 1, LAST_POSITION, 1, 2]);
  expect(log.position).toBe(3);
});

it('counts the places of the ring that were used since a position', () => {
  const log = new EventLog(8, 5);
  for (let number = 0; number < 5; number++) log.append(0, NOTE, 0);
  expect(log.since(5)).toBe(5);
  const last = new EventLog(8, LAST_POSITION - 1);
  for (let number = 0; number < 5; number++) last.append(0, NOTE, 0);
  // That of 0 stays empty.
  expect(last.since(LAST_POSITION - 1)).toBe(6);
  expect(log.since(log.position)).toBe(0);
});
