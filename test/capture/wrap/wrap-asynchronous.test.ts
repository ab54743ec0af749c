// The wrapper of a function that may end later than it returns: when its call ends, and in which context it runs.

import { type Context, context, createContextKey, ROOT_CONTEXT } from '@opentelemetry/api';
import type { AnyFunction } from '../../../src/capture/rules/any-function.js';
import type { Losses } from '../../../src/model/losses.js';
import type { CallTracer, OpenCall } from '../../../src/capture/wrap/call-tracer.js';
import { lastParameterIsCallback, wrapAsynchronous } from '../../../src/capture/wrap/wrap-asynchronous.js';
import { ScopeContextManager } from '../../../src/export/scope-context-manager.js';
import { active, returnedPromises } from './returned-promises.js';

beforeAll(() => context.setGlobalContextManager(new ScopeContextManager(active)));
afterAll(() => context.disable());

const KEY = createContextKey('who runs');

/** Writes down when calls start, return and end. */
class Calls implements CallTracer {
  readonly lines: string[] = [];
  readonly losses: Losses = { add: (id) => this.lines.push(id) };
  readonly callContext: Context = ROOT_CONTEXT.setValue(KEY, 'the call');
  refuses = false;
  leavesWork = false;

  start(_args: readonly unknown[], needsContext: boolean): OpenCall | undefined {
    if (this.refuses) return undefined;
    this.lines.push(needsContext ? 'start with a context' : 'start');
    return {
      scope: 0,
      isLight: false,
      ...(needsContext && { context: this.callContext }),
      returned: () => this.lines.push('returned'),
      end: (failed) => this.lines.push(failed ? 'failed' : 'ended'),
    };
  }
}

let calls: Calls;
beforeEach(() => {
  calls = new Calls();
});
const running = (): unknown => context.active().getValue(KEY);

