// Steps of generators, as the calls that they are recorded as.

import { context, createContextKey, ROOT_CONTEXT } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import type { CallTracer, OpenCall } from '../../../src/capture/wrap/call-tracer.js';
import { generatorStarted, recordSteps } from '../../../src/capture/wrap/generator-steps.js';
import type { Losses } from '../../../src/model/losses.js';
import type { AnyFunction } from '../../../src/capture/rules/any-function.js';
import { returnedPromises } from './returned-promises.js';

const manager = new AsyncLocalStorageContextManager().enable();
beforeAll(() => context.setGlobalContextManager(manager));
afterAll(() => context.disable());

const KEY = createContextKey('who runs');
const running = (): unknown => context.active().getValue(KEY);

/** Steps are `step`, and a run is a call where `hasRuns` says so. */
class Calls implements CallTracer {
  readonly lines: string[] = [];
  readonly losses: Losses = { add: () => {} };
  readonly #hasRuns: boolean;

  constructor(hasRuns = false) {
    this.#hasRuns = hasRuns;
  }

  start(args: readonly unknown[]): OpenCall {
    return this.#open(`step ${args.join()}`);
  }

  startRun(args: readonly unknown[]): OpenCall | undefined {
    return this.#hasRuns ? this.#open(`run ${args.join()}`) : undefined;
  }

  #open(name: string): OpenCall {
    this.lines.push(`${name} starts`);
    return {
      context: ROOT_CONTEXT.setValue(KEY, name),
      returned: () => {},
      end: (failed) => this.lines.push(`${name} ${failed ? 'failed' : 'ended'}`),
    };
  }
}

type Prices = (symbol: string) => Generator<string, string, string>;

/** A fresh function each time, because its prototype is patched. Its first statement is what the preload inserts. */
const recorded = (tracer: CallTracer): Prices => {
  function* wrapped(symbol: string): Generator<string, string, string> {
    generatorStarted([symbol]);
    const sent = yield `first of ${symbol} in ${String(running())}`;
    yield `second of ${symbol}, sent ${sent}, in ${String(running())}`;
    return 'done';
  }
  recordSteps(wrapped as unknown as AnyFunction, tracer, returnedPromises);
  return wrapped;
};

describe('recordSteps', () => {
  it('records each step in its own context: the first by what the function was given, later ones by what they are sent', () => {
    const calls = new Calls();
    const generator = recorded(calls)('BTC');
    expect(calls.lines).toEqual([]);
    expect(generator.next()).toEqual({ value: 'first of BTC in step BTC', done: false });
    expect(generator.next('news')).toEqual({ value: 'second of BTC, sent news, in step news', done: false });
    expect(generator.next()).toEqual({ value: 'done', done: true });
    expect(running()).toBeUndefined();
    expect(calls.lines).toEqual([
      'step BTC starts',
      'step BTC ended',
      'step news starts',
      'step news ended',
      'step  starts',
      'step  ended',
    ]);
  });

  it('records a run until its end, with its steps inside', () => {
    const calls = new Calls(true);
    const generator = recorded(calls)('BTC');
    while (generator.next('BTC').done !== true);
    expect(calls.lines[0]).toBe('run BTC starts');
    expect(calls.lines.at(-1)).toBe('run BTC ended');
    expect(calls.lines.filter((line) => line === 'step BTC ended')).toHaveLength(3);
  });

  it('ends run and step as failed when the body throws, and throws the same', () => {
    const calls = new Calls(true);
    const error = new Error('thrown by the program');
    const generator = recorded(calls)('BTC');
    generator.next();
    expect(() => generator.throw(error)).toThrow(error);
    expect(calls.lines.slice(-2)).toEqual(['step BTC failed', 'run BTC failed']);
    // It has ended: nothing more is recorded as failed.
    expect(generator.next()).toEqual({ value: undefined, done: true });
    expect(calls.lines.at(-1)).not.toContain('failed');
  });

  it('keeps two generators of one function apart', () => {
    const calls = new Calls();
    const make = recorded(calls);
    const [first, second] = [make('BTC'), make('ETH')];
    first.next();
    second.next();
    expect(first.next('a').value).toBe('second of BTC, sent a, in step a');
    expect(second.next('b').value).toBe('second of ETH, sent b, in step b');
  });

  it('ends a step of an async generator when its promise has settled', async () => {
    const calls = new Calls();
    let deliver = (_value: string): void => {};
    async function* feed(symbol: string): AsyncGenerator<string> {
      generatorStarted([symbol]);
      yield await new Promise<string>((resolve) => (deliver = resolve));
    }
    recordSteps(feed as unknown as AnyFunction, calls, returnedPromises);
    const generator = feed('BTC');
    const step = generator.next();
    expect(calls.lines).toEqual(['step BTC starts']);
    deliver('trade');
    expect(await step).toEqual({ value: 'trade', done: false });
    expect(calls.lines).toEqual(['step BTC starts', 'step BTC ended']);
  });

  it('leaves function and generators what they are', () => {
    const make = recorded(new Calls());
    const generator = make('BTC');
    expect(generator).toBeInstanceOf(make);
    expect(Object.prototype.toString.call(generator)).toBe('[object Generator]');
    expect(Object.keys(generator)).toEqual([]);
    expect(generator.next.name).toBe('next');
  });
});
