// A program with an OpenTelemetry SDK of its own: what it sends and what is thrown at it stay as they were, whoever started
// first and whatever copy of the API it brings; its ticks are measured.

import { install } from '../span-processor/installed-sdks.js';
import { OtlpCollector } from '../support/otlp-collector.js';
import { countsOf, fixture, type Recorded, runBare, runRecorded, withoutTickscopeLines } from '../support/programs.js';

jest.setTimeout(30_000);

const OWN_SPANS = `${'decide '.repeat(3)}${'decide>order '.repeat(3)}early outside request traceparent [["orders",3]]\n`;

let collector: OtlpCollector;
beforeAll(async () => {
  for (const sdk of ['sdk-2', 'sdk-3'] as const) await install(sdk);
  collector = await OtlpCollector.start();
}, 120_000);
afterAll(() => collector.stop());

const STARTED_FIRST =
  /^tickscope: an OpenTelemetry SDK was started before Tickscope \(@opentelemetry\/api 1\.\d+\.\d+\)\. .*\n$/;
const OLDER_API =
  /^tickscope: the program's OpenTelemetry SDK uses @opentelemetry\/api 1\.9\.1, which shares no context with 1\.10\.0\. .*\n$/;

const SHARED_CONTEXT = ['>TradingBot.onTick', 'TradingBot.onTick>decide', 'decide>EmaIndicator.update', 'decide>order'];
/** The context of another copy of the API tells ours nothing of the spans in it. */
const CONTEXT_APART = [
  '>TradingBot.onTick',
  'TradingBot.onTick>decide',
  'TradingBot.onTick>EmaIndicator.update',
  'TradingBot.onTick>order',
];

describe.each([
  ['the same copy', undefined, /^$/, SHARED_CONTEXT],
  ['a second copy of the same version', 'sdk-3', /^$/, SHARED_CONTEXT],
  ['a copy of 1.9 with SDK 2', 'sdk-2', OLDER_API, CONTEXT_APART],
])('with %s of the API', (_what, sdk, saysLater, belowSpans) => {
  describe.each([
    ['sends nothing', false],
    ['sends to a collector of its own', true],
  ])('while Tickscope %s', (_whatElse, sends) => {
    const startsFirst = { NODE_OPTIONS: `--require ${JSON.stringify(fixture('hostile/own-sdk-start.js'))}` };
    it.each([
      ['starts later', {}, saysLater],
      ['is preloaded before', startsFirst, STARTED_FIRST],
    ])('an SDK that %s keeps its spans, its metrics and its context', async (_when, more, says) => {
      collector.spans.length = 0;
      const program = [fixture('hostile/own-sdk.js')];
      const environment = { ...more, ...(sdk !== undefined && { OWN_SDK: fixture(sdk) }) };
      const bare = await runBare(program, { environment });
      const recorded = await runRecorded(program, {
        environment: {
          ...environment,
          TICKSCOPE_TICK_BUDGET: '0.001us',
          TICKSCOPE_TICKS_PER_SECOND: '1000000',
          ...(sends && { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url }),
        },
      });
      expect(bare.stdout).toBe(OWN_SPANS);
      expect([recorded.stdout, recorded.code]).toEqual([bare.stdout, 0]);
      expect(recorded.stderr).toMatch(says);
      expect(recorded.report.ticks).toMatchObject({ started: 3, count: 3, failed: 0 });
      expect(countsOf(recorded.report, 'internal')).toEqual({ decide: 3, order: 3 });
      expect(treesOf(recorded)).toEqual(Array(3).fill(belowSpans));
      const { losses } = recorded.report;
      expect([losses, collector.spans.map(({ name }) => name)]).toEqual([
        [],
        sends ? Array(3).fill(['TradingBot.onTick', 'decide', 'EmaIndicator.update', 'order']).flat() : [],
      ]);
    });
  });
});

it('reads the spans of an SDK that is an ES module', async () => {
  const program = [fixture('hostile/own-sdk.mjs')];
  const bare = await runBare(program);
  const recorded = await runRecorded(program, { environment: { TICKSCOPE_TICK_BUDGET: '0.001us' } });
  expect([recorded.stdout, recorded.stderr, recorded.code]).toEqual([bare.stdout, bare.stderr, 0]);
  const tree = ['>TradingBot.onTick', 'TradingBot.onTick>decide', 'decide>EmaIndicator.update'];
  expect(treesOf(recorded)).toEqual(Array(3).fill(tree));
});

/** Each kept tick's operations, as `parent>name`. */
function treesOf({ segments }: Recorded): string[][] {
  const kept = segments.flatMap((segment) => segment.kept);
  return kept.map(({ operations }) =>
    operations.map(({ name, parent }) => `${operations[parent]?.name ?? ''}>${name}`),
  );
}

it.each([
  ['sends nothing', false],
  ['sends to a collector of its own', true],
])('a processor of the program that throws throws at the program, while Tickscope %s', async (_what, sends) => {
  const program = [fixture('hostile/throwing-processor.js')];
  const bare = await runBare(program);
  const recorded = await runRecorded(program, {
    environment: sends ? { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url } : {},
  });
  expect(bare.stdout).toBe('onStart\n'.repeat(3));
  expect([recorded.stdout, withoutTickscopeLines(recorded.stderr), recorded.code]).toEqual([
    bare.stdout,
    bare.stderr,
    0,
  ]);
  expect(recorded.report.ticks).toMatchObject({ count: 3, failed: 3 });
});

it('an exporter of the program that throws is the program’s own affair', async () => {
  const program = [fixture('hostile/throwing-exporter.js')];
  const bare = await runBare(program);
  const recorded = await runRecorded(program);
  expect(bare.stdout).toContain('export\n');
  expect([recorded.stdout, recorded.stderr, recorded.code]).toEqual([bare.stdout, bare.stderr, bare.code]);
  expect(recorded.report.ticks).toMatchObject({ count: 3, failed: 0 });
  expect(countsOf(recorded.report, 'internal')).toEqual({ order: 3 });
});
