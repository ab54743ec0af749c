// Which of the candidates stand in the configuration that is proposed.

import { candidatesOf, configured, proposedNames, tickCandidates } from '../../../src/analysis/doctor/candidates.js';
import type { ObservedFunctionRow } from '../../../src/model/record/observations.js';

const row = (name: string, calls: number, more: Partial<ObservedFunctionRow> = {}): ObservedFunctionRow => ({
  kind: 'function',
  name,
  location: 'bot.js:1',
  path: 'bot.js',
  ambiguous: false,
  calls,
  callsOutsideTicks: calls,
  queries: 0,
  sends: 0,
  totalNanos: 0,
  takesList: false,
  within: {},
  ...more,
});
const event = (calls: number) => ({ tick: { calls, why: 'an event', certain: true } });
const lines = (rows: readonly ObservedFunctionRow[]): string[] =>
  candidatesOf([rows]).candidates.map(({ configLine }) => configLine);

it('proposes nothing that was called once, in all processes together, and counts it', () => {
  const once = row('Desk.absorb', 1, event(1));
  const rarely = row('Settings.read', 1, event(1));
  const { candidates, calledOnce } = candidatesOf([[once, rarely], [once]]);
  expect(candidates.map(({ name, calls }) => [name, calls])).toEqual([['Desk.absorb', 2]]);
  expect(calledOnce).toBe(1);
});

it('names an export by its package, and a function by its file where its name is that of another', () => {
  const exported = row('onCandle', 9, { ...event(9), packageName: '@desk/framework', location: '', path: '' });
  expect(lines([exported, row('handle', 8, { ...event(8), ambiguous: true })])).toEqual([
    '"ticks": ["@desk/framework#onCandle"]',
    '"ticks": ["bot.js#handle"]',
  ]);
});

it('takes no candidate for ticks that may have the events of those that there are', () => {
  const { candidates } = candidatesOf([[row('Desk.absorb', 100, event(100))]]);
  expect(tickCandidates(candidates, 0)).toHaveLength(1);
  expect(tickCandidates(candidates, 49)).toHaveLength(1);
  expect(tickCandidates(candidates, 50)).toEqual([]);
});

it('takes a handler that got no event for none, whatever it is called', () => {
  const { candidates } = candidatesOf([[row('Clock.onTick', 60, { rule: 'tick-name' })]]);
  expect(candidates.map(({ byName }) => byName)).toEqual([true]);
  expect(tickCandidates(candidates, 0)).toEqual([]);
});

it('puts one line for ticks and all others together', () => {
  const { candidates } = candidatesOf([
    [
      row('Desk.absorb', 100, event(100)),
      row('snapshot', 50, { ...event(50), kind: 'event' }),
      row('Journal.note', 5, { queries: 5 }),
      row('Journal.read', 4, { queries: 4 }),
    ],
  ]);
  const [, snapshot] = tickCandidates(candidates, 0);
  expect(snapshot && configured(snapshot)).toEqual({ key: 'ticks', name: { event: 'snapshot' } });
  expect(proposedNames(candidates, snapshot)).toEqual({
    ticks: [{ event: 'snapshot' }],
    database: ['Journal.note', 'Journal.read'],
  });
});
