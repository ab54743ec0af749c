// Events that one function hands on and another one handles, however the log is read meanwhile: each is one tick.

import { LateRelays } from '../../../../src/capture/instrumentations/tick/relays/late-relays.js';
import { TickTracer } from '../../../../src/capture/instrumentations/tick/tick-tracer.js';
import type { Match } from '../../../../src/capture/rules/match.js';
import { Operation } from '../../../../src/capture/wrap/operation.js';
import { NameTable } from '../../../../src/model/name-table.js';
import { clock } from '../../../support/virtual-clock.js';
import { RecordedLog } from '../../recorder/recorded-log.js';

jest.mock('../../../../src/capture/recorder/clock.js', () => jest.requireActual('../../../support/virtual-clock.js'));

let log: RecordedLog;
let relays: LateRelays;
let names: NameTable;

beforeEach(() => {
  clock.nanos = 1_000;
  log = new RecordedLog();
  relays = new LateRelays(log.recorder);
  names = new NameTable();
});

type Handler = (event: unknown, inside?: () => void) => void;

/** A synchronous function that a rule took. */
function handler(name: string, mayHandOn?: Match['mayHandOn']): Handler {
  const match: Match = { kind: 'tick', name, rule: 'tick-name', ...(mayHandOn && { mayHandOn }) };
  const [tick, inner] = (['tick', 'internal'] as const).map((kind) => new Operation(names, kind, name));
  const tracer = new TickTracer(log.recorder, tick as Operation, inner as Operation, match, {}, relays);
  return (event, inside) => {
    clock.nanos += 10;
    const call = tracer.start([event], false);
    inside?.();
    clock.nanos += 10;
    call?.end(false);
    call?.left?.();
  };
}

/** How many ticks of each name there were. */
function ticks(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const line of log.lines) {
    const [, id] = /^tick (\d+) closed$/.exec(line) ?? [];
    if (id === undefined) continue;
    const { name } = names.entry(Number(id));
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

const event = (time: number): object => ({ symbol: 'A', price: time + 1, time });
const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

it('are ticks of who takes them from a queue, with the time in it as their wait', async () => {
  const [listen, handle] = [handler('listen', 'later'), handler('handle')];
  const queue = [event(1), event(2), event(3)];
  for (const each of queue) listen(each);
  await turn();
  const stamps: number[] = [];
  log.calls.onClosed = (trace) => void (trace.isTick && stamps.push(trace.stampedNanos));
  for (const each of queue) handle(each);
  listen(event(4));
  expect(ticks()).toEqual({ handle: 3 });
  expect(stamps).toEqual([1_010, 1_030, 1_050]);
});

it('were counted where they were listened to, if the log was read before anybody took them: none counts twice', async () => {
  const [listen, handle] = [handler('listen', 'later'), handler('handle')];
  const queue = [event(1), event(2), event(3), event(4)];
  listen(queue[0]);
  listen(queue[1]);
  log.drain();
  listen(queue[2]);
  await turn();
  handle(queue[0]);
  listen(queue[3]);
  for (const each of queue.slice(1)) handle(each);
  expect(ticks()).toEqual({ listen: 2, handle: 2 });
});

it('are known again as copies, and by nothing else', async () => {
  const [listen, handle] = [handler('listen', 'later'), handler('handle')];
  listen(event(1));
  listen({ symbol: 'A', bid: 1, ask: 2 });
  await turn();
  handle({ ...event(1), at: 5 });
  expect(ticks()).toEqual({ handle: 1 });
  handle({ symbol: 'A', bid: 1, ask: 2 });
  expect(ticks()).toEqual({ handle: 2 });
});

it.each([
  ['two listeners of one event', async (): Promise<void> => {}],
  ['two listeners of an object that is filled anew', turn],
])('are a tick of each where they are given to %s', async (what, between) => {
  const [collect, handle] = [handler('collect', 'later'), handler('handle')];
  const one = event(0);
  for (let time = 1; time < 6; time++) {
    const each = what.endsWith('anew') ? Object.assign(one, { price: time }) : event(time);
    collect(each);
    handle(each);
    await between();
  }
  expect(ticks()).toEqual({ collect: 5, handle: 5 });
});

it('are ticks where a list is gone through, and the list is none; alone in a list, or only the last of it, it is', () => {
  const [list, handle] = [handler('list'), handler('handle')];
  const give = (events: readonly object[], handled: readonly object[]): void =>
    list(events, () => {
      for (const each of handled) handle({ ...each });
    });
  const events = [event(1), event(2), event(3)];
  give(events.slice(0, 1), events.slice(0, 1));
  give(events, events.slice(-1));
  expect(ticks()).toEqual({ list: 2 });
  give(events, events);
  give(events, events);
  expect(ticks()).toEqual({ list: 2, handle: 6 });
});

it('are those of the function behind a bound one', () => {
  const [bound, handle] = [handler('bound', 'at once'), handler('handle')];
  for (let time = 0; time < 4; time++) {
    const each = event(time);
    bound(each, () => handle(each));
  }
  expect(ticks()).toEqual({ handle: 4 });
});

it('are not looked at anew for each call, as long as none of those that are remembered was read', () => {
  const listen = handler('listen', 'later');
  for (let time = 1; time <= 1_024; time++) listen(event(time));
  const isUnread = jest.spyOn(relays.load(), 'isUnread');
  for (let time = 2_001; time <= 2_100; time++) listen(event(time));
  expect(isUnread.mock.calls.length).toBeLessThanOrEqual(100);
});
