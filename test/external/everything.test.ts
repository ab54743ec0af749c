// One bot that asks servers of every protocol: each call once, as the bot and the servers count them, within the bot's own stopwatch; and
// nothing of what it tells them in any file of the record, in the report, or in what is sent.

import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readSources } from '../../src/record-file/read-sources.js';
import { buildReport } from '../../src/analysis/build-report.js';
import { renderTerminal } from '../../src/report/terminal.js';
import { OtlpCollector } from '../support/otlp-collector.js';
import { fixture, REGISTER, run } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { certificatesFolder, counted, runExternal } from './external-runs.js';

const SECRET = 'S3CRET7f3a91bb02c4';
/** As it is, and as it is sent where it is encoded. */
const FORMS = [
  SECRET,
  Buffer.from(SECRET).toString('base64').slice(0, -4),
  Buffer.from(`me:${SECRET}`).toString('base64').slice(0, -4),
  Buffer.from(SECRET).toString('hex'),
];
const TICKS = 8;

function expectNoSecretIn(text: string): void {
  expect(FORMS.filter((form) => text.toLowerCase().includes(form.toLowerCase()))).toEqual([]);
}

/** All that is in the files of a folder, a byte a letter. */
function filesIn(folder: string): string {
  const files = globSync('**/*', { cwd: folder, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => readFileSync(path.join(parentPath, name), 'latin1')).join('\n');
}

it('counts each call once, as the bot and its servers do, within its own stopwatch', async () => {
  const { calls, truth, report, segments } = await runExternal('everything.cjs', { environment: { SECRET } });
  const asked = counted(calls, 'count');
  // Until the bot begins, and what the servers send to it.
  const { 'GET /': handshakes, 'send to a client': answers, ...inTicks } = asked;
  const { 'ioredis.connect': redis, 'mysql2.connect': mysql, ...own } = inTicks;
  expect([handshakes, answers, redis, mysql]).toEqual([2, 2 * TICKS, 1, 1]);
  expect(own).toEqual(truth.asked);
  expect(counted(calls, 'failed')).toEqual(truth.failed);
  // Of statements the servers know the first word.
  const { SELECT, BROKEN, messages, ...requests } = truth.received;
  expect([SELECT, BROKEN, messages]).toEqual([TICKS, TICKS, 2 * TICKS]);
  const others = Object.entries(truth.asked).filter(([name]) => !/^(?:send|SELECT|BROKEN)/.test(name));
  expect(Object.fromEntries(others)).toEqual(requests);
  for (const [name, nanos] of Object.entries(truth.nanos)) {
    const { durations, outsideTicks } = calls.get(name) ?? {};
    expect([name, outsideTicks]).toEqual([name, 0]);
    expect(durations?.sumNanos).toBeLessThanOrEqual(nanos);
  }
  expect(report.ticks.count).toBe(TICKS);
  expect(report.orders.map(({ action, symbol, count }) => [action, symbol, count])).toEqual([
    ['cancel', 'BTC-USD', TICKS],
    ['place', 'BTC-USD', TICKS],
  ]);
  expectNoSecretIn(JSON.stringify([segments, report]));
});

it.each(['thread', 'worker'])('has no secret in its files, its report and what the %s sends', async (mode) => {
  const collector = await OtlpCollector.start();
  const folder = temporaryFolder();
  const { stdout, code } = await run([process.execPath, '--require', REGISTER, fixture('external/everything.cjs')], {
    environment: {
      SECRET,
      CERTIFICATES: certificatesFolder(),
      TICKSCOPE_DIR: folder,
      TICKSCOPE_TICK_BUDGET: '1us',
      TICKSCOPE_TICKS_PER_SECOND: '1000000',
      TICKSCOPE_EXPORT: mode,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    },
  });
  await collector.stop();
  expect([code, (JSON.parse(stdout) as { received: Record<string, number> }).received['messages']]).toEqual([
    0,
    2 * TICKS,
  ]);
  const sent = JSON.stringify(collector.received);
  // Every call of every tick has left, and the metrics have.
  expect(collector.spans.filter(({ name }) => name.startsWith('POST localhost')).length).toBe(TICKS);
  expect(sent).toContain('tickscope.order.duration');
  expectNoSecretIn(sent);
  const { segments, notes } = readSources([], { directory: folder });
  const report = buildReport(segments, notes);
  expectNoSecretIn(`${JSON.stringify(report)}\n${renderTerminal(report, { columns: 200, colours: false })}`);
  const files = filesIn(folder);
  expect(files).toContain('/api/v3/order');
  expectNoSecretIn(files);
});

it('has none in what a process leaves that is killed', async () => {
  const folder = temporaryFolder();
  const { signal } = await run([process.execPath, '--require', REGISTER, fixture('external/everything.cjs'), 'stays'], {
    environment: { SECRET, CERTIFICATES: certificatesFolder(), TICKSCOPE_DIR: folder },
    kill: { after: 'written', signal: 'SIGKILL' },
  });
  expect(signal).toBe('SIGKILL');
  const files = filesIn(folder);
  expect(files).toContain('tickscope.log/');
  expect(files).toContain('/api/v3/order');
  expectNoSecretIn(files);
});
