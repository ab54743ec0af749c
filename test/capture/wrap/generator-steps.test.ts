// Steps of generators, as the calls that they are recorded as.

import { promiseHooks } from 'node:v8';
import { context, createContextKey, ROOT_CONTEXT } from '@opentelemetry/api';
import type { CallTracer, OpenCall } from '../../../src/capture/wrap/call-tracer.js';
import { generatorStarted, recordSteps } from '../../../src/capture/wrap/generator-steps.js';
import type { Losses } from '../../../src/model/losses.js';
import type { AnyFunction } from '../../../src/capture/rules/any-function.js';
import { ScopeContextManager } from '../../../src/export/scope-context-manager.js';
import { active, returnedPromises } from './returned-promises.js';

beforeAll(() => context.setGlobalContextManager(new ScopeContextManager(active)));
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
      scope: 0,
      isLight: false,
      context: ROOT_CONTEXT.setValue(KEY, name),
      returned: () => {},
      end: (failed) => this.lines.push(`${name} ${failed ? 'failed' : 'ended'}`),
    };
  }
}

const refuse = (error: unknown): never => {
  throw error;
};

type Prices = (symbol: string) => Generator<string, string, string>;

/** A fresh function each time, because its prototype is patched. Its first statement is what the preload inserts. */
const recorded = (tracer: CallTracer): Prices => {
  function* wrapped(symbol: string): Generator<string, string, string> {
    generatorStarted([symbol], false, refuse);
    const sent = yield `first of ${symbol} in ${String(running())}`;
    yield `second of ${symbol}, sent ${sent}, in ${String(running())}`;
    return 'done';
  }
  recordSteps(wrapped as unknown as AnyFunction, active, tracer, returnedPromises);
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
    // It has ended: what comes after runs nothing.
    expect(generator.next()).toEqual({ value: undefined, done: true });
    expect(calls.lines.at(-1)).toBe('run BTC failed');
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
      generatorStarted([symbol], false, refuse);
      yield await new Promise<string>((resolve) => (deliver = resolve));
    }
    recordSteps(feed as unknown as AnyFunction, active, calls, returnedPromises);
    const generator = feed('BTC');
    const step = generator.next();
    expect(calls.lines).toEqual(['step BTC starts']);
    deliver('trade');
    expect(await step).toEqual({ value: 'trade', done: false });
    expect(calls.lines).toEqual(['step BTC starts', 'step BTC ended']);
  });

  it('goes on with a generator that has asked itself for its next step', () => {
    const calls = new Calls(true);
    function* reentrant(symbol: string): Generator<string> {
      generatorStarted([symbol], false, refuse);
      expect(() => generator.next()).toThrow('already running');
      yield 'a';
    }
    recordSteps(reentrant as unknown as AnyFunction, active, calls, returnedPromises);
    const generator = reentrant('BTC');
    expect([...generator]).toEqual(['a']);
    expect(calls.lines.filter((line) => line.startsWith('run'))).toEqual(['run BTC starts', 'run BTC ended']);
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

type Feed = (how: string) => AsyncGenerator<string>;

/** A fresh function each time; what stands around the program's own code is what the preload inserts. */
const recordedFeed = (tracer: CallTracer, onError: (error: unknown) => void = refuse): Feed => {
  async function* feed(how: string): AsyncGenerator<string> {
    const end = generatorStarted([how], true, onError);
    try {
      if (how === 'throws at once') throw new Error(how);
      yield 'first';
      if (how === 'throws') throw new Error(how);
      if (how === 'returns') return 'early';
      if (how === 'returns a rejected promise') return await Promise.reject<string>(new Error(how));
      try {
        yield 'second';
      } finally {
        // oxlint-disable-next-line no-unsafe-finally -- What a program may do.
        if (how === 'throws in finally') throw new Error(how);
        if (how === 'yields in finally') yield 'third';
      }
      return 'last';
    } catch (error) {
      end.failed();
      throw error;
    } finally {
      end.end();
    }
  }
  recordSteps(feed as unknown as AnyFunction, active, tracer, returnedPromises);
  return feed;
};

describe('the run of an async generator', () => {
  const endsOf = ({ lines }: Calls): string[] =>
    lines.filter((line) => !line.endsWith('starts')).map((line) => line.replaceAll(/ .* /g, ' '));
  const drive = async (generator: AsyncGenerator<string>, ...steps: ('next' | 'return' | 'throw')[]): Promise<void> => {
    for (const step of steps) await generator[step](new Error('sent')).catch(() => undefined);
  };

  it.each<[how: string, steps: ('next' | 'return' | 'throw')[], ends: string[]]>([
    ['comes to its last line', ['next', 'next', 'next'], ['step ended', 'step ended', 'step ended', 'run ended']],
    ['returns', ['next', 'next'], ['step ended', 'step ended', 'run ended']],
    ['throws', ['next', 'next'], ['step ended', 'step failed', 'run failed']],
    ['throws at once', ['next'], ['step failed', 'run failed']],
    ['returns a rejected promise', ['next', 'next'], ['step ended', 'step failed', 'run failed']],
    ['is left', ['next', 'return'], ['step ended', 'step ended', 'run ended']],
    ['is left in its `try`', ['next', 'next', 'return'], ['step ended', 'step ended', 'step ended', 'run ended']],
    ['throws in finally', ['next', 'next', 'return'], ['step ended', 'step ended', 'step failed', 'run failed']],
    [
      'yields in finally',
      ['next', 'next', 'return', 'next'],
      ['step ended', 'step ended', 'step ended', 'step ended', 'run ended'],
    ],
    ['is cancelled', ['next', 'throw'], ['step ended', 'step failed', 'run failed']],
    ['is abandoned', ['next'], ['step ended']],
    ['is left before it begins', ['return'], []],
  ])('ends with its body: %s', async (how, steps, ends) => {
    const calls = new Calls(true);
    const generator = recordedFeed(calls)(how);
    await drive(generator, ...steps);
    expect(endsOf(calls)).toEqual(ends);
    // What comes after runs nothing of the body.
    if (ends.at(-1)?.startsWith('run') === true) await drive(generator, 'next', 'return', 'throw');
    expect(endsOf(calls)).toEqual(ends);
  });

  it('ends once, where steps are queued behind the last one', async () => {
    const calls = new Calls(true);
    const generator = recordedFeed(calls)('throws');
    await Promise.allSettled([generator.next(), generator.next(), generator.next(), generator.next()]);
    expect(endsOf(calls)).toEqual(['step ended', 'step failed', 'run failed', 'step ended', 'step ended']);
  });

  it('hands the program the promises of V8', async () => {
    const made: object[] = [];
    const generator = recordedFeed(new Calls(true))('comes to its last line');
    const stop = promiseHooks.onInit((promise) => made.push(promise)) as () => void;
    const result = generator.next();
    stop();
    expect(made[0]).toBe(result);
    await result;
  });

  it('keeps an error of Tickscope from the program', async () => {
    const calls = new Calls(true);
    const errors: unknown[] = [];
    const start = calls.startRun.bind(calls);
    calls.startRun = (args) => ({
      ...(start(args) as OpenCall),
      end: () => refuse(new Error('no end')),
    });
    const generator = recordedFeed(calls, (error) => errors.push(error))('returns');
    await generator.next();
    expect(await generator.next()).toEqual({ value: 'early', done: true });
    expect(errors).toEqual([new Error('no end')]);
  });
});