describe('wrapAsynchronous', () => {
  it('ends a call that returned no promise when it returns', () => {
    const wrapper = wrapAsynchronous(active, calls, (first, second) => [first, second, running()], returnedPromises);
    expect(wrapper(1, 2)).toEqual([1, 2, 'the call']);
    expect(running()).toBeUndefined();
    expect(calls.lines).toEqual(['start with a context', 'ended']);
  });

  it('ends a call that throws as failed, and throws the same', () => {
    const error = new Error('thrown by the program');
    const wrapper = wrapAsynchronous(
      active,
      calls,
      () => {
        throw error;
      },
      returnedPromises,
    );
    expect(wrapper).toThrow(error);
    expect(running()).toBeUndefined();
    expect(calls.lines).toEqual(['start with a context', 'failed']);
  });

  it('gives a call no context of its own once 16 have ended when they returned, until one goes on', async () => {
    const wrapper = wrapAsynchronous(
      active,
      calls,
      (later) => (later === true ? new Promise<void>((resolve) => queueMicrotask(resolve)) : undefined),
      returnedPromises,
    );
    for (let call = 0; call < 16; call++) wrapper();
    expect(calls.lines.filter((line) => line.startsWith('start'))).toEqual(
      Array.from({ length: 16 }, () => 'start with a context'),
    );
    wrapper();
    expect(calls.lines.at(-2)).toBe('start');
    await wrapper(true);
    calls.lines.length = 0;
    for (let call = 0; call < 20; call++) wrapper();
    expect(calls.lines).not.toContain('start');
  });

  it('gives each call a context of its own where calls were seen to leave work behind', () => {
    calls.leavesWork = true;
    const wrapper = wrapAsynchronous(active, calls, () => undefined, returnedPromises);
    for (let call = 0; call < 20; call++) wrapper();
    expect(calls.lines).not.toContain('start');
    calls.leavesWork = false;
    wrapper();
    expect(calls.lines.at(-2)).toBe('start');
  });

  it('runs a callback in the synchronous scope of the caller, which has no store', () => {
    let deliver = (..._args: unknown[]): unknown => undefined;
    const wrapper = wrapAsynchronous(
      active,
      calls,
      (callback) => void (deliver = callback as typeof deliver),
      returnedPromises,
    );
    active.enterLight(5);
    wrapper(() => active.get());
    active.clearLight();
    expect([deliver(), active.get()]).toEqual([5, 0]);
  });

  it('returns the very promise, and ends the call when that settles', async () => {
    let settle = (_value: string): void => {};
    const made: unknown[] = [];
    const wrapper = wrapAsynchronous(
      active,
      calls,
      () => {
        const promise = new Promise<string>((resolve) => (settle = resolve));
        made.push(promise);
        return promise;
      },
      returnedPromises,
    );
    const promise = wrapper();
    expect(promise).toBe(made[0]);
    expect(calls.lines).toEqual(['start with a context', 'returned']);
    settle('result');
    expect(await promise).toBe('result');
    expect(calls.lines).toEqual(['start with a context', 'returned', 'ended']);
  });

  it('ends the call of a function that awaits thenables when its promise settles, not at their jobs', async () => {
    const asked = async (): Promise<void> => {
      for (const number of [1, 2, 3]) {
        // oxlint-disable-next-line unicorn/no-thenable, no-await-in-loop, typescript/await-thenable -- As query builders are.
        await { then: (resolve: (value: number) => void) => resolve(calls.lines.push(`asked ${number}`)) };
      }
      calls.lines.push('done');
    };
    const wrapper = wrapAsynchronous(active, calls, asked, returnedPromises);
    await wrapper();
    expect(calls.lines).toEqual(['start with a context', 'returned', 'asked 1', 'asked 2', 'asked 3', 'done', 'ended']);
  });

  it('ends a call at its return whose promise has settled before', async () => {
    const settled = Promise.resolve('cached');
    const wrapper = wrapAsynchronous(active, calls, () => settled, returnedPromises);
    expect(wrapper()).toBe(settled);
    expect(calls.lines.filter((line) => line === 'ended')).toHaveLength(1);
    await settled;
    expect(calls.lines.filter((line) => line === 'ended')).toHaveLength(1);
  });

  it('leaves an async function the promise that it made', async () => {
    const wrapper = wrapAsynchronous(active, calls, async () => await Promise.resolve(running()), returnedPromises);
    const promise = wrapper();
    expect(calls.lines).toEqual(['start with a context', 'returned']);
    expect(await promise).toBe('the call');
    expect(calls.lines.at(-1)).toBe('ended');
  });

  it('returns a promise with a class of its own as it is, and ends its call', async () => {
    class Query extends Promise<string> {
      readonly text = 'SELECT 1';
    }
    const wrapper = wrapAsynchronous(
      active,
      calls,
      () => new Query((resolve) => queueMicrotask(() => resolve('rows'))),
      returnedPromises,
    );
    const query = wrapper() as Query;
    expect(Object.keys(query)).toEqual(['text']);
    expect(query.constructor).toBe(Query);
    await query;
    expect(calls.lines).toEqual(['start with a context', 'returned', 'ended']);
  });

  it("ends a call by its callback, which runs in the caller's context", () => {
    let deliver = (..._args: unknown[]): unknown => undefined;
    const original = (_text: unknown, callback: unknown): void => {
      deliver = callback as typeof deliver;
    };
    const wrapper = wrapAsynchronous(active, calls, original, returnedPromises);
    const seen: unknown[] = [];
    const callback = function (this: unknown, ...args: unknown[]): string {
      seen.push(this, ...args, running());
      return 'back';
    };
    context.with(ROOT_CONTEXT.setValue(KEY, 'the caller'), () => wrapper('SELECT 1', callback));
    expect(calls.lines).toEqual(['start with a context', 'returned']);
    const self = {};
    expect(Reflect.apply(deliver, self, [null, 'row'])).toBe('back');
    expect(seen).toEqual([self, null, 'row', 'the caller']);
    expect(calls.lines.at(-1)).toBe('ended');
    // Called back a second time, by mistake: the call has ended once.
    deliver(null);
    expect(calls.lines).toHaveLength(3);
    // It looks like the callback that it stands for.
    expect(deliver.length).toBe(callback.length);
    expect(deliver.name).toBe('callback');
  });

  it('ends a call as failed whose callback is given an error', () => {
    const wrapper = wrapAsynchronous(
      active,
      calls,
      (callback) => (callback as (error: Error) => void)(new Error('no')),
      returnedPromises,
    );
    wrapper(() => {});
    expect(calls.lines).toEqual(['start with a context', 'failed', 'returned']);
  });

  it('ends a call that has both forms by its promise', async () => {
    const wrapper = wrapAsynchronous(
      active,
      calls,
      (callback) => {
        (callback as () => void)();
        return Promise.reject(new Error('no'));
      },
      returnedPromises,
    );
    await (wrapper(() => {}) as Promise<unknown>).catch(() => {});
    expect(calls.lines.filter((line) => line === 'ended' || line === 'failed')).toHaveLength(1);
  });

  it('leaves a call alone that is none to record', () => {
    calls.refuses = true;
    const wrapper = wrapAsynchronous(active, calls, () => running(), returnedPromises);
    expect(context.with(ROOT_CONTEXT.setValue(KEY, 'the caller'), wrapper)).toBe('the caller');
    expect(calls.lines).toEqual([]);
  });

  it('records calls up to 128 deep in each other, and counts deeper ones', () => {
    const countDown: AnyFunction = wrapAsynchronous(
      active,
      calls,
      (left) => ((left as number) === 0 ? 0 : countDown((left as number) - 1)),
      returnedPromises,
    );
    countDown(130);
    expect(calls.lines.filter((line) => line.startsWith('start'))).toHaveLength(128);
    expect(calls.lines.filter((line) => line === 'calls_too_deep')).toHaveLength(3);
    calls.lines.length = 0;
    countDown(0);
    expect(calls.lines).toHaveLength(2);
  });

  it('stays a constructor', () => {
    function Feed(this: { symbol: string }, symbol: string): void {
      this.symbol = symbol;
    }
    const Wrapped = wrapAsynchronous(active, calls, Feed as never, returnedPromises) as unknown as new (
      symbol: string,
    ) => {
      symbol: string;
    };
    expect(new Wrapped('BTC')).toBeInstanceOf(Feed);
    expect(new Wrapped('BTC').symbol).toBe('BTC');
    expect(calls.lines).toEqual([]);
  });
});

describe('lastParameterIsCallback', () => {
  it.each([
    [(_text: unknown, callback: unknown) => callback, true],
    [(_text: unknown, cb: unknown) => cb, true],
    [(callback: unknown, _text: unknown) => callback, false],
    [(_text: unknown) => 'callback)', false],
    [() => 0, false],
  ])('%s: %s', (original, expected) => {
    expect(lastParameterIsCallback(original as never)).toBe(expected);
  });
});
