// Who of a chain of callers handles the tick. Calls of a place, drawn as a tree: `caller > callee ×calls`.

import { candidatesOf } from '../../../src/analysis/doctor/candidates.js';
import { likelyTicks } from '../../../src/analysis/doctor/likely-ticks.js';
import type { ObservedFunctionRow } from '../../../src/model/record/observations.js';

const QUIET = {
  location: 'bot.js:1',
  path: 'bot.js',
  ambiguous: false,
  queries: 0,
  sends: 0,
  totalNanos: 0,
  takesList: false,
};

function place(name: string, calls: number, more: Partial<ObservedFunctionRow> = {}): ObservedFunctionRow {
  const tick = { calls, why: 'an object', certain: false };
  return { ...QUIET, kind: 'function', name, calls, callsOutsideTicks: calls, tick, within: {}, given: '', ...more };
}

it.each<[what: string, places: ObservedFunctionRow[], likely: string[]]>([
  ['digest > act', [place('digest', 30), place('act', 30, { within: { 0: 30 } })], ['digest']],
  [
    'replay ×1 > digest ×30 > act ×30',
    [
      place('replay', 1, { takesList: true }),
      place('digest', 30, { within: { 0: 30 } }),
      place('act', 30, { within: { 1: 30 } }),
    ],
    ['digest'],
  ],
  [
    'batch ×10 of lists > each ×50',
    [place('batch', 10, { takesList: true }), place('each', 50, { within: { 0: 50 } })],
    ['each'],
  ],
  ['book ×10 > level ×50', [place('book', 10), place('level', 50, { within: { 0: 50 } })], ['book']],
  ['normalise, then digest', [place('normalise', 30), place('digest', 30)], ['digest', 'normalise']],
  [
    'event snapshot > onSnapshot',
    [place('snapshot', 9, { kind: 'event' }), place('listen', 9, { within: { 0: 9 } })],
    ['listen'],
  ],
  ['event alone', [place('snapshot', 9, { kind: 'event' })], ['snapshot']],
  ['seldom a tick', [place('log', 100, { tick: { calls: 3, why: '', certain: true } })], []],
  ['called once', [place('first', 1), place('digest', 5)], ['digest', 'first']],
  ['known to a rule', [place('digest', 50), place('onTick', 5, { rule: 'tick-name' })], ['onTick', 'digest']],
])('%s', (_what, places, likely) => {
  expect(likelyTicks(places).map(({ name }) => name)).toEqual(likely);
});

it('tells functions of one name apart by their files, and adds up what several processes saw', () => {
  const handle = place('handle', 3, { ambiguous: true, path: 'src/desk.js' });
  expect(candidatesOf([[handle], [handle, place('Desk.run', 2)]]).candidates).toMatchObject([
    { kind: 'tick', calls: 6, configLine: '"ticks": ["src/desk.js#handle"]' },
    { kind: 'tick', calls: 2, configLine: '"ticks": ["Desk.run"]' },
  ]);
});
