// More of everything than anything holds: memory stays bounded, sums stay exact, and what is left out is counted.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { renderTerminal } from '../../src/index.js';
import { attribute, OtlpCollector } from '../support/otlp-collector.js';
import { fixture, runBare, runRecorded, type RunOptions, withoutTickscopeLines } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';

jest.setTimeout(30_000);

const LOST_SPANS: ReadonlySet<string> = new Set(['spans_beyond_queue', 'spans_not_exported', 'spans_not_sent_at_exit']);

const MANY = 100_000;
/** What the preload adds to the heap after a collection: 10.4 MB after 100,000 names, 10.5 after 600,000. */
const ADDED_HEAP_BYTES = 16e6;
/** And to the whole process, of which V8 gives back what it likes: 33 MB after 1,000 names, 50 to 70 after 100,000. */
const ADDED_RSS_BYTES = 96e6;

/** A `pg` that answers at once, for the instrumentation to patch. */
function folderWithPg(): string {
  const folder = temporaryFolder();
  const files = {
    'package.json': '{"name":"pg","version":"8.23.1"}',
    'index.js': "exports.Client = require('./lib/client.js');",
    'lib/client.js':
      'module.exports = class Client { connectionParameters = {}; connect() {} query() { return Promise.resolve({ rows: [] }); } };',
  };
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, 'node_modules/pg', name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return folder;
}

it('100,000 statements and symbols, and names of quotes, control characters and 10 KB', async () => {
  const folder = folderWithPg();
  const program = [fixture('hostile/many-names.js'), folder, String(MANY)];
  const memoryFile = (name: string): string => path.join(folder, `${name}.json`);
  // Under `npm run coverage` V8's counters of the preload are memory too: 55 to 70 MB were added instead of 49.
  const optionsOf = (name: string): RunOptions => ({
    nodeArguments: ['--expose-gc'],
    environment: { MEMORY_FILE: memoryFile(name), NODE_V8_COVERAGE: '' },
  });
  const bare = await runBare(program, optionsOf('bare'));
  const recorded = await runRecorded(program, optionsOf('recorded'));
  expect([recorded.stdout, recorded.stderr, recorded.code]).toEqual([bare.stdout, bare.stderr, 0]);
  const memoryOf = (name: string): NodeJS.MemoryUsage =>
    JSON.parse(readFileSync(memoryFile(name), 'utf8')) as NodeJS.MemoryUsage;
  const [before, after] = [memoryOf('bare'), memoryOf('recorded')];
  expect(after.heapUsed - before.heapUsed).toBeLessThan(ADDED_HEAP_BYTES);
  expect(after.rss - before.rss).toBeLessThan(ADDED_RSS_BYTES);

  const { report } = recorded;
  const countOf = (rows: readonly { readonly count: number }[]): number =>
    rows.reduce((sum, { count }) => sum + count, 0);
  expect(report.ticks).toMatchObject({ started: MANY + 104, count: MANY + 104, failed: 0, late: 0 });
  expect(countOf(report.ticks.byName)).toBe(MANY + 104);
  // Two had no symbol: one of 10 KB, and one that is empty.
  expect(countOf(report.ticks.bySymbol)).toBe(MANY + 102);
  expect(report.ticks.bySymbol).toHaveLength(193);
  const queries = report.operations.filter(({ kind }) => kind === 'query');
  expect(countOf(queries)).toBe(MANY + 1);
  // The heaviest of those that share a row are taken out of it, as intervals.
  expect(queries.filter(({ exact }) => !exact).map(({ name }) => name)).toContain('__other__');
  expect(report.operations.length).toBeLessThan(192 + 64 + 16);
  expect(report.losses.map(({ cause }) => cause)).toContain('names_beyond_table');
  for (const { name } of [...report.operations, ...report.ticks.bySymbol]) expect(name.length).toBeLessThanOrEqual(160);

  const text = renderTerminal(report, { columns: 80, colours: false });
  expect(text).not.toMatch(/[^\n\P{Cc}]|\u202e/u);
});

it('20,000 ticks in one turn of the loop: all are in the histograms, and every span of a kept tick is sent or lost', async () => {
  const collector = await OtlpCollector.start();
  try {
    const program = [fixture('hostile/burst.js')];
    const bare = await runBare(program);
    const recorded = await runRecorded(program, {
      environment: {
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        TICKSCOPE_FLUSH_MILLIS: '20000',
        // Every tick is slow, so every tick is kept.
        TICKSCOPE_TICK_BUDGET: '0.001us',
        TICKSCOPE_TICKS_PER_SECOND: '1000000',
      },
    });
    expect([recorded.stdout, withoutTickscopeLines(recorded.stderr), recorded.code]).toEqual([
      bare.stdout,
      bare.stderr,
      0,
    ]);
    const { report } = recorded;
    expect(report.ticks).toMatchObject({ started: 20_000, count: 20_000 });
    const sum = (metric: string): number =>
      (collector.metrics.find(({ name }) => name === metric)?.exponentialHistogram?.dataPoints ?? []).reduce(
        (total, { count }) => total + Number(count),
        0,
      );
    expect(sum('tickscope.tick.duration')).toBe(20_000);
    const lost = report.losses.filter(({ cause }) => LOST_SPANS.has(cause)).reduce((all, { count }) => all + count, 0);
    expect(collector.spans.length + lost).toBe(40_000);
    expect(lost).toBeGreaterThan(0);
    expect(recorded.stderr).toContain(
      `tickscope: ${lost.toLocaleString('en-US')} spans were not sent: more came than could wait\n`,
    );
    expect(collector.spans.length).toBeGreaterThan(8_000);
    // Whole ticks or nothing.
    const roots = collector.spans.filter((span) => attribute(span, 'tickscope.operation.kind') === 'tick');
    expect(roots).toHaveLength(collector.spans.length / 2);
  } finally {
    await collector.stop();
  }
});
