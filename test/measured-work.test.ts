// What pieces of Tickscope's work are said to have taken, by a clock and a processor's time of the test's own.

import type * as MeasuredWork from '../src/measured-work.js';

const time = { nanos: 0, micros: 0 as number | undefined };
jest.mock('../src/primordials.js', () => ({
  get threadCpuUsage() {
    if (time.micros === undefined) return undefined;
    return (before?: NodeJS.CpuUsage) => ({ user: (time.micros ?? 0) - (before?.user ?? 0), system: 0 });
  },
}));

let work: typeof MeasuredWork;
let told: string[];

beforeEach(() => {
  Object.assign(time, { nanos: 0, micros: 0 });
  told = [];
  jest.isolateModules(() => (work = jest.requireActual<typeof MeasuredWork>('../src/measured-work.js')));
});

function measure(): void {
  work.measureWork({
    now: () => time.nanos,
    worked: (activity, nanos) => told.push(`${activity} ${nanos}`),
    held: (activity, from, to) => told.push(`held by ${activity} from ${from} to ${to}`),
  });
}

/** Both clocks go on. */
const busy = (micros: number): void => {
  time.nanos += micros * 1_000;
  if (time.micros !== undefined) time.micros += micros;
};

it('counts a piece within another once, and says of the outer one alone how long it held the program', () => {
  measure();
  const result = work.asPiece('writing', () => {
    busy(10);
    work.asPiece('closing', () => {
      busy(30);
      work.asPiece('exporting', () => busy(5));
    });
    busy(1);
    work.asPiece('closing', () => busy(4));
    return 'its result';
  });
  expect(result).toBe('its result');
  expect(told).toEqual([
    'exporting 5000',
    'closing 30000',
    'closing 4000',
    'writing 11000',
    'held by writing from 0 to 50000',
  ]);
  expect(work.workedNanos()).toBe(50_000);
});

it('begins anew behind each', () => {
  measure();
  const callback = work.piece('closing', 'a test', (micros: number, more: number) => busy(micros + more));
  callback(3, 4);
  busy(100);
  callback(1, 1);
  expect(told.filter((line) => !line.startsWith('held'))).toEqual(['closing 7000', 'closing 2000']);
  expect(work.workedNanos()).toBe(9_000);
});

it('counts what failed too, and passes the error on', () => {
  measure();
  const fail = (): never => {
    busy(2);
    throw new Error('no room');
  };
  expect(() => work.asPiece('writing', () => work.asPiece('closing', fail))).toThrow('no room');
  work.asPiece('writing', () => busy(1));
  expect(told).toEqual([
    'closing 2000',
    'writing 0',
    'held by writing from 0 to 2000',
    'writing 1000',
    'held by writing from 2000 to 3000',
  ]);
});

describe('of a piece in which others had the processor', () => {
  const preempted = (millis: number): void => {
    busy(300);
    time.nanos += millis * 1e6;
  };

  it('counts what the thread used, where it is long', () => {
    measure();
    work.asPiece('writing', () => {
      work.asPiece('closing', () => preempted(8));
      busy(20);
    });
    work.asPiece('writing', () => preempted(1));
    expect(told).toEqual([
      'closing 300000',
      'writing 20000',
      'held by writing from 0 to 8320000',
      'writing 1300000',
      'held by writing from 8320000 to 9620000',
    ]);
  });

  it('counts the clock where Node.js does not tell', () => {
    time.micros = undefined;
    measure();
    work.asPiece('writing', () => preempted(8));
    expect(told[0]).toBe('writing 8300000');
  });

  it('never counts less than nothing', () => {
    measure();
    work.asPiece('writing', () => {
      // Short, and by the clock; then most of it was others'.
      work.asPiece('closing', () => preempted(1.5));
      time.nanos += 1e6;
    });
    expect(told.slice(0, 2)).toEqual(['closing 1800000', 'writing 0']);
  });
});

it('does the work, where nobody measures it', () => {
  expect(work.asPiece('writing', () => 7)).toBe(7);
  expect(work.workedNanos()).toBe(0);
});
