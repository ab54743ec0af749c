// When slices of spans leave: full ones at once, others after a while, and everything when somebody asks.

import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { SpanSlices } from '../../src/export/traces/span-slices.js';

const DELAY_MILLIS = 200;

class Exporter implements SpanExporter {
  readonly slices: number[] = [];
  #answers: ((result: ExportResult) => void)[] = [];

  export(spans: ReadableSpan[], answer: (result: ExportResult) => void): void {
    this.slices.push(spans.length);
    this.#answers.push(answer);
  }

  answer(): void {
    for (const answer of this.#answers.splice(0)) answer({ code: ExportResultCode.SUCCESS });
  }

  async shutdown(): Promise<void> {}
}

function makeSlices(exporter: Exporter): { slices: SpanSlices; add: (count: number) => void } {
  const slices = new SpanSlices({
    exporter,
    resource: () => resourceFromAttributes({}),
    maxQueueSize: 1_000,
    maxSliceSize: 64,
    delayMillis: DELAY_MILLIS,
    exportTimeoutMillis: 30_000,
    losses: { add: () => {} },
    failed: () => {},
  });
  const span = {} as ReadableSpan;
  return { slices, add: (count) => slices.add({ count, spans: Array<ReadableSpan>(count).fill(span).values() }) };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('sends what fills a slice at once, and the rest of it later', async () => {
  const exporter = new Exporter();
  const { add, slices } = makeSlices(exporter);
  add(40);
  await turn();
  expect(exporter.slices).toEqual([]);
  add(40);
  await turn();
  expect(exporter.slices).toEqual([64]);
  exporter.answer();
  await turn();
  expect([exporter.slices, slices.unsent]).toEqual([[64], 16]);
});

it('sends everything, slice after slice, when it is flushed', async () => {
  const exporter = new Exporter();
  const { add, slices } = makeSlices(exporter);
  add(10);
  const flushed = slices.forceFlush();
  add(100);
  for (let round = 0; round < 3; round++) {
    await turn();
    exporter.answer();
  }
  await flushed;
  expect([exporter.slices, slices.unsent]).toEqual([[64, 46], 0]);
});

it('lets a slice that is not full wait once, from its first span', async () => {
  const waits: number[] = [];
  // The module took its timer when it was loaded: it is loaded anew over this one.
  const startTimeout = jest.spyOn(globalThis, 'setTimeout').mockImplementation(((_run: () => void, millis: number) => {
    waits.push(millis);
    return { unref: () => ({}) };
  }) as never);
  try {
    await jest.isolateModulesAsync(async () => {
      const anew = await import('../../src/export/traces/span-slices.js');
      const waiting = new anew.SpanSlices({
        exporter: new Exporter(),
        resource: () => resourceFromAttributes({}),
        maxQueueSize: 1_000,
        maxSliceSize: 64,
        delayMillis: DELAY_MILLIS,
        exportTimeoutMillis: 30_000,
        losses: { add: () => {} },
        failed: () => {},
      });
      for (let number = 0; number < 3; number++) waiting.add({ count: 1, spans: [{} as ReadableSpan].values() });
    });
  } finally {
    startTimeout.mockRestore();
  }
  expect(waits).toEqual([DELAY_MILLIS]);
});
