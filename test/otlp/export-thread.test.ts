// What the thread that sends may not change in the program, and what becomes of its spans when one of the two ends.

import { OtlpCollector } from '../support/otlp-collector.js';
import { fixture, type Recorded, type RunOptions, runBare, runRecorded } from '../support/programs.js';

/** Answers requests, or leaves them open; the program asks it for the number of spans that have come. */
let answers = true;
let collector: OtlpCollector;
beforeEach(async () => {
  answers = true;
  collector = await OtlpCollector.start(({ url, headers }, response) => {
    if (url === '/arrived') response.end(String(collector.spans.length));
    else if (answers) response.writeHead(200, { 'content-type': headers['content-type'] }).end();
  });
});
afterEach(() => collector.stop());

/** @param arrived ends when so many spans have come */
const ends = (how: string, arrived: number): string[] => [fixture('export/ends.js'), how, String(arrived)];

function runWith(program: readonly string[], mode: string, options: RunOptions = {}): Promise<Recorded> {
  const environment = {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    TICKSCOPE_TICK_BUDGET: '0.001us',
    TICKSCOPE_TICKS_PER_SECOND: '1000000',
    TICKSCOPE_EXPORT: mode,
    ...options.environment,
  };
  return runRecorded(program, { ...options, environment });
}

const lost = ({ report }: Recorded): Record<string, number> =>
  Object.fromEntries(report.losses.map(({ cause, count }) => [cause, count]));
const sent = (): number => collector.spans.length;

it('sends nothing where it is switched off, and the record is kept', async () => {
  const recorded = await runWith(ends('by-itself', 0), 'off');
  expect([recorded.stdout, recorded.stderr, recorded.code]).toEqual(['ended\n', '', 0]);
  expect([sent(), collector.metrics, recorded.report.ticks.count]).toEqual([0, [], 40]);
});

it.each([
  ['by itself', 'by-itself', 0],
  ['by process.exit', 'by-exit', 3],
  ['by an error that nobody handles', 'by-error', 1],
])('sends every span of a program that ends %s', async (_how, argument, code) => {
  const recorded = await runWith(ends(argument, 40), 'worker');
  expect([recorded.stdout, recorded.code]).toEqual(['ended\n', code]);
  expect(recorded.report.ticks.count).toBe(40);
  expect([sent(), lost(recorded)]).toEqual([80, {}]);
});

it('counts the spans that the thread has not sent when the program ends at once', async () => {
  answers = false;
  const recorded = await runWith(ends('by-exit', 40), 'worker', { environment: { OTEL_METRICS_EXPORTER: 'none' } });
  expect([recorded.stdout, recorded.code]).toEqual(['ended\n', 3]);
  expect(lost(recorded)).toEqual({ spans_not_sent_at_exit: 80 });
});

it('is none of the program’s threads: not followed, not told of, and its variables are not changed', async () => {
  const program = [fixture('export/own-threads.js')];
  const environment = { NODE_OPTIONS: '--no-warnings' };
  const { stdout } = await runBare(program, { environment });
  const recorded = await runWith(program, 'worker', { environment });
  expect([recorded.stdout, recorded.stderr, recorded.code]).toEqual([stdout, '', 0]);
  // Its own thread, which was started without the preload, and no other.
  expect(recorded.segments.flatMap(({ notSeen }) => notSeen)).toHaveLength(1);
});

it('says that the thread is gone, counts what it had, and leaves the program alone', async () => {
  const before = `--require ${JSON.stringify(fixture('export/find-threads.js'))}`;
  const environment = { NODE_OPTIONS: before, OTEL_METRICS_EXPORTER: 'none' };
  const recorded = await runWith([fixture('export/ends-the-thread.js')], 'worker', { environment });
  expect([recorded.stdout, recorded.code]).toEqual(['ended\n', 0]);
  expect(recorded.stderr).toMatch(
    /^tickscope: the export thread is gone: .* TICKSCOPE_EXPORT=thread .*\ntickscope: \d+ spans were not sent: the export thread is gone.*\n$/,
  );
  const { spans_not_exported: notExported = 0 } = lost(recorded);
  expect(sent() + notExported).toBe(120);
});

it('sends from the program’s thread where Node.js allows no other', async () => {
  const nodeArguments = ['--permission', '--allow-fs-read=*', '--allow-fs-write=*', '--no-warnings'];
  const recorded = await runWith(ends('by-itself', 40), 'worker', { nodeArguments });
  expect([recorded.stdout, recorded.code, sent()]).toEqual(['ended\n', 0, 80]);
  expect(recorded.stderr).toMatch(/^tickscope: TICKSCOPE_EXPORT "worker": no thread can be started: .*\n$/);
});
