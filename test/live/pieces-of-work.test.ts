// Every callback that Tickscope gives to Node.js is a piece of its work, and so is what it does in the program's calls beside recording.

import { resourceFromAttributes } from '@opentelemetry/resources';
import { BodyHost } from '../../src/capture/body/body-host.js';
import { type Body, Entry } from '../../src/capture/body/entry.js';
import { PromiseHooks } from '../../src/capture/body/promise-hooks.js';
import { CallSites } from '../../src/capture/load/call-sites.js';
import { BuiltinPatches } from '../../src/capture/load/builtin-patches.js';
import { PackagePatches } from '../../src/capture/load/package-patches.js';
import { ProgramFiles } from '../../src/capture/load/program-files.js';
import { SourceTransformer } from '../../src/capture/load/transform-source.js';
import type { Recorder } from '../../src/capture/recorder/recorder.js';
import { InsertionSites } from '../../src/capture/rewrite/insertion-sites.js';
import { recordPauses } from '../../src/capture/runtime/gc-pauses.js';
import { OpenDescriptors } from '../../src/capture/runtime/open-descriptors.js';
import { ThreadPool } from '../../src/capture/runtime/thread-pool.js';
import { watchLoop } from '../../src/capture/runtime/watch-loop.js';
import { SpanSlices } from '../../src/export/traces/span-slices.js';
import { Coverage } from '../../src/live/coverage.js';
import { Periodic } from '../../src/live/periodic.js';
import { SegmentCuts } from '../../src/live/segment-cuts.js';
import { asPiece, measureWork } from '../../src/measured-work.js';
import { NameTable } from '../../src/model/name-table.js';
import { ConnectionTable } from '../../src/model/connection-table.js';
import { OwnerTable } from '../../src/model/owner-table.js';
import { SECOND } from '../../src/model/units.js';
import { RecordWriter } from '../../src/record-file/record-writer.js';
import { RecordedLog } from '../capture/recorder/recorded-log.js';
import { runningSegment } from '../aggregate/running-parts.js';
import { sampleSegment } from '../record-file/sample-segments.js';
import { clock } from '../support/virtual-clock.js';

type Callback = (...args: unknown[]) => void;
const mockGiven: Callback[] = [];
/** Takes the callback, wherever among the arguments it is. */
const mockTaking = (...args: unknown[]): object => {
  mockGiven.push(args.find((arg) => typeof arg === 'function') as Callback);
  return { unref: () => mockTimer };
};
const mockTimer = {};
jest.mock('../../src/primordials.js', () => ({
  ...jest.requireActual<object>('../../src/primordials.js'),
  threadCpuUsage: undefined,
  startImmediate: (...args: unknown[]) => mockTaking(...args),
  startTimeout: (...args: unknown[]) => mockTaking(...args),
  startInterval: (...args: unknown[]) => mockTaking(...args),
  writeChunk: (...args: unknown[]) => mockTaking(...args),
  listFolder: (...args: unknown[]) => mockTaking(...args),
  askForStatus: (...args: unknown[]) => mockTaking(...args),
  openFile: () => 1,
  writeChunkSync: (_descriptor: number, { length }: Uint8Array) => length,
}));
jest.mock('node:perf_hooks', () => ({
  ...jest.requireActual<object>('node:perf_hooks'),
  PerformanceObserver: class {
    constructor(callback: Callback) {
      mockTaking(callback);
    }

    observe(): void {}
  },
}));
jest.mock('../../src/capture/recorder/clock.js', () => jest.requireActual('../support/virtual-clock.js'));

const told: string[] = [];
/** Costs of what is looked at in a sample, and how many each stands for. */
const watched: number[][] = [];
const watchingCost = (nanos: number, count: number): void => void watched.push([nanos, count]);
const busy = (nanos: number): void => void (clock.nanos += nanos);

beforeEach(() => {
  mockGiven.length = 0;
  told.length = 0;
  watched.length = 0;
  clock.nanos = 0;
  measureWork({ now: () => clock.nanos, worked: (activity) => told.push(activity), held: () => {} });
});

afterEach(() => {
  if (on?.isOn !== true) return;
  on.release();
  for (let second = 0; second < 2; second++) mockGiven[0]?.();
});

const slices = (): SpanSlices =>
  new SpanSlices({
    exporter: { at: '', serialise: () => 0, send: () => {}, forceFlush: async () => {}, shutdown: async () => {} },
    resource: () => resourceFromAttributes({}),
    maxQueueSize: 1_000,
    maxRequestSize: 2,
    delayMillis: 1_000,
    exportTimeoutMillis: 30_000,
    outcome: { failing: () => {}, taken: () => {}, lost: () => {}, abandoned: () => {} },
  });
const writer = (): RecordWriter =>
  new RecordWriter({
    path: 'record.tks',
    header: '{}\n',
    now: () => clock.nanos as never,
    wrote: () => {},
    failed: () => {},
    losses: { add: () => {} },
  });

