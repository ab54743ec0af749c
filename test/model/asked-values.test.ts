import { followReuse } from '../../src/aggregate/reuse/follow-reuse.js';
import { AskedValues } from '../../src/model/reuse/asked-values.js';
import { ReuseLog } from '../../src/model/reuse/reuse-log.js';

let log: ReuseLog;
let askedValues: AskedValues;

beforeEach(() => {
  log = new ReuseLog();
  log.readWith(followReuse());
  askedValues = new AskedValues(log);
});

function taken(): Record<number, readonly [lookUps: number, firsts: number, missed: number]> {
  log.read();
  return Object.fromEntries(
    askedValues
      .take()
      .map(({ operationId, reuse: { lookUps, firsts, missed } }) => [operationId, [lookUps, firsts, missed]]),
  );
}

/** Upper bits as good as chance. */
const hashOf = (value: number): number => Math.imul(value + 1, 0x9e3779b1) | 0;

it('counts for each statement what was asked, what for the first time, and what could not be read', () => {
  for (let call = 0; call < 30; call++) askedValues.asked(7, hashOf(call % 3));
  askedValues.asked(7, 0);
  askedValues.asked(8, hashOf(1));
  expect(taken()).toEqual({ 7: [30, 3, 1], 8: [1, 1, 0] });
  expect(taken()).toEqual({});
  askedValues.asked(7, hashOf(2));
  expect(taken()).toEqual({ 7: [1, 0, 0] });
});

it('follows the first eight statements', () => {
  for (let id = 0; id < 12; id++) askedValues.asked(id, hashOf(1));
  expect(Object.keys(taken()).map(Number)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

it('follows a statement no longer whose values do not come again, and says nothing of it', () => {
  for (let call = 0; call < 5_000; call++) askedValues.asked(1, hashOf(call));
  expect(taken()).toEqual({});
  askedValues.asked(1, hashOf(1));
  expect(taken()).toEqual({});
});

it('says nothing where nobody reads the log', () => {
  const unread = new AskedValues(new ReuseLog());
  unread.asked(1, hashOf(1));
  expect(unread.take()).toEqual([]);
});
