// All habits at once: each of the five problems is found, with the line of the bot that has it.
//
// The database only sleeps, and the bot's clock leaves out what the machine does meanwhile: what takes how much of a tick is the same on any machine.

import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fixture, type Recorded, runRecorded } from '../support/programs.js';
import { COPIES } from './bot-runs.js';

const ROOT = fixture('../..');
const BOT = path.dirname(COPIES.CommonJS);
/** Reviews and look-ups are both among the slow ticks: the look-ups, of which there have to be ten, are half of those. */
const FLAGS = '--rate 8 --ticks 440 --positions 10 --reference-every 40 --state-bytes 24000000 --entry-bytes 200000';

let database: ChildProcess;
let url: string;
beforeAll(async () => {
  database = spawn(process.execPath, [path.join(ROOT, 'benchmarks/sleeping-database.js')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const line = await new Promise<string>((resolve) => {
    createInterface({ input: database.stdout as NodeJS.ReadableStream }).once('line', resolve);
  });
  ({ url } = JSON.parse(line) as { url: string });
});
afterAll(() => database.stdin?.end());

function runWith(habits: string): Promise<Recorded> {
  const ownTime = path.join(ROOT, 'benchmarks/preloads/own-time.js');
  return runRecorded([COPIES.CommonJS, ...FLAGS.split(' '), '--habits', habits], {
    // V8 collects more often where it may have less: the memory is looked at when it does.
    nodeArguments: ['--max-old-space-size=300'],
    environment: { DATABASE_URL: url, TICKSCOPE_MEMORY: 'true', NODE_OPTIONS: `--require=${JSON.stringify(ownTime)}` },
  });
}

/** Lines of the bot with a comment `// Found: ` that has the finding, at their end or below them. */
function markedLines(id: string): string[] {
  return readdirSync(BOT, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.js') && !file.startsWith('copies') && statSync(path.join(BOT, file)).isFile())
    .flatMap((file) =>
      readFileSync(path.join(BOT, file), 'utf8')
        .split('\n')
        .flatMap((line, at) => {
          const [, code = '', ids = ''] = /^(.*)\/\/ Found: (.+)$/.exec(line) ?? [];
          if (!ids.split(', ').includes(id)) return [];
          return [`${path.basename(file)}:${code.trim() === '' ? at : at + 1}`];
        }),
    );
}

/** What is found of one kind, as places without their folders. */
function placesOf({ report }: Recorded, ids: readonly string[]): string[] {
  return report.findings
    .filter(({ id }) => ids.includes(id))
    .flatMap(({ location = '', evidence }) => [location, ...String(evidence['or at'] ?? '').split(', ')])
    .map((place) => path.basename(place));
}

/** Each problem with what finds it. */
const PROBLEMS: readonly (readonly [problem: string, ids: readonly string[]])[] = [
  ['a synchronous operation', ['synchronous-calls']],
  ['one query for each row', ['queries-in-a-loop']],
  ['a query without an index', ['slow-statements']],
  ['a write that each tick waits for', ['writes-in-every-tick']],
  ['an indicator that is computed again', ['repeated-indicators', 'memoisable-functions']],
  ['memory that grows', ['growing-memory']],
  ['no metrics and no profile', ['nothing-measures']],
];

describe('the bot with all of its habits', () => {
  let recorded: Recorded;
  beforeAll(async () => {
    recorded = await runWith('all');
  }, 300_000);

  it.each(PROBLEMS)('has %s, and it is found with its line', (_problem, ids) => {
    const [first = ''] = ids;
    const marked = markedLines(first);
    expect(marked).not.toEqual([]);
    expect(placesOf(recorded, ids).filter((place) => marked.includes(place))).not.toEqual([]);
  });
});