describe('a callback', () => {
  const callbacks: readonly (readonly [
    what: string,
    activity: string,
    start: () => void,
    args?: readonly unknown[],
  ])[] = [
    ['of what is repeated', 'writing', () => new Periodic('a test', SECOND, () => {}).start()],
    [
      'of a segment that is added up',
      'writing',
      () => new SegmentCuts(runningSegment({ names: new NameTable() }), new Coverage()).endWarmup(0 as never),
    ],
    ['of a chunk that was written', 'writing', () => writer().write(sampleSegment({})), [new Error('full'), 0]],
    ['of descriptors', 'writing', () => new OpenDescriptors().ask(), [null, []]],
    ['of the thread pool', 'writing', () => new ThreadPool().ask()],
    ['of collections', 'writing', () => recordPauses(new RecordedLog().recorder), [{ getEntries: () => [] }]],
    ['of spans that wait', 'exporting', () => slices().add({ count: 1, spans: [].values() })],
    ['of spans that fill a slice', 'exporting', () => slices().add({ count: 2, spans: [].values() })],
    ['of promise hooks that may be idle', 'writing', () => hooks().hold()],
  ];
  it.each(callbacks.map(([what, activity, start, args = []]) => ({ what, activity, start, args })))(
    '$what',
    ({ activity, start, args }) => {
      start();
      const [callback] = mockGiven;
      expect(callback).toBeDefined();
      told.length = 0;
      callback?.(...args);
      expect(told.at(-1)).toBe(activity);
    },
  );
});

/** Those that were switched on last. */
let on: PromiseHooks | undefined;
const hooks = (): PromiseHooks =>
  (on = new PromiseHooks(
    {
      isWaiting: false,
      onInit: () => busy(40),
      onDeriving: () => {},
      onDerived: () => {},
      onBefore: () => busy(40),
      onSettled: () => busy(40),
    },
    (work) => work(),
    watchingCost,
  ));

describe('in a call of the program', () => {
  it('takes the stack of a slow call as a piece of work', () => {
    new CallSites(new ProgramFiles('/tickscope', () => undefined), '/').here();
    expect(told).toEqual(['writing']);
  });

  it('reads the program’s files, and patches packages and modules', () => {
    const none = (): void => {};
    new SourceTransformer([], new InsertionSites(), none, '/', none, none, none).transform('f()', '/bot.js', 'script');
    new BuiltinPatches([{ name: 'node:fs', patch: none }], none).apply('node:fs');
    const patch = { packageName: 'ws', file: /^/, patch: (exported: unknown) => exported };
    const packages = new PackagePatches([patch], {} as never, none);
    packages.apply({ exports: {} } as never, require.resolve('ws'));
    expect(told).toEqual(['loading', 'loading', 'loading']);
  });

  it('switches promise hooks on, and measures one in 251 of their events', () => {
    const promises = hooks();
    promises.hold();
    expect(told).toEqual(['writing']);
    for (let number = 0; number < 1_000; number++) void Promise.resolve(number);
    expect(watched).toEqual(Array(7).fill([40, 251]));
  });

  it('measures one in 64 turns of the event loop, where nobody tells of callbacks', () => {
    const { recorder } = new RecordedLog();
    jest.spyOn(recorder, 'watchingCost').mockImplementation(watchingCost);
    watchLoop('turns', recorder, {} as never, new OwnerTable(), new ConnectionTable(), {} as never);
    for (let turn = 0; turn < 130; turn++) mockGiven.shift()?.();
    expect(watched).toHaveLength(2);
    expect(watched[0]?.[1]).toBe(64);
  });
});

describe('the sample of calls', () => {
  const spans: number[] = [];
  const none = (): void => {};
  const recorder = {
    entering: none,
    entered: none,
    leaving: none,
    left: none,
    spanCost: (nanos: number) => spans.push(nanos),
    watchingCost,
  } as unknown as Recorder;
  const calls = (body: Body): void => {
    const host = new BodyHost(recorder, () => body, {} as never, {} as never, none);
    for (let call = 0; call < 128; call++) host.o(host.i(0));
  };

  beforeEach(() => void spans.splice(0));

  it('leaves pieces of work in them out, which count as themselves', () => {
    const body: Body = {
      enter: () => {
        busy(200);
        asPiece('closing', () => busy(4_000_000));
        return new Entry(body, 0, 0);
      },
      leave: () => {
        busy(100);
        asPiece('closing', () => busy(50_000));
      },
      release: none,
    };
    calls(body);
    expect(spans).toEqual([300]);
    expect(watched).toEqual([]);
  });

  it('leaves out what reading the clock takes, which is as long as what it measures', () => {
    const body: Body = {
      enter: () => {
        busy(30);
        return new Entry(body, 0, 0);
      },
      leave: none,
      release: none,
    };
    clock.readingNanos = 70;
    calls(body);
    clock.readingNanos = 0;
    expect(spans).toEqual([30]);
  });

  it('counts those that are no operations for themselves', () => {
    calls({
      enter: () => {
        busy(70);
        return undefined;
      },
      leave: none,
      release: none,
    });
    expect(spans).toEqual([]);
    expect(watched).toEqual([[70, 128]]);
  });
});
