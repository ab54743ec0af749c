// What Tickscope's callbacks throw does not come out of them.

import type * as Guard from '../src/guard.js';

const said: string[] = [];
jest.mock('../src/stderr.js', () => ({ debug: () => {}, say: (message: string) => said.push(message) }));

let guard: typeof Guard;
let failures: number;

beforeEach(() => {
  said.length = 0;
  failures = 0;
  jest.isolateModules(() => (guard = jest.requireActual<typeof Guard>('../src/guard.js')));
  guard.countFailures(() => failures++);
});

describe.each([
  ['guarded', (what: string, callback: () => void) => guard.guarded(what, callback)],
  ['guardedHook', (what: string, callback: () => void) => guard.guardedHook<void>(what, callback)],
])('%s', (_name, make) => {
  it('counts an error, says it once, and calls what failed no more', () => {
    let calls = 0;
    const callback = make('sampling', () => {
      if (++calls === 2) throw new Error('no descriptor');
    });
    for (let call = 0; call < 5; call++) callback();
    expect([calls, failures]).toEqual([2, 1]);
    expect(said).toEqual([expect.stringMatching(/^sampling failed and is switched off: Error: no descriptor\. /)]);
  });

  it('goes on with everything else', () => {
    let calls = 0;
    const fails = make('sampling', () => {
      throw new Error('no descriptor');
    });
    const works = make('writing', () => calls++);
    fails();
    works();
    works();
    expect(calls).toBe(2);
  });
});

it('switches off together what has one name', () => {
  let calls = 0;
  const fail = guard.guarded('sending', () => {
    throw new Error('no');
  });
  const send = guard.guarded('sending', () => calls++);
  fail();
  send();
  expect(calls).toBe(0);
});

it.each([
  ['guarded', (callback: () => void) => guard.guarded('sampling', callback)()],
  ['attempt', (callback: () => void) => guard.attempt('sampling', callback)],
])('%s: holds back an error that throws where it is read', (_name, call) => {
  call(() => {
    throw Object.assign(new Error('hostile'), {
      toString(): string {
        throw new Error('not even this');
      },
    });
  });
  expect([failures, said]).toEqual([1, [expect.stringContaining('an error that cannot be read')]]);
});

it('does a step again that has failed, and does not say that it is switched off', () => {
  let calls = 0;
  for (let time = 0; time < 2; time++) {
    guard.attempt('observing exit', () => {
      calls++;
      throw new Error('no');
    });
  }
  expect(calls).toBe(2);
  expect(said).toEqual([expect.stringMatching(/^observing exit failed: Error: no\. /)]);
});

it('does each of several steps, whatever becomes of the one before', () => {
  const done: string[] = [];
  guard.attempt('the first step', () => {
    throw new Error('no');
  });
  guard.attempt('the second step', () => done.push('second'));
  guard.attempt('the first step', () => done.push('first'));
  expect([done, failures, said.length]).toEqual([['second', 'first'], 1, 1]);
});
