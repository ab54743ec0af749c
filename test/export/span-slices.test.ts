// When spans leave: in slices that are serialised one a turn, in requests that are full or have waited, several at once where the collector
// is slow.

import { ExportResultCode } from '@opentelemetry/core';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { SendingOutcome } from '../../src/export/not-sent.js';
import type { ToldResult } from '../../src/export/otlp/told-delegate.js';
import type { SliceExporter } from '../../src/export/traces/slice-exporter.js';
import { SpanSlices, type SpanSlicesOptions } from '../../src/export/traces/span-slices.js';

const DELAY_MILLIS = 200;

class Exporter implements SliceExporter<number> {
  readonly at = 'collector:4318';
  readonly slices: number[] = [];
  readonly requests: number[] = [];
  #answers: ((result: ToldResult) => void)[] = [];

  serialise(slice: ReadableSpan[]): number {
    this.slices.push(slice.length);
    return slice.length;
  }

  send(parts: readonly number[], answer: (result: ToldResult) => void): void {
    this.requests.push(parts.reduce((sum, count) => sum + count, 0));
    this.#answers.push(answer);
  }

  answer(result: ToldResult = { code: ExportResultCode.SUCCESS }): void {
    for (const answer of this.#answers.splice(0)) answer(result);
  }

  async forceFlush(): Promise<void> {}
  async shutdown(): Promise<void> {}
}

class Told implements SendingOutcome {
  readonly lines: unknown[] = [];
  failing(reason: string): void {
    this.lines.push(['failing', reason]);
  }
  taken(): void {
    this.lines.push(['taken']);
  }
  lost(cause: string, count: number, reason?: string): void {
    this.lines.push([cause, count, reason]);
  }
  abandoned(cause: string, count: number, otherwise?: string): void {
    if (count > 0) this.lines.push([cause, count, otherwise]);
  }
}

interface Made {
  readonly exporter: Exporter;
  readonly told: Told;
  readonly slices: SpanSlices;
  readonly add: (count: number) => void;
}

function makeSlices(options: Partial<SpanSlicesOptions> = {}, Slices = SpanSlices): Made {
  const exporter = new Exporter();
  const told = new Told();
  const slices = new Slices({
    exporter,
    resource: () => resourceFromAttributes({}),
    maxQueueSize: 100_000,
    maxRequestSize: 100,
    delayMillis: DELAY_MILLIS,
    exportTimeoutMillis: 30_000,
    outcome: told,
    ...options,
  });
  const span = {} as ReadableSpan;
  const add = (count: number): void => slices.add({ count, spans: Array<ReadableSpan>(count).fill(span).values() });
  return { exporter, told, slices, add };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const turns = async (count: number): Promise<void> => {
  for (let number = 0; number < count; number++) await turn();
};

it('serialises at most 64 spans in a turn of the event loop, and sends a request when it is full', async () => {
  const { exporter, add, slices } = makeSlices();
  add(63);
  await turns(3);
  expect([exporter.slices, exporter.requests]).toEqual([[], []]);
  add(77);
  await turn();
  expect([exporter.slices, exporter.requests]).toEqual([[64], []]);
  await turn();
  expect([exporter.slices, exporter.requests]).toEqual([[64, 36], []]);
  await turn();
  expect(exporter.requests).toEqual([100]);
  exporter.answer();
  await turns(3);
  // The rest waits for more.
  expect([exporter.requests, slices.unsent]).toEqual([[100], 40]);
});

it('sends a tick in one request, where one has room for it', async () => {
  const { exporter, slices } = makeSlices();
  const addTick = (count: number): void =>
    slices.add({
      count,
      spans: Array<ReadableSpan>(count)
        .fill({} as ReadableSpan)
        .values(),
      isTick: true,
    });
  for (const count of [40, 50, 30, 100, 1, 150]) addTick(count);
  void slices.forceFlush();
  for (let number = 0; number < 20; number++) {
    await turns(2);
    exporter.answer();
  }
  // The last one has more spans than a request: it begins where there is room, and takes two.
  expect(exporter.requests).toEqual([90, 30, 100, 100, 51]);
  expect(slices.unsent).toBe(0);
});

it('has up to eight requests on their way, and one while sending fails', async () => {
  const { exporter, told, add } = makeSlices();
  add(2_000);
  await turns(100);
  expect(exporter.requests).toEqual(Array(8).fill(100));
  exporter.answer({ code: ExportResultCode.FAILED, error: new Error('refused') });
  await turns(10);
  expect(exporter.requests).toHaveLength(9);
  expect(told.lines.filter((line) => (line as unknown[])[0] === 'spans_not_exported')).toEqual(
    Array(8).fill(['spans_not_exported', 100, 'refused']),
  );
  exporter.answer();
  await turns(100);
  expect(exporter.requests).toHaveLength(17);
});

it('sends everything, request after request, when it is flushed', async () => {
  const { exporter, add, slices } = makeSlices();
  add(10);
  const flushed = slices.forceFlush();
  add(195);
  for (let round = 0; round < 12; round++) {
    await turn();
    exporter.answer();
  }
  await flushed;
  expect([exporter.requests, slices.unsent]).toEqual([[100, 100, 5], 0]);
});

it('counts what the collector did not keep, and no more than it was sent', async () => {
  const { exporter, told, add } = makeSlices();
  add(200);
  await turns(10);
  exporter.answer({ code: ExportResultCode.SUCCESS, rejected: 30, rejection: 'too old' });
  add(100);
  await turns(10);
  exporter.answer({ code: ExportResultCode.SUCCESS, rejected: 1e9, rejection: 'nonsense' });
  const rejected = told.lines.filter((line) => (line as unknown[])[0] === 'spans_rejected');
  expect(rejected).toEqual([
    ['spans_rejected', 30, 'too old'],
    ['spans_rejected', 30, 'too old'],
    ['spans_rejected', 100, 'nonsense'],
  ]);
});

it('counts spans that cannot be read or serialised, and goes on', async () => {
  const broken = makeSlices({ maxRequestSize: 3 });
  const failing = function* (): Generator<ReadableSpan> {
    yield {} as ReadableSpan;
    throw new Error('of the program');
  };
  broken.slices.add({ count: 3, spans: failing() });
  broken.add(2);
  await turns(5);
  expect(broken.exporter.requests).toEqual([3]);
  expect(broken.told.lines).toEqual([
    ['failing', 'of the program'],
    ['spans_not_exported', 2, 'of the program'],
  ]);
});

it('counts at an exit what has not left and what nobody answered, and says why', async () => {
  const { told, add, slices } = makeSlices();
  add(150);
  await turns(5);
  slices.abandon();
  expect(told.lines).toEqual([
    ['spans_not_sent_at_exit', 100, 'no answer from collector:4318'],
    ['spans_not_sent_at_exit', 50, undefined],
  ]);
  expect(slices.unsent).toBe(0);
});

it('lets a request that is not full wait once, from its first span', async () => {
  const waits: number[] = [];
  // The module took its timer when it was loaded: it is loaded anew over this one.
  const startTimeout = jest.spyOn(globalThis, 'setTimeout').mockImplementation(((_run: () => void, millis: number) => {
    waits.push(millis);
    return { unref: () => ({}) };
  }) as never);
  try {
    await jest.isolateModulesAsync(async () => {
      const anew = await import('../../src/export/traces/span-slices.js');
      const { add } = makeSlices({}, anew.SpanSlices);
      for (let number = 0; number < 3; number++) add(1);
    });
  } finally {
    startTimeout.mockRestore();
  }
  expect(waits).toEqual([DELAY_MILLIS]);
});
